"""Addresses and answers of the editor, as a browser would send them; what stands in the database, read by the system role."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.worlds import ACTOR, World
from zweiklang.apprenticeships.public import SchoolClass, open_class
from zweiklang.kernel.clock import today
from zweiklang.kernel.hesse import monday_of, school_holiday, school_year
from zweiklang.rooms.public import as_system
from zweiklang.schedule.models import Course, Lesson, LessonChange, ScheduleChange, SchoolEvent, SchoolPeriod
from zweiklang.schedule.planning.spans import FRIDAY, WEEK, year_days

PATTERN = "%Y-%m-%d"


def url(world: World, name: str, *more: object) -> str:
    """Returns an address of the world's class."""
    return reverse(f"schedule:{name}", args=[world.school_class.room_id, *more])


def weeks_of(world: World) -> list[date]:
    """Returns the Mondays of the school year in which the whole week is school, in order."""
    first, last = year_days(world.school_class.school_year)
    monday, found = monday_of(first) + WEEK, []
    while monday + FRIDAY <= last:
        if not any(school_holiday(monday + timedelta(days=n)) for n in range(5)):
            found.append(monday)
        monday += WEEK
    return found


def coming_weeks(world: World, number: int) -> list[date]:
    """Returns that many weeks of school in a row that have not begun; in July there are none, and nothing to be told of."""
    weeks = weeks_of(world)
    after = [monday for monday in weeks if monday > today()]
    rows = [after[n : n + number] for n in range(len(after) - number + 1)]
    found = next((row for row in rows if row[-1] - row[0] == (number - 1) * WEEK), None)
    return found or pytest.skip("the school year of the worlds is nearly over")


def paint(
    client: Client, world: World, chosen: Iterable[date], *, seen: Iterable[date] = (), **more: Any
) -> HttpResponse:
    """Returns the answer to saving the painted year."""
    sent = {
        "woche": [day.strftime(PATTERN) for day in chosen],
        "vorher": ",".join(day.strftime(PATTERN) for day in seen),
    }
    return client.post(url(world, "school_days"), sent | more)


def periods(world: World, kind: str = "block") -> list[tuple[date, date]]:
    """Returns the days of the class's blocks, in order."""
    with as_system(ACTOR):
        rows = SchoolPeriod.objects.filter(room_id=world.school_class.room_id, kind=kind)
        return list(rows.order_by("first_day").values_list("first_day", "last_day"))


def add_period(world: World, first: date, last: date, **more: Any) -> SchoolPeriod:
    with as_system(ACTOR):
        values = {"kind": "block", **more}
        return SchoolPeriod.objects.create(
            room_id=world.school_class.room_id, first_day=first, last_day=last, **values
        )


def add_lesson(world: World, weekday: int, period: int, subject: str, **more: Any) -> Lesson:
    with as_system(ACTOR):
        values = {"first_day": year_days(world.school_class.school_year)[0], **more}
        return Lesson.objects.create(
            room_id=world.school_class.room_id, weekday=weekday, period=period, subject=subject, **values
        )


def lessons(world: World, day: date) -> list[tuple[int, int, str]]:
    """Returns period, length and subject of the lessons that hold on that day."""
    with as_system(ACTOR):
        rows = Lesson.objects.filter(
            room_id=world.school_class.room_id, weekday=day.isoweekday(), first_day__lte=day
        )
        rows = rows.exclude(last_day__lt=day).order_by("period", "subject")
        return list(rows.values_list("period", "length", "subject"))


def changes(world: World) -> list[LessonChange]:
    with as_system(ACTOR):
        rows = LessonChange.objects.filter(room_id=world.school_class.room_id)
        return list(rows.order_by("day", "period", "kind"))


def events(world: World) -> list[SchoolEvent]:
    with as_system(ACTOR):
        return list(
            SchoolEvent.objects.filter(room_id=world.school_class.room_id).order_by("first_day", "title")
        )


def courses(room_id: UUID) -> list[tuple[str, date, date]]:
    with as_system(ACTOR):
        rows = Course.objects.filter(room_id=room_id).order_by("first_day", "title")
        return list(rows.values_list("title", "first_day", "last_day"))


def told(*rooms: UUID) -> list[tuple[str, str, str]]:
    """Returns what, old and new of the changes told in these rooms, in the order in which they were told."""
    with as_system(ACTOR):
        rows = ScheduleChange.objects.filter(room_id__in=rooms).order_by("made_at", "first_day", "pk")
        return list(rows.values_list("what", "old", "new"))


def sister_class(world: World) -> SchoolClass:
    """Returns another class of the world's school, in the same year."""
    with as_system(ACTOR):
        return open_class(
            ACTOR,
            school=world.school,
            label=f"11FX{world.name}",
            school_year=world.school_class.school_year,
            grade=2,
            occupation_name="Fachinformatiker/-in",
        )


def next_weekday(weekday: int) -> date:
    """Returns the next such day after today (1: Monday)."""
    day = today() + timedelta(days=1)
    while day.isoweekday() != weekday:
        day += timedelta(days=1)
    if school_year(day) != school_year(today()):
        pytest.skip("the next such day belongs to another school year")
    return day
