"""The calendar of one: the days of a class, of an apprentice, of a teacher, lesson by lesson."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from zweiklang.kernel import formats
from zweiklang.kernel.clock import today
from zweiklang.schedule.calendar.days import class_days
from zweiklang.schedule.calendar.linking import on_day
from zweiklang.schedule.calendar.moving import from_to
from zweiklang.schedule.calendar.places import Mark, Place, Where, where_class, where_is
from zweiklang.schedule.calendar.reading import Teaching, teaching_of
from zweiklang.schedule.calendar.shapes import CalendarDay, LessonState, PlannedLesson

STATES = {
    LessonState.PLANNED: ("", ""),
    LessonState.CANCELLED: ("entfällt", "danger"),
    LessonState.CHANGED: ("geändert", "warning"),
    LessonState.EXTRA: ("zusätzlich", "info"),
}
TALLEST = 4


@dataclass(frozen=True, slots=True)
class LessonLine:
    """A lesson in ready words. `state` and `tone` are empty for one as planned; `tall` how many lessons it lasts, four at most."""

    when: str
    times: str
    subject: str
    details: str
    state: str
    tone: str
    notes: tuple[str, ...]
    tall: int
    school_class: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class AgendaDay:
    """A day with its lessons. `href` leads to what the day means, where there is something to say."""

    slug: str
    weekday: str
    label: str
    today: bool
    where: Where | None
    lessons: tuple[LessonLine, ...]
    extras: tuple[str, ...]
    href: str = ""


def line_of(lesson: PlannedLesson) -> LessonLine:
    """Returns the lesson in ready words."""
    last = lesson.last_period
    when = f"{lesson.period}. Stunde" if lesson.length == 1 else f"{lesson.period}.–{last}. Stunde"
    state, tone = STATES[lesson.state]
    before = f"vorher: {lesson.was}" if lesson.state is LessonState.CHANGED else lesson.was
    return LessonLine(
        when=when,
        times=from_to(lesson.starts, lesson.ends),
        subject=lesson.subject or "Unterricht",
        details=" · ".join(filter(None, [", ".join(lesson.teachers), ", ".join(lesson.classrooms)])),
        state=state,
        tone=tone,
        notes=tuple(filter(None, [before, lesson.note])),
        tall=min(lesson.length, TALLEST),
    )


def agenda_of_class(days: Iterable[CalendarDay]) -> list[AgendaDay]:
    """Returns these days of a class."""
    return [_agenda_day(day, where_class(day)) for day in days if _worth(day)]


def agenda_of_room(
    days: Iterable[CalendarDay], marks: Mapping[date, list[Mark]], links: Mapping[date, str]
) -> list[AgendaDay]:
    """Returns these days of an apprentice, with absences as far as they are open."""
    return [
        _agenda_day(day, where_is(day, marks.get(day.day, ())), links.get(day.day, ""))
        for day in days
        if _worth(day)
    ]


def _worth(day: CalendarDay) -> bool:
    """Monday to Friday, and a weekend on which there is anything."""
    return day.day.weekday() < 5 or day.school or bool(day.events or day.courses or day.lessons)


def _agenda_day(day: CalendarDay, where: Where, href: str = "") -> AgendaDay:
    extras = [_times_and(course.title, course.place, course.starts, course.ends) for course in day.courses]
    extras += [_times_and(event.title, "", event.starts, event.ends) for event in day.events]
    return AgendaDay(
        slug=day.day.isoformat(),
        weekday=formats.WEEKDAY_NAMES[day.day.weekday()],
        label=f"{day.day.day}. {formats.MONTHS[day.day.month - 1]}",
        today=day.day == today(),
        where=where,
        lessons=tuple(line_of(lesson) for lesson in day.lessons),
        extras=tuple(dict.fromkeys([*where.notes, *(text for text in extras if text not in where.notes)])),
        href=href,
    )


def _times_and(title: str, place: str, starts: object, ends: object) -> str:
    words = f"{title}, {place}" if place else title
    span = from_to(starts, ends)  # type: ignore[arg-type]  # times of the row
    return f"{words} ({span})" if span else words


def agenda_of_teacher(person_id: UUID, *, first: date, last: date) -> tuple[list[AgendaDay], list[Teaching]]:
    """Returns the person's own lessons over all classes, by day, and what they teach. Two queries."""
    teaching = teaching_of(person_id, first, last)
    of_classes = class_days({one.class_room_id for one in teaching}, first, last)
    days = []
    for at in range((last - first).days + 1):
        lines = [
            (lesson, one)
            for one in _distinct(teaching)
            for lesson in of_classes[one.class_room_id][at].lessons
            if _own(lesson, one, teaching)
        ]
        day = date.fromordinal(first.toordinal() + at)
        if day.weekday() < 5 or lines:
            days.append(_teachers_day(day, lines))
    return days, teaching


def _distinct(teaching: Iterable[Teaching]) -> list[Teaching]:
    """Returns one entry a class."""
    return list({one.class_room_id: one for one in teaching}.values())


def _own(lesson: PlannedLesson, in_class: Teaching, teaching: Iterable[Teaching]) -> bool:
    """Returns whether the person holds the lesson, or would have held it: by the abbreviation, without one by the subject."""
    of_class = [one for one in teaching if one.class_room_id == in_class.class_room_id]
    held_by = {*lesson.teachers, *lesson.planned_teachers}
    return any(
        one.code in held_by
        if one.code
        else bool(one.subject) and one.subject.casefold() == lesson.subject.casefold()
        for one in of_class
    )


def _teachers_day(day: date, lines: list[tuple[PlannedLesson, Teaching]]) -> AgendaDay:
    found = sorted(lines, key=lambda line: (line[0].period, line[1].label))
    return AgendaDay(
        slug=day.isoformat(),
        weekday=formats.WEEKDAY_NAMES[day.weekday()],
        label=f"{day.day}. {formats.MONTHS[day.month - 1]}",
        today=day == today(),
        where=None,
        lessons=tuple(_in_class(line_of(lesson), one, day) for lesson, one in found),
        extras=(),
    )


def _in_class(line: LessonLine, one: Teaching, day: date) -> LessonLine:
    address = on_day("calendar:class_week", one.class_room_id, day)
    return LessonLine(
        line.when, line.times, line.subject, line.details, line.state, line.tone, line.notes, line.tall,
        school_class=f"Klasse {one.label}", href=address,
    )  # fmt: skip


def anywhere(days: Iterable[AgendaDay]) -> bool:
    """Returns whether anything at all is known of these days."""
    return any(day.lessons or day.extras or (day.where and day.where.place is not Place.OPEN) for day in days)
