"""What holds when facts of a day meet: precedence of school days, and what becomes of lessons. Days of the school year 2026/27."""

from collections.abc import Callable
from datetime import date, time

import pytest

from zweiklang.schedule.calendar.combining import MORE_LESSONS, days_of_class
from zweiklang.schedule.calendar.facts import ClassFacts, Closed, Difference, Event, Free, Period, Unit
from zweiklang.schedule.calendar.shapes import Basis, CalendarDay, LessonState

THURSDAY = date(2026, 11, 26)  # ISO week 48
FRIDAY = date(2026, 11, 27)
SATURDAY = date(2026, 11, 28)
WEDNESDAY = date(2026, 11, 25)
NEXT_THURSDAY = date(2026, 12, 3)
AUTUMN = date(2026, 10, 8)  # a Thursday in the autumn holidays
YEAR = (date(2026, 8, 1), date(2027, 7, 31))
TIMES = {n: (time(7 + n, 0), time(7 + n, 45)) for n in range(1, 9)}


def unit(
    period: int = 1, length: int = 2, subject: str = "Mathematik", number: int = 7, weekday: int = 4
) -> Unit:
    return Unit(*YEAR, weekday, period, length, number, subject, ("MÜL",), ("R 101",))


def weekly(*weekdays: int, weeks: str = "every") -> Period:
    return Period(*YEAR, block=False, weekdays=frozenset(weekdays), weeks=weeks)


def block(first: date, last: date, *weekdays: int) -> Period:
    return Period(first, last, block=True, weekdays=frozenset(weekdays))


def event(
    kind: str, title: str = "Wandertag", *, starts: time | None = None, ends: time | None = None
) -> Event:
    return Event(THURSDAY, THURSDAY, kind, title, starts, ends)


def different(
    kind: str, *, period: int = 1, length: int = 1, number: int = 0, **values: object
) -> Difference:
    instead = {"subject": "", "teachers": (), "classrooms": (), "note": ""} | values
    return Difference(THURSDAY, kind, period, length, number, **instead)


def on(day: date, facts: ClassFacts) -> CalendarDay:
    return days_of_class(facts, first=day, last=day)[0]


def thursday(**more: object) -> CalendarDay:
    """A Thursday with two lessons of mathematics, and what else is given."""
    facts = ClassFacts(periods=[weekly(4)], units=[unit()], times=TIMES)
    for name, value in more.items():
        setattr(facts, name, value)
    return on(THURSDAY, facts)


def outline(day: CalendarDay) -> list[tuple[int, int, str, str]]:
    return [(one.period, one.length, one.subject, str(one.state)) for one in day.lessons]


F, THU = ClassFacts, THURSDAY
TH, FR = [weekly(4)], [weekly(5)]
FLEXIBLE, STORM = Free(THU, THU, "Ferientag"), Closed(THU, THU, "Sturm")
SEPTEMBER = (date(2026, 9, 1), date(2026, 9, 11))
# Line by line of the table in `combining`: what is known, the day, whether there is school, its basis and its reason.
PRECEDENCE: dict[str, tuple[Callable[[], ClassFacts], date, bool, Basis, str]] = {
    "nothing is known": (F, THU, False, Basis.NONE, ""),
    "a weekly school day": (lambda: F(periods=TH), THU, True, Basis.WEEKLY, "Schultag"),
    "another weekday": (lambda: F(periods=TH), FRIDAY, False, Basis.NONE, ""),
    "an even week": (lambda: F(periods=[weekly(4, weeks="even")]), THU, True, Basis.WEEKLY, "Schultag"),
    "an even week, not an odd one": (lambda: F(periods=[weekly(4, weeks="odd")]), THU, False, Basis.NONE, ""),
    "an odd week": (lambda: F(periods=[weekly(4, weeks="odd")]), NEXT_THURSDAY, True, Basis.WEEKLY, "Schultag"),
    "a block": (lambda: F(periods=[block(WEDNESDAY, SATURDAY)]), FRIDAY, True, Basis.BLOCK, "Blockunterricht"),
    "the Saturday of a block": (lambda: F(periods=[block(WEDNESDAY, SATURDAY)]), SATURDAY, False, Basis.NONE, ""),
    "a block with Saturdays": (lambda: F(periods=[block(WEDNESDAY, SATURDAY, 5, 6)]), SATURDAY, True, Basis.BLOCK, "Blockunterricht"),
    "a block over a weekly day": (lambda: F(periods=[weekly(4), block(WEDNESDAY, FRIDAY)]), THU, True, Basis.BLOCK, "Blockunterricht"),
    "lessons alone": (lambda: F(units=[unit()]), THU, True, Basis.TIMETABLE, "Schultag"),
    "lessons outside the weekly days": (lambda: F(periods=FR, units=[unit()]), THU, False, Basis.NONE, ""),
    "lessons outside a block of another month": (lambda: F(periods=[block(*SEPTEMBER)], units=[unit()]), THU, False, Basis.NONE, ""),
    "extra lessons on a day without school": (lambda: F(periods=FR, differences=[different("extra")]), THU, True, Basis.EXTRA, MORE_LESSONS),
    "a free event": (lambda: F(periods=TH, events=[event("free")]), THU, False, Basis.FREE_EVENT, "Wandertag"),
    "a free event of some hours": (lambda: F(periods=TH, events=[event("free", starts=time(12))]), THU, True, Basis.WEEKLY, "Schultag"),
    "an exam": (lambda: F(periods=FR, events=[event("exam")]), THU, False, Basis.NONE, ""),
    "a free day of the school": (lambda: F(periods=TH, events=[event("free")], free=[FLEXIBLE]), THU, False, Basis.FREE_DAY, "Ferientag"),
    "school holidays": (lambda: F(periods=TH, free=[Free(AUTUMN, AUTUMN, "Ferientag")]), AUTUMN, False, Basis.SCHOOL_HOLIDAY, "Herbstferien"),
    "a public holiday": (lambda: F(periods=FR), date(2026, 12, 25), False, Basis.PUBLIC_HOLIDAY, "Erster Weihnachtstag"),
    "an extra day beats everything": (lambda: F(events=[event("extra", "Nachholtag")], free=[FLEXIBLE]), THU, True, Basis.EXTRA, "Nachholtag"),
    "an extra day in the holidays": (lambda: F(events=[Event(AUTUMN, AUTUMN, "extra", "Nachholtag")]), AUTUMN, True, Basis.EXTRA, "Nachholtag"),
    "a closure beats even an extra day": (lambda: F(events=[event("extra")], closed=[STORM]), THU, False, Basis.CLOSURE, "Sturm"),
    "a closure of a day without school": (lambda: F(periods=FR, closed=[STORM]), THU, False, Basis.NONE, ""),
    "closed in holidays": (lambda: F(periods=TH, closed=[Closed(AUTUMN, AUTUMN, "Sturm")]), AUTUMN, False, Basis.SCHOOL_HOLIDAY, "Herbstferien"),
    "a closure from a lesson on": (lambda: F(periods=TH, closed=[Closed(THU, THU, "Sturm", 4)]), THU, True, Basis.WEEKLY, "Schultag"),
}  # fmt: skip


@pytest.mark.parametrize("name", PRECEDENCE)
def test_the_first_line_that_fits_decides(name: str) -> None:
    facts, day, school, basis, why = PRECEDENCE[name]
    found = on(day, facts())
    assert (found.school, found.basis, found.why) == (school, basis, why)
    assert found.free == (not school and basis is not Basis.NONE)


def test_a_public_holiday_is_named_beside_what_else_the_day_is() -> None:
    christmas = date(2026, 12, 25)
    found = on(christmas, ClassFacts(events=[Event(christmas, christmas, "extra", "Nachholtag")]))
    assert (found.school, found.holiday) == (True, "Erster Weihnachtstag")


def test_every_day_of_a_span_is_there_once() -> None:
    found = days_of_class(ClassFacts(), first=THURSDAY, last=SATURDAY)
    assert [one.day for one in found] == [THURSDAY, FRIDAY, SATURDAY]


def test_a_day_without_school_has_no_lessons() -> None:
    assert thursday(periods=[weekly(5)]).lessons == ()
    assert thursday(free=[Free(THURSDAY, THURSDAY, "Ferientag")]).lessons == ()


def test_lessons_have_the_times_of_the_school_and_none_where_it_said_nothing() -> None:
    (lesson,) = thursday().lessons
    assert (lesson.starts, lesson.ends) == (time(8), time(9, 45))
    (lesson,) = thursday(times={}).lessons
    assert (lesson.starts, lesson.ends) == (None, None)


def test_only_lessons_that_are_valid_on_the_day_are_held() -> None:
    old = Unit(YEAR[0], date(2026, 11, 25), 4, 1, 1, 3, "Alt", (), ())
    new = Unit(date(2026, 11, 26), YEAR[1], 4, 1, 1, 3, "Neu", (), ())
    assert outline(thursday(units=[old, new])) == [(1, 1, "Neu", "planned")]


def test_single_lessons_of_one_number_in_a_row_are_one() -> None:
    rows = [unit(period=p, length=1) for p in (1, 2, 4)]
    assert outline(thursday(units=rows)) == [(1, 2, "Mathematik", "planned"), (4, 1, "Mathematik", "planned")]


def test_a_row_that_stands_twice_is_one_lesson() -> None:
    assert outline(thursday(units=[unit(), unit()])) == [(1, 2, "Mathematik", "planned")]


def test_half_of_a_double_lesson_can_be_cancelled() -> None:
    found = thursday(differences=[different("cancelled", period=2, note="Aufgaben liegen bereit")])
    assert outline(found) == [(1, 1, "Mathematik", "planned"), (2, 1, "Mathematik", "cancelled")]
    assert found.cancelled[0].note == "Aufgaben liegen bereit"
    assert (found.school, found.nothing_held) == (True, False)


def test_a_change_says_what_was_and_leaves_what_it_does_not_name() -> None:
    found = thursday(differences=[different("changed", length=2, teachers=("SCH",))])
    (lesson,) = found.lessons
    assert (lesson.subject, lesson.teachers, lesson.classrooms) == ("Mathematik", ("SCH",), ("R 101",))
    assert (lesson.state, lesson.was) == (LessonState.CHANGED, "Mathematik bei MÜL in R 101")


def test_a_change_of_one_number_leaves_lessons_beside_it() -> None:
    groups = [unit(subject="Religion", number=1), unit(subject="Ethik", number=2)]
    found = thursday(units=groups, differences=[different("cancelled", length=2, number=2)])
    assert outline(found) == [(1, 2, "Religion", "planned"), (1, 2, "Ethik", "cancelled")]


def test_a_change_without_number_concerns_all_lessons_of_that_hour() -> None:
    groups = [unit(subject="Religion", number=1), unit(subject="Ethik", number=2)]
    found = thursday(units=groups, differences=[different("cancelled", length=2)])
    assert {one.state for one in found.lessons} == {LessonState.CANCELLED}
    assert found.nothing_held


def test_an_extra_lesson_stands_beside_the_cancelled_one_and_is_not_cancelled_itself() -> None:
    changes = [different("extra", subject="Projekt"), different("cancelled", length=2)]
    assert outline(thursday(differences=changes)) == [
        (1, 1, "Projekt", "extra"),
        (1, 2, "Mathematik", "cancelled"),
    ]


def test_a_closure_from_a_lesson_on_takes_the_later_lessons() -> None:
    found = thursday(
        units=[unit(), unit(period=3, subject="Deutsch", number=8)],
        closed=[Closed(THURSDAY, THURSDAY, "Sturm", 3)],
    )
    assert outline(found) == [(1, 2, "Mathematik", "planned"), (3, 2, "Deutsch", "cancelled")]
    assert (found.closed_from, found.cancelled[0].was) == (3, "Sturm")


def test_of_two_closures_the_earlier_lesson_counts() -> None:
    closed = [Closed(THURSDAY, THURSDAY, "Heizung", 5), Closed(THURSDAY, THURSDAY, "Sturm", 2)]
    assert thursday(closed=closed).closed_from == 2


def test_a_closed_day_shows_what_was_planned_as_cancelled() -> None:
    found = thursday(closed=[Closed(THURSDAY, THURSDAY, "Sturm")])
    assert outline(found) == [(1, 2, "Mathematik", "cancelled")]
    assert not found.school


def test_a_free_event_of_some_hours_takes_the_lessons_in_it() -> None:
    units = [unit(period=1), unit(period=3, subject="Deutsch", number=8)]
    found = thursday(units=units, events=[event("free", "Konferenz", starts=time(10, 30))])
    assert outline(found) == [(1, 2, "Mathematik", "planned"), (3, 2, "Deutsch", "cancelled")]
    assert found.cancelled[0].was == "Konferenz"


def test_a_free_event_of_some_hours_takes_nothing_where_times_are_not_known() -> None:
    found = thursday(times={}, events=[event("free", starts=time(8), ends=time(12))])
    assert outline(found) == [(1, 2, "Mathematik", "planned")]
