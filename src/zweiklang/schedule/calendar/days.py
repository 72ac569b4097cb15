"""Reads the days of classes and apprenticeships: one statement, however many there are.

Row-level security lets through what the person may see: a class whose room one is not in has no days but holidays.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connection

from zweiklang.schedule.calendar.combining import days_of_class
from zweiklang.schedule.calendar.facts import (
    ClassFacts,
    Closed,
    Difference,
    Event,
    Free,
    Period,
    Span,
    Unit,
)
from zweiklang.schedule.calendar.shapes import CalendarDay, PlannedCourse
from zweiklang.schedule.models import Closure, FreeDay

# Read in one statement: seven were seven times the cost of asking (decision 0025). What does not apply to a kind of fact is NULL.
# Lessons end with the class's school year at the latest. Periods are read whatever their days: whether a class has any decides.
_FACTS = """
    SELECT 'period', p.room_id, p.first_day, p.last_day, p.weekdays, p.kind, p.weeks, 0, 0, 0,
           NULL::time, NULL::time, '', NULL::text[], NULL::text[], ''
      FROM schedule_schoolperiod p WHERE p.room_id = ANY (%(rooms)s)
    UNION ALL
    SELECT 'unit', l.room_id, greatest(l.first_day, make_date(c.school_year, 8, 1)),
           least(coalesce(l.last_day, 'infinity'), make_date(c.school_year + 1, 7, 31)), ARRAY[l.weekday::int], '', '', l.number, l.period, l.length,
           NULL, NULL, l.subject, l.teachers::text[], l.classrooms::text[], ''
      FROM schedule_lesson l JOIN apprenticeships_schoolclass c ON c.room_id = l.room_id
     WHERE l.room_id = ANY (%(rooms)s) AND l.first_day <= %(last)s AND coalesce(l.last_day, 'infinity') >= %(first)s
    UNION ALL
    SELECT 'difference', d.room_id, d.day, d.day, NULL, d.kind, '', d.number, d.period, d.length,
           NULL, NULL, d.subject, d.teachers::text[], d.classrooms::text[], d.note
      FROM schedule_lessonchange d WHERE d.room_id = ANY (%(rooms)s) AND d.day BETWEEN %(first)s AND %(last)s
    UNION ALL
    SELECT 'event', e.room_id, e.first_day, e.last_day, NULL, e.kind, '', 0, 0, 0, e.starts, e.ends, e.title, NULL, NULL, ''
      FROM schedule_schoolevent e WHERE e.room_id = ANY (%(rooms)s) AND e.first_day <= %(last)s AND e.last_day >= %(first)s
    UNION ALL
    SELECT 'free', c.room_id, f.first_day, f.last_day, NULL, f.kind, '', 0, 0, 0, NULL, NULL, f.name, NULL, NULL, ''
      FROM apprenticeships_schoolclass c JOIN schedule_freeday f ON f.school_id = c.school_id
     WHERE c.room_id = ANY (%(rooms)s) AND f.first_day <= %(last)s AND f.last_day >= %(first)s
    UNION ALL
    SELECT 'closed', c.room_id, k.first_day, k.last_day, NULL, k.kind, '', 0, k.from_period, 0, NULL, NULL, k.text, NULL, NULL, ''
      FROM apprenticeships_schoolclass c JOIN schedule_closure k ON k.school_id = c.school_id
     WHERE c.room_id = ANY (%(rooms)s) AND k.first_day <= %(last)s AND k.last_day >= %(first)s AND k.withdrawn_at IS NULL
    UNION ALL
    SELECT 'time', c.room_id, NULL, NULL, NULL, '', '', 0, t.period, 0, t.starts, t.ends, '', NULL, NULL, ''
      FROM apprenticeships_schoolclass c JOIN schedule_lessontime t ON t.school_id = c.school_id
     WHERE c.room_id = ANY (%(rooms)s)"""
# The same of the classes in which somebody is, with the stays themselves and the firm's courses: a second statement cost more than its rows.
_STAYS = """
    WITH stay AS MATERIALIZED (
        SELECT e.room_id, greatest(e.first_day, make_date(c.school_year, 8, 1)) AS first_day,
               least(coalesce(e.last_day, 'infinity'), make_date(c.school_year + 1, 7, 31)) AS last_day, c.room_id AS class_room
          FROM apprenticeships_enrolment e JOIN apprenticeships_schoolclass c ON c.id = e.school_class_id
         WHERE e.room_id = ANY (%(rooms)s) AND e.first_day <= %(last)s AND coalesce(e.last_day, 'infinity') >= %(first)s)"""
_OF_STAYS = """
    UNION ALL
    SELECT 'stay', s.room_id, s.first_day, s.last_day, NULL, '', '', 0, 0, 0, NULL, NULL, '', NULL, NULL, s.class_room::text FROM stay s
    UNION ALL
    SELECT 'course', k.room_id, k.first_day, k.last_day, NULL, '', '', 0, 0, 0, k.starts, k.ends, k.title, NULL, NULL, k.place
      FROM schedule_course k WHERE k.room_id = ANY (%(rooms)s) AND k.first_day <= %(last)s AND k.last_day >= %(first)s"""
_CLASSES = "(SELECT array_agg(DISTINCT class_room) FROM stay)::uuid[]"
_CONTRACTS = _STAYS + _FACTS.replace("%(rooms)s", _CLASSES) + _OF_STAYS


@dataclass(frozen=True, slots=True)
class _Stay(Span):
    class_room_id: UUID


@dataclass(slots=True)
class _Known:
    """What was read: facts by the room of their class, stays and courses by the room of their apprenticeship."""

    facts: defaultdict[UUID, ClassFacts] = field(default_factory=lambda: defaultdict(ClassFacts))
    stays: defaultdict[UUID, list[_Stay]] = field(default_factory=lambda: defaultdict(list))
    courses: defaultdict[UUID, list[PlannedCourse]] = field(default_factory=lambda: defaultdict(list))

    def days_of(self, rooms: Iterable[UUID], first: date, last: date) -> dict[UUID, list[CalendarDay]]:
        """Returns every day of these classes."""
        return {room: days_of_class(self.facts[room], first=first, last=last, room_id=room) for room in rooms}


def class_days(class_room_ids: Collection[UUID], first: date, last: date) -> dict[UUID, list[CalendarDay]]:
    """Returns every day from `first` to `last` of each of these classes. One query, none without a class."""
    known = _Known()
    for row in _rows(_FACTS, class_room_ids, first, last):
        _add(known.facts[row[1]], row)
    return known.days_of(class_room_ids, first, last)


def contract_days(
    contract_room_ids: Collection[UUID], first: date, last: date
) -> dict[UUID, list[CalendarDay]]:
    """Returns every day from `first` to `last` of each of these apprenticeships, in the classes of that day, with its courses.

    Without a class a day knows only holidays. One query, none without an apprenticeship.
    """
    known = _known_of(contract_room_ids, first, last)
    stays, courses = known.stays, known.courses
    every = [stay for of_room in stays.values() for stay in of_room]
    # A contract lasts three years, its stay in a class one: only its days are put together.
    begins = max(first, min((stay.first_day for stay in every), default=first))
    ends = min(last, max((stay.last_day for stay in every), default=last))
    of_classes = known.days_of({stay.class_room_id for stay in every}, begins, ends)
    classless = _without_class(first, last)
    found = {}
    for room in contract_room_ids:
        days = _along(stays[room], of_classes, classless, begins) if room in stays else classless
        found[room] = [_with_courses(day, courses[room]) for day in days] if room in courses else list(days)
    return found


@lru_cache(maxsize=16)
def _without_class(first: date, last: date) -> tuple[CalendarDay, ...]:
    """Returns days with nothing but holidays: the same for everybody, kept in the process."""
    return tuple(days_of_class(ClassFacts(), first=first, last=last))


def _along(
    stays: Sequence[_Stay],
    of_classes: Mapping[UUID, Sequence[CalendarDay]],
    classless: Sequence[CalendarDay],
    begins: date,
) -> list[CalendarDay]:
    """Returns the days as the classes of each day have them; those of classes begin with `begins`."""
    days = []
    for without in classless:
        rooms = {stay.class_room_id for stay in stays if stay.covers(without.day)}
        at = (without.day - begins).days
        days.append(_both([of_classes[room][at] for room in sorted(rooms)]) if rooms else without)
    return days


def _both(days: list[CalendarDay]) -> CalendarDay:
    """Returns the one day of somebody who is in several classes on it: school if one of them has school, everything of all of them."""
    if len(days) == 1:
        return days[0]
    leading = next((day for day in days if day.school), days[0])
    lessons = sorted((lesson for day in days for lesson in day.lessons), key=lambda one: one.period)
    return replace(
        leading,
        lessons=tuple(lessons),
        events=tuple(dict.fromkeys(event for day in days for event in day.events)),
        classes=tuple(room for day in days for room in day.classes),
    )


def _with_courses(day: CalendarDay, courses: Iterable[PlannedCourse]) -> CalendarDay:
    found = tuple(one for one in courses if one.first_day <= day.day <= one.last_day)
    return replace(day, courses=found) if found else day


def _known_of(rooms: Collection[UUID], first: date, last: date) -> _Known:
    """Returns what is known of these apprenticeships and of the classes of their stays. One query."""
    known = _Known()
    for row in _rows(_CONTRACTS, rooms, first, last):
        what, room, begins, ends, *_, starts, until, title, _, _, note = row
        if what == "stay":
            known.stays[room].append(_Stay(begins, ends, UUID(note)))
        elif what == "course":
            known.courses[room].append(PlannedCourse(room, title, note, begins, ends, starts, until))
        else:
            _add(known.facts[room], row)
    return known


def _rows(statement: str, rooms: Collection[UUID], first: date, last: date) -> list[tuple[Any, ...]]:
    if not rooms:
        return []
    with connection.cursor() as cursor:
        cursor.execute(statement, {"rooms": list(rooms), "first": first, "last": last})
        return list(cursor.fetchall())


def _add(facts: ClassFacts, row: tuple[Any, ...]) -> None:
    """One row of the statement is among the facts of its class."""
    (
        what,
        _,
        first,
        last,
        days,
        kind,
        weeks,
        number,
        period,
        length,
        starts,
        ends,
        title,
        teachers,
        classrooms,
        note,
    ) = row
    if what == "period":
        facts.periods.append(Period(first, last, kind == "block", frozenset(days), weeks))
    elif what == "unit":
        where = (days[0], period, length, number, title, tuple(teachers), tuple(classrooms))
        facts.units.append(Unit(first, last, *where))
    elif what == "difference":
        instead = (number, title, tuple(teachers), tuple(classrooms), note)
        facts.differences.append(Difference(first, kind, period, length, *instead))
    elif what == "event":
        facts.events.append(Event(first, last, kind, title, starts, ends))
    elif what == "free":
        facts.free.append(Free(first, last, title or str(FreeDay.Kind(kind).label)))
    elif what == "closed":
        facts.closed.append(Closed(first, last, title or str(Closure.Kind(kind).label), period))
    else:
        facts.times[period] = (starts, ends)
