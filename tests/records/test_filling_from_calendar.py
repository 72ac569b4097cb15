"""The days of the calendar in a week of the record: from the school's timetable to a line of the apprentice."""

from collections.abc import Callable
from datetime import date, time, timedelta

import pytest
from django.test import Client
from tests.records.filled import lines, page, press, released, week_of
from tests.worlds import ACTOR, Apprenticeship, World

from zweiklang.kernel import formats
from zweiklang.kernel.clock import today
from zweiklang.kernel.hesse import monday_of
from zweiklang.people.public import Person
from zweiklang.rooms.public import as_system
from zweiklang.schedule.models import Course, Lesson, LessonChange, LessonTime, SchoolEvent, SchoolPeriod

type Clients = Callable[[Person | None], Client]


@pytest.fixture
def first(world_a: World) -> Apprenticeship:
    return world_a.first


@pytest.fixture
def apprentice(first: Apprenticeship, client_of: Clients) -> Client:
    return client_of(first.apprentice)


@pytest.fixture
def timetable(world_a: World) -> date:
    """School today: two lessons of Deutsch from 8:00 to 9:30, two of Programmieren from 9:50 to 11:20. Returns today."""
    room, day = world_a.school_class.room_id, today()
    with as_system(ACTOR):
        for model in (SchoolPeriod, Lesson, LessonChange, SchoolEvent):
            model.objects.filter(room_id=room).delete()
        Course.objects.filter(room_id=world_a.first.room_id).delete()
        LessonTime.objects.filter(school=world_a.school).delete()
        # School whatever day it is on which this is tested, be it a holiday.
        SchoolEvent.objects.create(
            room_id=room, first_day=day, last_day=day, kind="extra", title="Nachholtag"
        )
        times = ((8, 0, 8, 45), (8, 45, 9, 30), (9, 50, 10, 35), (10, 35, 11, 20))
        for period, (h, m, hh, mm) in enumerate(times, 1):
            LessonTime.objects.create(
                school=world_a.school, period=period, starts=time(h, m), ends=time(hh, mm)
            )
        for number, (period, subject) in enumerate(((1, "Deutsch"), (3, "Programmieren")), 1):
            Lesson.objects.create(
                room_id=room,
                number=number,
                weekday=day.isoweekday(),
                period=period,
                length=2,
                subject=subject,
                first_day=monday_of(day),
            )
    return day


def test_a_day_of_school_is_taken_with_its_subjects_and_time(
    timetable: date, apprentice: Client, first: Apprenticeship
) -> None:
    shown = page(apprentice, first)
    assert "Unterricht: Deutsch, Programmieren" in shown
    assert "Vorschlag aus dem Stundenplan" in shown
    assert week_of(first) is None
    press(apprentice, first, take=f"lessons:{timetable.isoformat()}")
    (line,) = lines(first)
    assert (line.day, line.place, line.text) == (timetable, "school", "Unterricht: Deutsch, Programmieren")
    assert line.minutes == 180


def test_a_topic_and_the_rest_of_the_day_are_taken_with_one_tap(
    timetable: date, apprentice: Client, first: Apprenticeship, world_a: World
) -> None:
    released(world_a)
    press(apprentice, first, take="all")
    assert [(line.school_text, line.text, line.minutes) for line in lines(first)] == [
        ("LF 6 · Programmieren · Felder", "", 90),
        ("", "Unterricht: Deutsch", 90),
    ]


def test_a_lesson_cancelled_after_the_line_was_taken_does_not_change_the_line(
    timetable: date, apprentice: Client, first: Apprenticeship, world_a: World
) -> None:
    press(apprentice, first, take="all")
    with as_system(ACTOR):
        LessonChange.objects.create(
            room_id=world_a.school_class.room_id, day=timetable, period=1, length=2, kind="cancelled"
        )
    assert [(line.text, line.minutes) for line in lines(first)] == [
        ("Unterricht: Deutsch, Programmieren", 180)
    ]


def test_a_cancelled_lesson_is_not_proposed(
    timetable: date, apprentice: Client, first: Apprenticeship, world_a: World
) -> None:
    with as_system(ACTOR):
        LessonChange.objects.create(
            room_id=world_a.school_class.room_id, day=timetable, period=1, length=2, kind="cancelled"
        )
    shown = page(apprentice, first)
    assert "ausgefallen: Deutsch" in shown
    press(apprentice, first, take="all")
    assert [(line.text, line.minutes) for line in lines(first)] == [("Unterricht: Programmieren", 90)]


def test_a_course_stands_for_the_third_venue(
    timetable: date, apprentice: Client, first: Apprenticeship
) -> None:
    with as_system(ACTOR):
        Course.objects.create(
            room_id=first.room_id,
            first_day=timetable,
            last_day=timetable + timedelta(days=3),
            starts=time(8),
            ends=time(16),
            title="CNC-Drehen",
            place="Kassel",
        )
    press(apprentice, first, take=f"course:{timetable.isoformat()}:CNC-Drehen")
    assert [(line.place, line.text, line.minutes) for line in lines(first)] == [
        ("centre", "CNC-Drehen (Kassel)", 480)
    ]


def test_in_the_weekly_form_lines_say_their_weekday(
    timetable: date, client_of: Clients, world_a: World
) -> None:
    second = world_a.second
    client = client_of(second.apprentice)
    press(client, second, take="all")
    (line,) = lines(second)
    assert line.day is None
    weekday = formats.WEEKDAY_NAMES[timetable.weekday()]
    assert line.text == f"Unterricht am {weekday}: Deutsch, Programmieren"


def test_what_she_typed_herself_is_never_touched(
    timetable: date, apprentice: Client, first: Apprenticeship
) -> None:
    name = f"line_01900000-0000-7000-8000-000000000001_{timetable.isoformat()}_text"
    press(apprentice, first, take="all", **{name: "Klassenausflug", f"base_{name}": ""})
    press(apprentice, first, take="all")
    assert [line.text for line in lines(first)] == ["Klassenausflug", "Unterricht: Deutsch, Programmieren"]
