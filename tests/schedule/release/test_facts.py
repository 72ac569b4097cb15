"""From days of the calendar to what the law asks about."""

from datetime import date, time, timedelta
from uuid import UUID

from zweiklang.schedule.calendar.shapes import (
    Basis,
    CalendarDay,
    LessonState,
    PlannedCourse,
    PlannedEvent,
    PlannedLesson,
)
from zweiklang.schedule.release.facts import Trainee, age_on, facts_of, lesson_facts
from zweiklang.schedule.release.shapes import BlockWeek, LessonFact, SchoolDayFacts

MONDAY = date(2026, 11, 16)
SOMEBODY = Trainee(age=17, daily_minutes=480)
CANCELLED, EXTRA = LessonState.CANCELLED, LessonState.EXTRA
ROOM = UUID(int=1)


def lesson(period: int, state: LessonState = LessonState.PLANNED, *, length: int = 1) -> PlannedLesson:
    """Returns lessons of 45 minutes without breaks, the first of the day from 8:00."""
    begins = 480 + (period - 1) * 45
    ends = begins + length * 45
    times = (time(at // 60, at % 60) for at in (begins, ends))
    return PlannedLesson(period, length, *times, "Fach", (), (), state)


def day_of(at: int, *lessons: PlannedLesson, basis: Basis = Basis.WEEKLY) -> CalendarDay:
    return CalendarDay(MONDAY + timedelta(days=at), bool(lessons), lessons=lessons, basis=basis)


def week_of(*days: CalendarDay) -> list[CalendarDay]:
    known = {day.day.weekday(): day for day in days}
    return [known.get(at, CalendarDay(MONDAY + timedelta(days=at), False)) for at in range(7)]


def facts_on(at: int, *days: CalendarDay) -> SchoolDayFacts:
    week = week_of(*days)
    return facts_of(week[at], week, trainee=SOMEBODY)


def test_a_double_lesson_is_two_with_the_time_between_them_shared() -> None:
    with_break = PlannedLesson(1, 2, time(7, 45), time(9, 20), "Fach", (), ())
    facts = lesson_facts(day_of(0, with_break))
    assert facts == (LessonFact(465, 47), LessonFact(512, 48))


def test_an_hour_is_held_if_one_of_the_groups_has_it() -> None:
    both = lesson_facts(day_of(0, lesson(1, CANCELLED), lesson(1)))
    assert [one.held for one in both] == [True]
    neither = lesson_facts(day_of(0, lesson(1, CANCELLED), lesson(1, CANCELLED)))
    assert [one.held for one in neither] == [False]


def test_an_extra_lesson_beside_a_cancelled_one_keeps_the_plan() -> None:
    [fact] = lesson_facts(day_of(0, lesson(1, CANCELLED), lesson(1, EXTRA)))
    assert (fact.planned, fact.held) == (True, True)
    [alone] = lesson_facts(day_of(0, lesson(1, EXTRA)))
    assert not alone.planned


def test_only_the_first_long_day_of_a_week_is_the_free_one() -> None:
    days = [day_of(at, lesson(1, length=6)) for at in (0, 2)]
    assert not facts_on(0, *days).second
    assert facts_on(2, *days).second


def test_a_day_whose_lessons_were_cancelled_leaves_the_free_day_to_the_next() -> None:
    days = [day_of(0, lesson(1, length=5), lesson(6, CANCELLED)), day_of(2, lesson(1, length=6))]
    assert not facts_on(2, *days).second


def test_a_block_week_is_counted_by_plan() -> None:
    days = [day_of(at, lesson(1, length=7), basis=Basis.BLOCK) for at in range(4)]
    days.append(day_of(4, lesson(1, CANCELLED, length=7), basis=Basis.CLOSURE))
    assert facts_on(4, *days).block == BlockWeek(35, 5, cancelled=True)
    assert facts_on(0, *days[:4]).block == BlockWeek(28, 4)
    # Extra lessons are no plan.
    more = day_of(0, lesson(1, length=7), lesson(8, EXTRA), basis=Basis.BLOCK)
    assert facts_on(0, more, *days[1:4]).block == BlockWeek(28, 4)


def test_other_weeks_and_blocks_without_lessons_are_no_block_weeks() -> None:
    assert facts_on(0, day_of(0, lesson(1, length=6))).block is None
    assert facts_on(0, CalendarDay(MONDAY, True, basis=Basis.BLOCK)).block is None


def test_courses_and_exams_away_from_school_take_their_time() -> None:
    course = PlannedCourse(ROOM, "Metall 1", "", MONDAY, MONDAY, time(8), time(15, 30))
    exam = PlannedEvent("exam", "Teil 1", MONDAY, MONDAY, time(9), time(11))
    away = CalendarDay(MONDAY, False, courses=(course,))
    assert facts_of(away, week_of(away), trainee=SOMEBODY).exam_minutes == 450
    examined = CalendarDay(MONDAY, True, events=(exam,))
    assert facts_of(examined, week_of(examined), trainee=SOMEBODY).exam_minutes == 120
    # In school an exam is part of the lessons.
    lessons = CalendarDay(MONDAY, True, lessons=(lesson(1, length=4),), events=(exam,))
    assert facts_of(lessons, week_of(lessons), trainee=SOMEBODY).exam_minutes is None
    untimed = CalendarDay(MONDAY, False, courses=(PlannedCourse(ROOM, "M", "", MONDAY, MONDAY),))
    assert facts_of(untimed, week_of(untimed), trainee=SOMEBODY).exam_minutes is None


def test_a_birthday_changes_the_age_on_its_day() -> None:
    assert age_on(date(2008, 11, 16), date(2026, 11, 15)) == 17
    assert age_on(date(2008, 11, 16), date(2026, 11, 16)) == 18
