"""What stands in a feed. Pure: whatever was not switched on cannot come out, because it is never put in.

Without names and subjects: "Berufsschule", "Überbetrieblicher Kurs", "Prüfung", for several apprentices a number of them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from itertools import chain, groupby
from uuid import UUID

from zweiklang.schedule.calendar.shapes import (
    CalendarDay,
    LessonState,
    PlannedCourse,
    PlannedEvent,
    PlannedLesson,
)
from zweiklang.schedule.feeds.shapes import FeedEvent, Material, Share, Switches, Told
from zweiklang.schedule.planning.wording import lessons

SCHOOL, COURSE, EXAM, OTHER, TEACHING = (
    "Berufsschule",
    "Überbetrieblicher Kurs",
    "Prüfung",
    "Termin der Berufsschule",
    "Unterricht",
)
CANCELLED = "{} fällt aus"
_BECAME = {
    LessonState.CANCELLED: " (fällt aus)",
    LessonState.CHANGED: " (geändert)",
    LessonState.EXTRA: " (zusätzlich)",
}
MOST_SINGLY = 8
"""Of more apprentices than this nobody wants an event each."""
_SILENT = frozenset({"free", "extra"})
"""Kinds of events that only decide whether there is school; the day itself says so."""


def events_of(material: Material, switches: Switches) -> list[FeedEvent]:
    """Returns the events of a feed in order of their days."""
    own = [share for share in material.shares if share.own]
    others = [share for share in material.shares if not share.own]
    single = len(others) == 1 or (switches.names and len(others) <= MOST_SINGLY)
    parts = chain(
        chain.from_iterable(_one(share, switches, material.told) for share in own),
        chain.from_iterable(_one(share, switches, material.told) for share in others)
        if single
        else _numbers(others, switches, material.told),
        chain.from_iterable(_teaching(share, switches, material.told) for share in material.classes),
    )
    return sorted(parts, key=lambda one: (one.first_day, one.starts or time(), one.of))


# --- One apprentice -----------------------------------------------------------------------------------------------


def _one(share: Share, switches: Switches, told: Mapping[UUID, Sequence[Told]]) -> Iterator[FeedEvent]:
    whose = f": {share.name}" if switches.names and not share.own else ""
    for day in share.days:
        versions = _told_of(told, (share.room_id, *day.classes), day.day)
        found = _school_day(share, day, switches)
        for event in found:
            yield replace(_versioned(event, versions), summary=event.summary + whose, busy=share.own)
    yield from _courses([share], switches, told, whose)
    yield from _dates(share, switches, told, whose)


def _school_day(share: Share, day: CalendarDay, switches: Switches) -> list[FeedEvent]:
    planned = day.lessons
    if not day.school and not planned:
        return []
    if switches.subjects and share.own and planned and all(one.starts and one.ends for one in planned):
        return [_lesson(share, day, lesson, number, switches) for number, lesson in enumerate(planned)]
    cancelled = not day.school or day.nothing_held
    begin, end = _times(planned if cancelled else day.held)
    return [
        FeedEvent(
            f"{share.room_id}:school:{day.day}",
            CANCELLED.format(SCHOOL) if cancelled else SCHOOL,
            day.day,
            day.day,
            begin,
            end,
            description="\n".join(_line(lesson, switches) for lesson in planned) if switches.subjects else "",
            cancelled=cancelled,
        )
    ]


def _times(lessons: Iterable[PlannedLesson]) -> tuple[time | None, time | None]:
    """From the first lesson to the last; nothing where one of them has no times."""
    known = list(lessons)
    starts = [one.starts for one in known if one.starts]
    ends = [one.ends for one in known if one.ends]
    if not known or len(starts) < len(known) or len(ends) < len(known):
        return None, None
    return min(starts), max(ends)


def _lesson(
    share: Share, day: CalendarDay, lesson: PlannedLesson, number: int, switches: Switches
) -> FeedEvent:
    held = lesson.takes_place and day.school
    subject = lesson.subject or TEACHING if switches.subjects else TEACHING
    doubled = any(one.period == lesson.period for one in day.lessons[:number])
    return FeedEvent(
        f"{share.room_id}:lesson:{day.day}:{lesson.period}{f'.{number}' if doubled else ''}",
        subject if held else CANCELLED.format(subject),
        day.day,
        day.day,
        lesson.starts,
        lesson.ends,
        description=_with_teachers(lesson) if switches.names else "",
        location=", ".join(lesson.classrooms),
        cancelled=not held,
    )


def _line(lesson: PlannedLesson, switches: Switches) -> str:
    """Returns "3.–4. Stunde: Mathematik, R 101" and what became of it."""
    where = f", {', '.join(lesson.classrooms)}" if lesson.classrooms else ""
    who = f" {_with_teachers(lesson)}" if switches.names and lesson.teachers else ""
    became = _BECAME.get(lesson.state, "")
    return f"{lessons(lesson.period, lesson.length)}: {lesson.subject or TEACHING}{where}{who}{became}"


def _with_teachers(lesson: PlannedLesson) -> str:
    return f"bei {', '.join(lesson.teachers)}" if lesson.teachers else ""


# --- Several apprentices ---------------------------------------------------------------------------


def _numbers(
    shares: Sequence[Share], switches: Switches, told: Mapping[UUID, Sequence[Told]]
) -> Iterator[FeedEvent]:
    """On each day how many are at school, how many on a course. Which of them, it says below, and only with names switched on."""
    days = sorted(((day.day, share, day) for share in shares for day in share.days), key=lambda one: one[0])
    for day, group in groupby(days, key=lambda one: one[0]):
        there = [(share, one) for _, share, one in group]
        at_school = [pair for pair in there if pair[1].school and not pair[1].nothing_held]
        on_course = [pair for pair in there if pair[1].courses]
        for name, pairs in ((SCHOOL, at_school), (COURSE, on_course)):
            if pairs:
                rooms = chain.from_iterable((share.room_id, *one.classes) for share, one in there)
                who = "\n".join(share.name for share, _ in pairs) if switches.names else ""
                event = FeedEvent(
                    f"{name}:{day}", f"{name}: {_people(len(pairs))}", day, day, description=who, busy=False
                )
                yield _versioned(event, _told_of(told, rooms, day))


def _people(number: int) -> str:
    return "eine Person" if number == 1 else f"{number} Auszubildende"


# --- Courses and dates --------------------------------------------------------------------------------------------


def _courses(
    shares: Sequence[Share], switches: Switches, told: Mapping[UUID, Sequence[Told]], whose: str
) -> Iterator[FeedEvent]:
    for share in shares:
        courses: dict[PlannedCourse, None] = dict.fromkeys(
            chain.from_iterable(day.courses for day in share.days)
        )
        for course in courses:
            event = FeedEvent(
                f"{share.room_id}:course:{course.first_day}",
                f"{COURSE}{whose}",
                course.first_day,
                course.last_day,
                description=course.title if switches.subjects else "",
                location=course.place if switches.subjects else "",
                busy=share.own,
            )
            yield _versioned(event, _told_of(told, (share.room_id,), course.first_day, course.last_day))


def _dates(
    share: Share, switches: Switches, told: Mapping[UUID, Sequence[Told]], whose: str
) -> Iterator[FeedEvent]:
    """Exams and other dates of the class, each once, however many days it takes."""
    seen: dict[PlannedEvent, CalendarDay] = {}
    for day in share.days:
        for event in day.events:
            if event.kind not in _SILENT:
                seen.setdefault(event, day)
    for number, (event, day) in enumerate(seen.items()):
        general = EXAM if event.kind == "exam" else OTHER
        rooms = (share.room_id, *day.classes)
        same = sum(other.first_day == event.first_day for other in list(seen)[:number])
        found = FeedEvent(
            f"{share.room_id}:date:{event.kind}:{event.first_day}:{same}",
            (event.title if switches.subjects and event.title else general) + whose,
            event.first_day,
            event.last_day,
            event.starts,
            event.ends,
            busy=share.own,
        )
        yield _versioned(found, _told_of(told, rooms, event.first_day, event.last_day))


# --- A teacher's classes ------------------------------------------------------------------------------------------


def _teaching(share: Share, switches: Switches, told: Mapping[UUID, Sequence[Told]]) -> Iterator[FeedEvent]:
    """The days of a class hold a teacher's own lessons only; the class is a name."""
    whose = f" ({share.name})" if switches.names else ""
    for day in share.days:
        versions = _told_of(told, (share.room_id,), day.day)
        for number, lesson in enumerate(day.lessons):
            event = _lesson(share, day, lesson, number, replace(switches, names=False))
            place = event.location if switches.subjects else ""
            yield replace(_versioned(event, versions), summary=event.summary + whose, location=place)
    yield from _dates(share, switches, told, whose)


# --- What has changed ---------------------------------------------------------------------------------------------


def _told_of(
    told: Mapping[UUID, Sequence[Told]], rooms: Iterable[UUID], first: date, last: date | None = None
) -> list[datetime]:
    """When people were told of changes that touch these days of one of the rooms."""
    last = last or first
    return [
        one.at
        for room in dict.fromkeys(rooms)
        for one in told.get(room, ())
        if one.first_day <= last and one.last_day >= first
    ]


def _versioned(event: FeedEvent, versions: Sequence[datetime]) -> FeedEvent:
    return replace(event, version=len(versions), changed=max(versions)) if versions else event
