"""What holds when facts of a day meet. Pure: no reading, no clock.

Is there school? The first line that fits decides; a closure (last line) is asked only where the others say yes:

| | Fact | School | `basis` |
|---|---|---|---|
| 1 | event "zusätzlicher Schultag" | yes | extra |
| 2 | public holiday of Hesse | no | public_holiday |
| 3 | school holidays of Hesse | no | school_holiday |
| 4 | free day of the school (beweglicher Ferientag) | no | free_day |
| 5 | event "unterrichtsfrei" without times | no | free_event |
| 6 | a block covers the day (Monday to Friday, or its weekdays) | yes | block |
| 7 | weekly school days cover it, in this (odd, even) week | yes | weekly |
| 8 | the class has neither, and lessons that weekday | yes | timetable |
| 9 | extra lessons on that day | yes | extra |
| 10 | nothing | no | none |
| 0 | the school is closed all day | no | closure |

Which lessons? The timetable that is valid on that day, lesson by lesson; then what is different on the day; then a closure from a
lesson on and events "unterrichtsfrei" with times take away what is left. Lines 5 and 0 leave the lessons visible as cancelled.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby
from uuid import UUID

from zweiklang.kernel.hesse import public_holiday, school_holiday
from zweiklang.schedule.calendar.facts import ClassFacts, Closed, Difference, Event, Period, Unit
from zweiklang.schedule.calendar.shapes import (
    Basis,
    CalendarDay,
    LessonState,
    PlannedEvent,
    PlannedLesson,
)

WORKING_WEEK = frozenset({1, 2, 3, 4, 5})
WORDS = {Basis.BLOCK: "Blockunterricht", Basis.WEEKLY: "Schultag", Basis.TIMETABLE: "Schultag"}
MORE_LESSONS = "zusätzlicher Unterricht"


def days_between(first: date, last: date) -> Iterator[date]:
    """Yields every day from the first to the last, both included."""
    for step in range((last - first).days + 1):
        yield first + timedelta(days=step)


def days_of_class(
    facts: ClassFacts, *, first: date, last: date, room_id: UUID | None = None
) -> list[CalendarDay]:
    """Returns every day from `first` to `last` of the class with these facts."""
    sorted_out = _Sorted(facts)
    classes = (room_id,) if room_id else ()
    return [_day(sorted_out, day, classes) for day in days_between(first, last)]


class _Sorted:
    """Facts as a day asks for them."""

    def __init__(self, facts: ClassFacts) -> None:
        self.facts = facts
        self.units: defaultdict[int, list[Unit]] = defaultdict(list)
        for unit in facts.units:
            self.units[unit.weekday].append(unit)
        self.differences: defaultdict[date, list[Difference]] = defaultdict(list)
        for one in facts.differences:
            self.differences[one.day].append(one)

    def lessons_on(self, day: date) -> list[Unit]:
        """Returns the timetable of that day."""
        return [unit for unit in self.units.get(day.isoweekday(), ()) if unit.covers(day)]


@dataclass(frozen=True, slots=True)
class _Verdict:
    school: bool
    basis: Basis
    why: str = ""


_NOTHING = _Verdict(False, Basis.NONE)
_PLANNED = {basis: _Verdict(True, basis, words) for basis, words in WORDS.items()}


def _day(known: _Sorted, day: date, classes: tuple[UUID, ...]) -> CalendarDay:
    # A year of five classes is 1,800 days, and most have none of either: what is not there is not gone through.
    events = [one for one in known.facts.events if one.covers(day)] if known.facts.events else []
    closed = [one for one in known.facts.closed if one.covers(day)] if known.facts.closed else []
    verdict, part = _usual(known, day, events), None
    if closed:
        whole = next((one for one in closed if one.from_period is None), None)
        verdict = _Verdict(False, Basis.CLOSURE, whole.why) if verdict.school and whole else verdict
        part = min((one for one in closed if one.from_period is not None), key=_from_period, default=None)
    return CalendarDay(
        day=day,
        school=verdict.school,
        why=verdict.why,
        free=not verdict.school and verdict.basis is not Basis.NONE,
        lessons=_lessons(known, day, events, part, verdict),
        events=tuple(
            PlannedEvent(e.kind, e.title, e.first_day, e.last_day, e.starts, e.ends) for e in events
        ),
        basis=verdict.basis,
        holiday=public_holiday(day),
        closed_from=part.from_period if part and verdict.school else None,
        classes=classes,
        known=bool(known.facts.periods or known.facts.units),
    )


def _from_period(closed: Closed) -> int:
    return closed.from_period or 0


def _usual(known: _Sorted, day: date, events: Sequence[Event]) -> _Verdict:
    """Returns what lines 1 to 10 say of the day."""
    extra = next((one for one in events if one.kind == "extra"), None) if events else None
    if extra:
        return _Verdict(True, Basis.EXTRA, extra.title)
    return _off(known, day, events) or _planned(known, day)


def _off(known: _Sorted, day: date, events: Sequence[Event]) -> _Verdict | None:
    if name := public_holiday(day):
        return _Verdict(False, Basis.PUBLIC_HOLIDAY, name)
    if name := school_holiday(day):
        return _Verdict(False, Basis.SCHOOL_HOLIDAY, name)
    if known.facts.free and (free := next((one for one in known.facts.free if one.covers(day)), None)):
        return _Verdict(False, Basis.FREE_DAY, free.name)
    if events and (event := next((one for one in events if one.kind == "free" and one.all_day), None)):
        return _Verdict(False, Basis.FREE_EVENT, event.title)
    return None


def _planned(known: _Sorted, day: date) -> _Verdict:
    covering = [one for one in known.facts.periods if one.covers(day) and _holds(one, day)]
    if covering:
        basis = Basis.BLOCK if any(one.block for one in covering) else Basis.WEEKLY
        return _PLANNED[basis]
    if not known.facts.periods and known.lessons_on(day):
        return _PLANNED[Basis.TIMETABLE]
    if day in known.differences and any(one.kind == "extra" for one in known.differences[day]):
        return _Verdict(True, Basis.EXTRA, MORE_LESSONS)
    return _NOTHING


def _holds(period: Period, day: date) -> bool:
    weekdays = period.weekdays or (WORKING_WEEK if period.block else frozenset())
    if day.isoweekday() not in weekdays:
        return False
    return period.weeks == "every" or (day.isocalendar().week % 2 == 1) == (period.weeks == "odd")


@dataclass(frozen=True, slots=True)
class _Slot:
    """One lesson of one subject: what a double lesson consists of."""

    period: int
    number: int
    subject: str
    teachers: tuple[str, ...]
    classrooms: tuple[str, ...]
    state: LessonState = LessonState.PLANNED
    was: str = ""
    note: str = ""
    planned: tuple[str, ...] = ()


def _lessons(
    known: _Sorted, day: date, events: Iterable[Event], part: Closed | None, verdict: _Verdict
) -> tuple[PlannedLesson, ...]:
    taken_away = verdict.basis in (Basis.CLOSURE, Basis.FREE_EVENT)
    if not verdict.school and not (
        taken_away and (verdict.basis is Basis.CLOSURE or _planned(known, day).school)
    ):
        return ()
    slots = _changed(_slots(known.lessons_on(day)), known.differences.get(day, ()))
    if taken_away:
        slots = [_taken(slot, verdict.why) for slot in slots]
    if part and part.from_period is not None:
        slots = [_taken(s, part.why) if s.period >= part.from_period else s for s in slots]
    for event in events:
        if event.kind == "free" and not event.all_day:
            slots = [_taken(s, event.title) if _meets(s, event, known) else s for s in slots]
    return tuple(_joined(slots, known))


def _slots(units: Iterable[Unit]) -> list[_Slot]:
    return [
        _Slot(
            unit.period + step,
            unit.number,
            unit.subject,
            unit.teachers,
            unit.classrooms,
            planned=unit.teachers,
        )
        for unit in units
        for step in range(unit.length)
    ]


def _changed(slots: list[_Slot], differences: Iterable[Difference]) -> list[_Slot]:
    """Returns the lessons with what is different on the day: extra ones last, so that they are not changed themselves."""
    for one in sorted(differences, key=lambda one: one.kind == "extra"):
        if one.kind == "extra":
            slots = slots + [
                _Slot(
                    p, one.number, one.subject, one.teachers, one.classrooms, LessonState.EXTRA, "", one.note
                )
                for p in range(one.period, one.period + one.length)
            ]
        else:
            slots = [_differing(slot, one) if _concerns(one, slot) else slot for slot in slots]
    return slots


def _concerns(one: Difference, slot: _Slot) -> bool:
    return one.period <= slot.period < one.period + one.length and one.number in (0, slot.number)


def _differing(slot: _Slot, one: Difference) -> _Slot:
    if one.kind == "cancelled":
        return replace(slot, state=LessonState.CANCELLED, note=one.note)
    return replace(
        slot,
        subject=one.subject or slot.subject,
        teachers=one.teachers or slot.teachers,
        classrooms=one.classrooms or slot.classrooms,
        state=LessonState.CHANGED,
        was=slot.was or in_words(slot.subject, slot.teachers, slot.classrooms),
        note=one.note,
    )


def in_words(subject: str, teachers: Iterable[str], classrooms: Iterable[str]) -> str:
    """Returns "Mathematik bei MÜL in R 101", without what is not known."""
    by, where = ", ".join(teachers), ", ".join(classrooms)
    return " ".join(filter(None, [subject or "Unterricht", by and f"bei {by}", where and f"in {where}"]))


def _taken(slot: _Slot, why: str) -> _Slot:
    """Returns the lesson as one that does not take place; one that was cancelled anyway stays as it is."""
    if slot.state is LessonState.CANCELLED:
        return slot
    return replace(slot, state=LessonState.CANCELLED, was=why)


def _meets(slot: _Slot, event: Event, known: _Sorted) -> bool:
    times = known.facts.times.get(slot.period)
    if times is None:
        return False
    starts, ends = times
    return (event.ends is None or starts < event.ends) and (event.starts is None or ends > event.starts)


def _joined(slots: list[_Slot], known: _Sorted) -> Iterator[PlannedLesson]:
    """Yields lessons in a row that are alike as one, by period."""

    def alike(slot: _Slot) -> tuple[object, ...]:
        return (slot.number, slot.subject, slot.teachers, slot.classrooms, slot.state, slot.was, slot.note)

    found = []
    for _, same in groupby(sorted(slots, key=lambda s: (*map(str, alike(s)), s.period)), key=alike):
        row: list[_Slot] = []
        for slot in same:
            if row and slot.period == row[-1].period:
                continue
            if row and slot.period != row[-1].period + 1:
                found.append(_lesson(row, known))
                row = []
            row.append(slot)
        found.append(_lesson(row, known))
    yield from sorted(found, key=lambda one: (one.period, one.state is LessonState.CANCELLED, one.subject))


def _lesson(row: list[_Slot], known: _Sorted) -> PlannedLesson:
    first, last = row[0], row[-1]
    starts, ends = known.facts.times.get(first.period), known.facts.times.get(last.period)
    return PlannedLesson(
        period=first.period,
        length=len(row),
        starts=starts[0] if starts else None,
        ends=ends[1] if ends else None,
        subject=first.subject,
        teachers=first.teachers,
        classrooms=first.classrooms,
        state=first.state,
        was=first.was,
        note=first.note,
        planned_teachers=first.planned,
    )
