"""What stands in a feed, made of days by hand; and one whole file, byte by byte."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from zweiklang.schedule.calendar.shapes import (
    CalendarDay,
    LessonState,
    PlannedCourse,
    PlannedEvent,
    PlannedLesson,
)
from zweiklang.schedule.feeds.composing import events_of
from zweiklang.schedule.feeds.selectors import is_own
from zweiklang.schedule.feeds.shapes import FeedEvent, Material, Share, Switches, Told
from zweiklang.schedule.feeds.writing import written

MONDAY = date(2026, 11, 23)
MADE = datetime(2026, 11, 1, 12, tzinfo=UTC)
OWN, OTHER, CLASS, FEED = (UUID(int=number) for number in (1, 2, 3, 9))
ALL = Switches(subjects=True, names=True)
SNAPSHOT = Path(__file__).with_name("one_feed.ics")


def lesson(
    period: int, subject: str, state: str = "planned", *, length: int = 2, timed: bool = True
) -> PlannedLesson:
    starts, ends = (time(6 + 2 * period), time(7 + 2 * period, 30)) if timed else (None, None)
    return PlannedLesson(period, length, starts, ends, subject, ("MÜL",), ("R 101",), LessonState(state))


def day(number: int, *lessons: PlannedLesson, school: bool = True, **more: object) -> CalendarDay:
    return replace(
        CalendarDay(MONDAY + timedelta(days=number), school, lessons=lessons, classes=(CLASS,)), **more
    )


def own(*days: CalendarDay) -> Material:
    return Material([Share(OWN, "Anna Kern", days, own=True)])


def firm(*shares: Share) -> Material:
    return Material(shares)


def said(events: list[FeedEvent]) -> list[tuple[str, date, time | None, bool]]:
    return [(one.summary, one.first_day, one.starts, one.cancelled) for one in events]


def test_a_school_day_lasts_from_its_first_lesson_held_to_its_last() -> None:
    [event] = events_of(
        own(day(0, lesson(1, "Mathe"), lesson(2, "Deutsch"), lesson(3, "Sport", "cancelled"))), Switches()
    )
    assert (event.summary, event.starts, event.ends) == ("Berufsschule", time(8), time(11, 30))
    assert (event.description, event.location) == ("", "")


def test_without_times_of_lessons_it_takes_the_whole_day() -> None:
    [event] = events_of(own(day(0, lesson(1, "Mathe"), lesson(2, "Deutsch", timed=False))), Switches())
    assert event.starts is None


@pytest.mark.parametrize("school", [True, False])
def test_a_day_of_which_nothing_is_held_is_cancelled_not_forgotten(school: bool) -> None:
    [event] = events_of(
        own(day(0, lesson(1, "Mathe", "cancelled"), school=school, free=not school)), Switches()
    )
    assert (event.summary, event.cancelled) == ("Berufsschule fällt aus", True)


def test_a_day_without_school_is_not_there() -> None:
    assert events_of(own(day(0, school=False, free=True, why="Herbstferien")), Switches()) == []


def test_lessons_are_single_events_for_the_apprentice_and_lines_for_the_firm() -> None:
    days = (day(0, lesson(1, "Mathe"), lesson(2, "Deutsch", "cancelled")),)
    assert said(events_of(own(*days), Switches(subjects=True))) == [
        ("Mathe", MONDAY, time(8), False),
        ("Deutsch fällt aus", MONDAY, time(10), True),
    ]
    [event] = events_of(firm(Share(OTHER, "Bela Roth", days)), ALL)
    assert event.summary == "Berufsschule: Bela Roth"
    assert event.description.splitlines() == [
        "1.–2. Stunde: Mathe, R 101 bei MÜL",
        "2.–3. Stunde: Deutsch, R 101 bei MÜL (fällt aus)",
    ]
    assert not event.busy


def test_two_lessons_at_the_same_time_are_two_events() -> None:
    calendar = own(day(0, lesson(1, "Gruppe A"), lesson(1, "Gruppe B")))
    assert len({one.of for one in events_of(calendar, Switches(subjects=True))}) == 2


def test_a_firm_with_several_gets_numbers() -> None:
    shares = [
        Share(OWN, "Anna Kern", (day(0, lesson(1, "A")), day(1))),
        Share(OTHER, "Bela Roth", (day(0), day(2, lesson(1, "A", "cancelled")))),
    ]
    assert [(one.summary, one.first_day) for one in events_of(firm(*shares), Switches(subjects=True))] == [
        ("Berufsschule: 2 Auszubildende", MONDAY),
        ("Berufsschule: eine Person", MONDAY + timedelta(days=1)),
    ]


def test_a_firm_with_very_many_gets_one_event_a_day_with_the_names_in_it() -> None:
    shares = [Share(UUID(int=n), f"Person {n}", (day(0, lesson(1, "Mathe")),)) for n in range(30)]
    [event] = events_of(firm(*shares), ALL)
    assert event.summary == "Berufsschule: 30 Auszubildende"
    assert event.description.splitlines() == [share.name for share in shares]
    [without] = events_of(firm(*shares), Switches(subjects=True))
    assert without.description == ""


def test_a_course_of_three_days_is_one_event_and_says_what_it_is_only_when_asked() -> None:
    course = PlannedCourse(OWN, "Schweißen G1", "Bildungszentrum", MONDAY, MONDAY + timedelta(days=2))
    days = [day(number, school=False, courses=(course,)) for number in range(3)]
    [event] = events_of(own(*days), Switches())
    assert (event.summary, event.last_day, event.description, event.location) == (
        "Überbetrieblicher Kurs",
        MONDAY + timedelta(days=2),
        "",
        "",
    )
    [told] = events_of(own(*days), Switches(subjects=True))
    assert (told.description, told.location) == ("Schweißen G1", "Bildungszentrum")


def test_free_and_extra_days_are_no_dates_of_their_own() -> None:
    events = tuple(PlannedEvent(kind, "x", MONDAY, MONDAY) for kind in ("free", "extra"))
    assert events_of(own(day(0, school=False, events=events)), ALL) == []


def test_lessons_without_assignment_are_nobodys_own() -> None:
    assert not is_own(lesson(1, ""), [])


@given(
    st.booleans(),
    st.booleans(),
    st.lists(st.sampled_from(["planned", "cancelled", "changed", "extra"]), max_size=4),
    st.integers(1, 3),
)
def test_nothing_that_is_switched_off_ever_comes_out(
    subjects: bool, names: bool, states: list[str], people: int
) -> None:
    lessons = [lesson(n + 1, f"SUBJECT{n}", state) for n, state in enumerate(states)]
    exam = PlannedEvent("exam", "TITLE", MONDAY, MONDAY)
    course = PlannedCourse(OWN, "COURSE", "PLACE", MONDAY, MONDAY)
    one = day(0, *lessons, events=(exam,), courses=(course,))
    shares = [Share(UUID(int=n), f"NAME{n}", (one,), own=n == 0) for n in range(people)]
    material = Material(shares, [Share(CLASS, "CLASSNAME", (one,))])
    text = repr(events_of(material, Switches(subjects, names)))
    if not subjects:
        assert not any(word in text for word in ("SUBJECT", "TITLE", "COURSE", "PLACE", "R 101"))
    if not names:
        assert not any(word in text for word in ("NAME", "MÜL"))


def test_one_feed_is_written_byte_by_byte_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    """After a wanted change of the form: write `body` into one_feed.ics and look at the difference."""
    exam = PlannedEvent(
        "exam",
        'Klassenarbeit "LF 6"; Teil 1, Räume 101 und 102, Ende um 9:30',
        MONDAY,
        MONDAY,
        time(8),
        time(9, 30),
    )
    days = (
        day(0, lesson(1, "Mathe"), lesson(2, "Deutsch", "cancelled"), events=(exam,)),
        day(1, lesson(1, "Mathe", "cancelled"), school=False, free=True, why="Sturm"),
        day(2),
    )
    told = {CLASS: [Told(MONDAY, MONDAY, datetime(2026, 11, 20, 7, tzinfo=UTC))]}
    material = replace(own(*days), told=told)
    body = written(FEED, events_of(material, ALL), name="Schule", made_at=MADE)
    assert body == SNAPSHOT.read_bytes()
    assert len(Calendar.from_ical(body).walk("VEVENT")) == 5


@pytest.mark.parametrize("sign", ["\x07", "\x0b", "\x1c", "\x85", "\u2028", "\r", "\r\n"])
def test_a_sign_nobody_sees_begins_no_line_and_breaks_no_calendar(sign: str) -> None:
    words = f"Mathe{sign}ATTENDEE:mailto:x@example.org"
    event = FeedEvent("x", words, MONDAY, MONDAY, description=f"eins\n{words}", location=words)
    text = written(FEED, [event], name="x", made_at=MADE).decode()
    assert not [line for line in text.splitlines() if line.startswith("ATTENDEE")]
    assert all(c.isprintable() for line in text.split("\r\n") for c in line)
    [found] = Calendar.from_ical(text.encode()).walk("VEVENT")
    assert str(found["description"]).startswith("eins\nMathe ")


def test_an_end_before_its_beginning_is_not_written() -> None:
    event = FeedEvent("x", "x", MONDAY, MONDAY, time(10), time(9))
    [found] = Calendar.from_ical(written(FEED, [event, event], name="x", made_at=MADE)).walk("VEVENT")
    assert found["DTEND"].dt >= found["DTSTART"].dt
