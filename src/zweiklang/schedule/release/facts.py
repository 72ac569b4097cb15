"""What the calendar knows of a day, as the law asks for it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from itertools import chain

from zweiklang.schedule.calendar.shapes import Basis, CalendarDay, LessonState, PlannedLesson
from zweiklang.schedule.release.shapes import (
    LESSON_MINUTES,
    MOST_LESSONS_OF_A_SHORT_DAY,
    BlockWeek,
    LessonFact,
    SchoolDayFacts,
    counting,
)


@dataclass(frozen=True, slots=True)
class Trainee:
    """What the law asks about the apprentice. `age` None: the reader may not know it; `travel_minutes` None: nobody said."""

    age: int | None
    daily_minutes: int
    travel_minutes: int | None = None


def facts_of(day: CalendarDay, week: Sequence[CalendarDay], *, trainee: Trainee) -> SchoolDayFacts:
    """Returns the facts of that day; `week` are the days from Monday to Sunday around it."""
    lessons = lesson_facts(day)
    return SchoolDayFacts(
        weekday=day.day.isoweekday(),
        lessons=lessons,
        age=trainee.age,
        daily_minutes=trainee.daily_minutes,
        travel_minutes=trainee.travel_minutes,
        second=any(_is_long(other) for other in week if other.day < day.day),
        block=_block(week),
        exam_minutes=_away_minutes(day, lessons),
        day=day.day,
    )


def lesson_facts(day: CalendarDay) -> tuple[LessonFact, ...]:
    """Returns the lessons of the day, each hour of the timetable once: groups that are taught at the same time are one lesson.

    An hour is held if one of the groups has it. Breaks inside a double lesson are shared between its two halves.
    """
    found: dict[int, LessonFact] = {}
    for period, fact in chain.from_iterable(_hours(lesson) for lesson in day.lessons):
        known = found.get(period)
        found[period] = _both(known, fact) if known else fact
    return tuple(found[period] for period in sorted(found))


def _both(one: LessonFact, other: LessonFact) -> LessonFact:
    return replace(one, held=one.held or other.held, planned=one.planned or other.planned)


def _hours(lesson: PlannedLesson) -> Iterable[tuple[int, LessonFact]]:
    begins, ends = _minutes(lesson.starts), _minutes(lesson.ends)
    if begins is None or ends is None or ends <= begins:
        begins, total = None, LESSON_MINUTES * lesson.length
    else:
        total = ends - begins
    planned = lesson.state is not LessonState.EXTRA
    for step in range(lesson.length):
        after, until = total * step // lesson.length, total * (step + 1) // lesson.length
        starts = None if begins is None else begins + after
        yield (
            lesson.period + step,
            LessonFact(starts, until - after, planned=planned, held=lesson.takes_place),
        )


def _is_long(day: CalendarDay) -> bool:
    held = tuple(one for one in lesson_facts(day) if one.held)
    return counting(held) > MOST_LESSONS_OF_A_SHORT_DAY


def _block(week: Sequence[CalendarDay]) -> BlockWeek | None:
    """Returns what a week in block has by plan; None for other weeks, and for a block of which nobody knows the lessons."""
    if not any(day.basis is Basis.BLOCK for day in week):
        return None
    of_days = [tuple(one for one in lesson_facts(day) if one.planned) for day in week]
    with_lessons = [lessons for lessons in of_days if lessons]
    if not with_lessons:
        return None
    cancelled = any(not one.held for lessons in with_lessons for one in lessons)
    return BlockWeek(sum(counting(lessons) for lessons in with_lessons), len(with_lessons), cancelled)


def _away_minutes(day: CalendarDay, lessons: tuple[LessonFact, ...]) -> int | None:
    """Returns the minutes of courses outside firm and school, and of exams on a day without lessons; None where nobody said when they are."""
    spans = [_between(one.starts, one.ends) for one in day.courses]
    if not any(one.held for one in lessons):
        spans += [_between(one.starts, one.ends) for one in day.exams]
    known = [minutes for minutes in spans if minutes]
    return sum(known) if known else None


def _between(starts: time | None, ends: time | None) -> int | None:
    first, last = _minutes(starts), _minutes(ends)
    return None if first is None or last is None else max(0, last - first)


def _minutes(at: time | None) -> int | None:
    return None if at is None else at.hour * 60 + at.minute


def age_on(born_on: date, day: date) -> int:
    """Returns how old somebody born then is on that day."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))
