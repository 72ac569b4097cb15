"""The calendars of the demo's classes: lesson times, school days, timetable, and what is different around today."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from uuid import UUID

from zweiklang.apprenticeships.public import Contract, SchoolClass, TeachingAssignment
from zweiklang.cli.demo_world.rhythm import Rhythm
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import today
from zweiklang.kernel.hesse import monday_of, public_holiday, school_holiday
from zweiklang.organisations.public import Organisation
from zweiklang.schedule.public import (
    Course,
    FreeDay,
    Lesson,
    LessonChange,
    LessonTime,
    SchoolEvent,
    SchoolPeriod,
    Told,
    announce,
)

TIMES = ((8, 0), (8, 45), (9, 50), (10, 35), (11, 40), (12, 25), (13, 40), (14, 25))
LESSON = timedelta(minutes=45)
FLEXIBLE = "Beweglicher Ferientag"


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject of a timetable with its teacher's abbreviation and its classroom."""

    name: str
    code: str
    classroom: str


LEARNING_FIELD = Subject("Berufsbezogener Unterricht", "DÖR", "E 204")
ENGLISH = Subject("Englisch", "KIL", "B 112")
GERMAN = Subject("Deutsch", "NAU", "B 110")
POLITICS = Subject("Politik und Wirtschaft", "OPI", "B 115")
OFFICE = Subject("Informationsverarbeitung", "PET", "A 021")
# Two lessons each, from the first on. A day's plan is chosen by its place among the class's school days of the week.
DAYS = (
    (LEARNING_FIELD, LEARNING_FIELD, ENGLISH),
    (GERMAN, LEARNING_FIELD, POLITICS, LEARNING_FIELD),
    (LEARNING_FIELD, ENGLISH, LEARNING_FIELD),
    (POLITICS, LEARNING_FIELD, GERMAN),
    (LEARNING_FIELD, LEARNING_FIELD),
)
OFFICE_DAYS = ((OFFICE, GERMAN, ENGLISH), (OFFICE, OFFICE, POLITICS))


def keep_lesson_times(school: Organisation) -> None:
    """The school has said when its lessons are, and has a flexible holiday in some weeks; what it has said stays. Called inside `as_system`."""
    if LessonTime.objects.filter(school=school).exists():
        return
    LessonTime.objects.bulk_create(
        LessonTime(school=school, period=number, starts=time(*begins), ends=_ends(*begins))
        for number, begins in enumerate(TIMES, 1)
    )
    free = _school_days_from(monday_of(today()) + timedelta(days=25))
    day = next(day for day in free if day.weekday() == 4)
    FreeDay.objects.create(school=school, first_day=day, last_day=day, name=FLEXIBLE)


def _ends(hour: int, minute: int) -> time:
    minutes = hour * 60 + minute + 45
    return time(minutes // 60, minutes % 60)


def keep_calendar(
    school_class: SchoolClass, *, rhythm: Rhythm, plan: tuple[tuple[Subject, ...], ...] = DAYS
) -> None:
    """The class has school days and a timetable; one that has any is left alone. Called inside `as_system`."""
    room = school_class.room_id
    if SchoolPeriod.objects.filter(room_id=room).exists():
        return
    first, last = date(school_class.school_year, 8, 1), date(school_class.school_year + 1, 7, 31)
    SchoolPeriod.objects.bulk_create(_periods(room, rhythm, first, last))
    Lesson.objects.bulk_create(_lessons(room, rhythm, plan, first))
    for assignment in TeachingAssignment.objects.filter(school_class=school_class, code=""):
        assignment.code = _code_of(assignment, plan)
        assignment.save(update_fields=["code"])


def _code_of(assignment: TeachingAssignment, plan: tuple[tuple[Subject, ...], ...]) -> str:
    """Returns the abbreviation of the subject that is taught; of the first one for who leads the class."""
    known = {subject.name: subject.code for day in plan for subject in day}
    return known.get(assignment.subject, plan[0][0].code)


def _periods(room: UUID, rhythm: Rhythm, first: date, last: date) -> Iterator[SchoolPeriod]:
    whole = {"room_id": room, "first_day": first, "last_day": last, "kind": "weekly"}
    if rhythm.weekdays:
        yield SchoolPeriod(**whole, weekdays=list(rhythm.weekdays))
    if rhythm.odd:
        yield SchoolPeriod(**whole, weekdays=list(rhythm.odd), weeks="odd")
    for begins, ends in rhythm.blocks(first, last):
        yield SchoolPeriod(room_id=room, first_day=begins, last_day=ends, kind="block")


def _lessons(
    room: UUID, rhythm: Rhythm, plan: tuple[tuple[Subject, ...], ...], first: date
) -> Iterator[Lesson]:
    weekdays = (1, 2, 3, 4, 5) if rhythm.anchor else (*rhythm.weekdays, *rhythm.odd)
    for place, weekday in enumerate(weekdays):
        for number, subject in enumerate(plan[place % len(plan)]):
            yield Lesson(
                room_id=room,
                number=place * 10 + number + 1,
                weekday=weekday,
                period=number * 2 + 1,
                length=2,
                subject=subject.name,
                teachers=[subject.code],
                classrooms=[subject.classroom],
                first_day=first,
            )


def change_days(actor: Actor, school_class: SchoolClass, rhythm: Rhythm) -> None:
    """On the class's next school days lessons are cancelled and moved, an exam is announced. Called inside `as_system`, once."""
    room = school_class.room_id
    if SchoolEvent.objects.filter(room_id=room).exists():
        return
    days = [day for day in _school_days_from(today(), weeks=5) if rhythm.at_school(day)]
    if len(days) < 4:
        return
    cancelled, moved, exam = days[0], days[1], days[3]
    LessonChange.objects.create(room_id=room, day=cancelled, period=5, length=2, kind="cancelled")
    LessonChange.objects.create(
        room_id=room, day=moved, period=1, length=2, kind="changed", teachers=["OPI"], classrooms=["B 115"]
    )
    SchoolEvent.objects.create(
        room_id=room, first_day=exam, last_day=exam, kind="exam", title="Klassenarbeit Lernfeld 6"
    )
    announce(
        actor,
        [
            Told(room, cancelled, cancelled, "cancelled", old=f"5. und 6. Stunde: {_subject(room, cancelled, 5)}"),
            Told(
                room, moved, moved, "changed",
                old=f"1. und 2. Stunde: {_subject(room, moved, 1)}",
                new=f"1. und 2. Stunde: {_subject(room, moved, 1)} bei OPI in B 115",
            ),
            Told(room, exam, exam, "added", new="Klassenarbeit Lernfeld 6"),
        ],
    )  # fmt: skip


def _subject(room: UUID, day: date, period: int) -> str:
    found = Lesson.objects.filter(room_id=room, weekday=day.isoweekday(), period=period).first()
    return found.subject if found else "Unterricht"


def keep_course(contract: Contract) -> None:
    """The apprentice has an inter-company course the week after next; one who has any keeps it. Called inside `as_system`."""
    if Course.objects.filter(room_id=contract.room_id).exists():
        return
    monday = monday_of(today() + timedelta(days=2)) + timedelta(days=7)
    Course.objects.create(
        room_id=contract.room_id,
        first_day=monday,
        last_day=monday + timedelta(days=2),
        starts=time(8, 30),
        ends=time(16),
        title="Lehrgang Netzwerktechnik",
        place="Bildungszentrum Kassel",
    )


def _school_days_from(day: date, *, weeks: int = 8) -> list[date]:
    """Returns the days from that one on that are no weekend and no holiday."""
    days = [day + timedelta(days=step) for step in range(7 * weeks)]
    return [one for one in days if one.weekday() < 5 and not public_holiday(one) and not school_holiday(one)]
