"""Days of classes and apprenticeships, read as people see them: few statements, foreign rooms without a day of school."""

from datetime import date, time, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.clients import standing_as
from tests.worlds import ACTOR, World, Worlds
from zweiklang.apprenticeships.public import Enrolment
from zweiklang.kernel.clock import today
from zweiklang.kernel.hesse import monday_of, public_holiday, school_holiday
from zweiklang.rooms.public import as_system
from zweiklang.schedule.calendar.days import class_days, contract_days
from zweiklang.schedule.calendar.shapes import Basis, CalendarDay
from zweiklang.schedule.models import (
    Closure,
    Course,
    FreeDay,
    Lesson,
    LessonChange,
    LessonTime,
    SchoolEvent,
    SchoolPeriod,
)

pytestmark = pytest.mark.django_db


def next_school_day() -> date:
    """Returns the next day after today on which nothing takes school away."""
    day = today() + timedelta(days=1)
    while day.weekday() > 4 or public_holiday(day) or school_holiday(day):
        day += timedelta(days=1)
    return day


DAY = next_school_day()


def plan(world: World) -> UUID:
    """The class has school on DAY only: a double lesson by the timetable, and all else that can be said about a day."""
    room, school = world.school_class.room_id, world.school
    with as_system(ACTOR):
        for of_class in (Lesson, LessonChange, SchoolEvent, SchoolPeriod):
            of_class.objects.filter(room_id=room).delete()
        for of_school in (Closure, FreeDay, LessonTime):
            of_school.objects.filter(school=school).delete()
        Course.objects.filter(room_id=world.first.room_id).delete()
        SchoolPeriod.objects.create(room_id=room, first_day=DAY, last_day=DAY, kind="block")
        Lesson.objects.create(
            room_id=room, number=5, weekday=DAY.isoweekday(), period=1, length=2, subject="Mathematik",
            teachers=["MÜL"], classrooms=["R 101"], first_day=date(DAY.year - 3, 8, 1),
        )  # fmt: skip
        for period in (1, 2, 3):
            starts = time(7 + period)
            LessonTime.objects.create(school=school, period=period, starts=starts, ends=time(7 + period, 45))
    return room


def class_day(world: World, day: date = DAY) -> CalendarDay:
    return class_days([world.school_class.room_id], day, day)[world.school_class.room_id][0]


def test_everything_that_is_known_of_a_day_is_read(worlds: Worlds) -> None:
    room = plan(worlds.a)
    with as_system(ACTOR):
        LessonChange.objects.create(room_id=room, day=DAY, period=2, kind="cancelled", note="Aufgaben online")
        SchoolEvent.objects.create(room_id=room, first_day=DAY, last_day=DAY, kind="exam", title="Klausur")
        Course.objects.create(
            room_id=worlds.a.first.room_id, first_day=DAY, last_day=DAY, title="Netze", place="ÜBZ"
        )
    with standing_as(worlds.a.people["trainer"]):
        found = contract_days([worlds.a.first.room_id], DAY, DAY)[worlds.a.first.room_id][0]
    assert (found.school, found.basis, found.classes, found.known) == (True, Basis.BLOCK, (room,), True)
    assert [(one.period, one.length, str(one.state)) for one in found.lessons] == [
        (1, 1, "planned"),
        (2, 1, "cancelled"),
    ]
    assert found.lessons[0].starts == time(8)
    assert found.lessons[1].note == "Aufgaben online"
    assert [one.title for one in found.exams] == ["Klausur"]
    assert [(one.title, one.place) for one in found.courses] == [("Netze", "ÜBZ")]


def test_a_free_day_and_a_closure_of_the_school_are_read(worlds: Worlds) -> None:
    plan(worlds.a)
    with as_system(ACTOR):
        FreeDay.objects.create(school=worlds.a.school, first_day=DAY, last_day=DAY)
    with standing_as(worlds.a.people["apprentice"]):
        assert (class_day(worlds.a).basis, class_day(worlds.a).why) == (
            Basis.FREE_DAY,
            "beweglicher Ferientag",
        )
    with as_system(ACTOR):
        FreeDay.objects.all().delete()
        closure = Closure.objects.create(
            school=worlds.a.school, first_day=DAY, last_day=DAY, declared_as="Test", text="Sturm"
        )
    with standing_as(worlds.a.people["apprentice"]):
        assert (class_day(worlds.a).school, class_day(worlds.a).why) == (False, "Sturm")
    with as_system(ACTOR):
        closure.withdrawn_at = closure.declared_at
        closure.save()
    with standing_as(worlds.a.people["apprentice"]):
        assert class_day(worlds.a).school


def test_days_follow_the_class_of_each_day(worlds: Worlds) -> None:
    """Whoever leaves the class has no school there the next day."""
    plan(worlds.a)
    last = DAY + timedelta(days=1)
    with as_system(ACTOR):
        SchoolPeriod.objects.update(last_day=last)
        Enrolment.objects.filter(room_id=worlds.a.first.room_id).update(last_day=DAY)
    with standing_as(worlds.a.people["apprentice"]):
        days = contract_days([worlds.a.first.room_id], DAY, last)[worlds.a.first.room_id]
    assert [day.school for day in days] == [True, False]
    assert days[1].classes == ()


def test_a_class_ends_with_its_school_year(worlds: Worlds) -> None:
    room = plan(worlds.a)
    with as_system(ACTOR):
        SchoolPeriod.objects.all().delete()
    after = date(worlds.a.school_class.school_year + 1, 8, 1)
    with standing_as(worlds.a.people["class_teacher"]):
        days = class_days([room], after, after + timedelta(days=60))[room]
    assert not any(day.school for day in days)


@pytest.mark.parametrize("who", ["head_of_school", "second_apprentice", "other_trainer"])
def test_rooms_one_is_not_in_have_holidays_only(worlds: Worlds, who: str) -> None:
    plan(worlds.a)
    with standing_as(worlds.a.people[who]):
        found = contract_days([worlds.a.first.room_id], DAY, DAY)[worlds.a.first.room_id][0]
    assert (found.school, found.lessons, found.classes) == (False, (), ())
    with standing_as(worlds.b.people["class_teacher"]):
        assert not class_day(worlds.a).school


def test_the_statements_do_not_grow_with_rooms_and_days(worlds: Worlds) -> None:
    plan(worlds.a)
    rooms = [worlds.a.first.room_id, worlds.a.second.room_id]
    for person, these, last in (
        ("trainer", rooms[:1], DAY),
        ("class_teacher", rooms, DAY + timedelta(days=300)),
    ):
        with standing_as(worlds.a.people[person]), CaptureQueriesContext(connection) as statements:
            contract_days(these, monday_of(DAY), last)
        assert len(statements) == 1
    with standing_as(worlds.a.people["class_teacher"]), CaptureQueriesContext(connection) as statements:
        class_days([worlds.a.school_class.room_id], DAY, DAY)
    assert len(statements) == 1
    with CaptureQueriesContext(connection) as statements:
        assert (contract_days([], DAY, DAY), class_days([], DAY, DAY)) == ({}, {})
    assert len(statements) == 0
