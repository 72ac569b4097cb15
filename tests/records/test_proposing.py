"""What is proposed for a week of known facts: pure, no database."""

from dataclasses import replace
from datetime import date, time, timedelta
from uuid import UUID, uuid4

import pytest

from zweiklang.records.filling.proposing import minutes_of, proposals
from zweiklang.records.filling.shapes import Facts, Proposal, SchoolTopic
from zweiklang.records.public import Line
from zweiklang.schedule.calendar.shapes import LessonState
from zweiklang.schedule.public import CalendarDay, PlannedCourse, PlannedEvent, PlannedLesson

MONDAY = date(2026, 11, 16)
TUESDAY = MONDAY + timedelta(days=1)
LATER = MONDAY + timedelta(days=6)
ROOM = UUID(int=1)


def lesson(
    subject: str, period: int, *, length: int = 2, times: bool = True, **more: object
) -> PlannedLesson:
    starts, ends = (time(7 + period, 0), time(8 + period, 30)) if times else (None, None)
    return PlannedLesson(period, length, starts, ends, subject, (), (), **more)


def day(*lessons: PlannedLesson, on: date = MONDAY, **more: object) -> CalendarDay:
    return CalendarDay(on, **{"school": True, "lessons": lessons} | more)


def topic(subject: str = "Programmieren", on: date = MONDAY) -> SchoolTopic:
    return SchoolTopic(uuid4(), on, subject, f"{subject} · Felder", on)


def offered(
    *days: CalendarDay,
    topics: tuple[SchoolTopic, ...] = (),
    absent: tuple[date, ...] = (),
    lines: tuple[Line, ...] = (),
) -> list[Proposal]:
    return list(proposals(Facts(days, topics, frozenset(absent)), lines=lines, until=LATER))


def told(found: list[Proposal]) -> list[tuple[str, str, int | None]]:
    return [(one.place, one.text or one.topic.wording, one.minutes) for one in found]


def test_a_school_day_is_one_line_with_its_subjects_and_the_time_of_its_lessons() -> None:
    found = offered(day(lesson("Deutsch", 1), lesson("Politik", 3), lesson("Deutsch", 5)))
    assert told(found) == [("school", "Unterricht: Deutsch, Politik", 270)]
    assert found[0].source == "Vorschlag aus dem Stundenplan"


def test_no_minutes_are_invented_where_the_school_says_no_times() -> None:
    assert told(offered(day(lesson("Deutsch", 1), lesson("Politik", 3, times=False))))[0][2] is None
    assert minutes_of([]) is None


def test_a_school_day_of_which_nothing_more_is_known_is_still_a_school_day() -> None:
    assert told(offered(day())) == [("school", "Unterricht", None)]


def test_cancelled_lessons_are_no_time_and_no_subject_but_are_told() -> None:
    gone = lesson("Politik", 3, state=LessonState.CANCELLED)
    (one,) = offered(day(lesson("Deutsch", 1), gone))
    assert (one.text, one.minutes) == ("Unterricht: Deutsch", 90)
    assert one.source == "Vorschlag aus dem Stundenplan; ausgefallen: Politik"
    assert offered(day(gone)) == []


def test_lessons_that_a_closure_took_away_make_no_school_day() -> None:
    gone = lesson("Politik", 3, state=LessonState.CANCELLED)
    assert offered(day(gone, school=False, why="Sturm", free=True)) == []


@pytest.mark.parametrize("why", ["Herbstferien", "Buß- und Bettag", ""])
def test_a_day_without_school_says_nothing_of_the_firm(why: str) -> None:
    assert offered(day(school=False, why=why, free=bool(why))) == []


def test_a_topic_takes_the_time_of_its_subject_and_the_rest_stays_one_line() -> None:
    found = offered(day(lesson("Programmieren", 1), lesson("Deutsch", 3)), topics=(topic(" programmieren "),))
    assert told(found) == [("school", " programmieren  · Felder", 90), ("school", "Unterricht: Deutsch", 90)]


def test_two_topics_of_a_subject_do_not_share_its_time() -> None:
    found = offered(day(lesson("Programmieren", 1)), topics=(topic(), topic()))
    assert [one.minutes for one in found] == [None, None]


def test_a_topic_stands_even_where_the_calendar_knows_no_school() -> None:
    assert [one.topic is not None for one in offered(topics=(topic(),))] == [True]
    assert [one.topic is not None for one in offered(day(), topics=(topic(""),))] == [True]


def test_exams_and_events_of_the_day_are_in_its_line() -> None:
    events = (
        PlannedEvent("exam", "Netzwerke", MONDAY, MONDAY),
        PlannedEvent("free", "Studientag", MONDAY, MONDAY),
    )
    (one,) = offered(day(lesson("Deutsch", 1), events=events))
    assert one.text == "Unterricht: Deutsch. Klassenarbeit: Netzwerke"


def test_a_course_is_at_the_centre_with_its_time() -> None:
    course = PlannedCourse(
        ROOM, "CNC-Drehen", "Bildungszentrum Kassel", MONDAY, MONDAY, time(8), time(16, 15)
    )
    found = offered(
        day(school=False, courses=(course,)),
        day(school=False, on=TUESDAY, courses=(replace(course, ends=None),)),
    )
    assert told(found) == [
        ("centre", "CNC-Drehen (Bildungszentrum Kassel)", 495),
        ("centre", "CNC-Drehen (Bildungszentrum Kassel)", None),
    ]
    assert len({one.key for one in found}) == 2


def test_who_missed_the_day_is_proposed_that_and_no_lesson_and_only_by_itself() -> None:
    (one,) = offered(day(lesson("Programmieren", 1)), topics=(topic(),), absent=(MONDAY,))
    assert (one.text, one.alone, one.minutes) == ("Gefehlt", True, None)


def test_nothing_is_proposed_of_days_to_come_or_a_second_time() -> None:
    facts = Facts((day(lesson("Deutsch", 1)), day(lesson("Deutsch", 1), on=TUESDAY)))
    (first,) = proposals(facts, lines=(), until=MONDAY)
    taken = Line(place="school", day=MONDAY, origin=first.key)
    assert [one.date for one in proposals(facts, lines=(taken,), until=LATER)] == [TUESDAY]


@pytest.mark.parametrize("place", ["school", "sick", "leave", "holiday"])
@pytest.mark.parametrize("on", [MONDAY, None])
def test_who_wrote_of_the_day_herself_is_offered_topics_only_each_by_itself_and_without_time(
    place: str, on: date | None
) -> None:
    known = day(lesson("Programmieren", 1), lesson("Deutsch", 3))
    (one,) = offered(known, topics=(topic(),), lines=(Line(day=on, place=place, text="Schule"),))
    assert (one.topic is not None, one.minutes, one.alone) == (True, None, True)
    assert offered(known, absent=(MONDAY,), lines=(Line(day=on, place=place),)) == []


def test_a_line_of_the_firm_or_of_another_day_takes_nothing_away() -> None:
    others = (Line(day=MONDAY, place="company"), Line(day=TUESDAY, place="school"))
    assert len(offered(day(lesson("Deutsch", 1)), lines=others)) == 1


def test_a_topic_that_comes_after_the_day_was_taken_has_no_time_of_its_own() -> None:
    taken = Line(day=MONDAY, place="school", origin=f"lessons:{MONDAY}")
    (one,) = offered(day(lesson("Programmieren", 1)), topics=(topic(),), lines=(taken,))
    assert (one.minutes, one.alone) == (None, False)


def test_a_course_she_wrote_herself_is_not_proposed() -> None:
    course = PlannedCourse(ROOM, "CNC-Drehen", "", MONDAY, MONDAY)
    assert offered(day(school=False, courses=(course,)), lines=(Line(day=MONDAY, place="centre"),)) == []


def test_keys_fit_their_column() -> None:
    course = PlannedCourse(ROOM, "ö" * 150, "", MONDAY, MONDAY)
    found = offered(day(lesson("Deutsch", 1), courses=(course,)), topics=(topic(),), absent=(TUESDAY,))
    assert max(len(one.key) for one in found) <= 60
