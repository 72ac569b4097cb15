"""What holds for every school day, whatever it looks like."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from zweiklang.schedule.public import BlockWeek, LessonFact, SchoolDayFacts, release_of

MOST_OF_A_DAY = 24 * 60


@st.composite
def _lessons(draw: st.DrawFn) -> tuple[LessonFact, ...]:
    """A day of lessons one after the other, some of them cancelled, some of them added."""
    at, found = draw(st.integers(7 * 60, 10 * 60)), []
    for _ in range(draw(st.integers(0, 6))):
        count = draw(st.integers(1, 2))
        minutes = draw(st.integers(30, 60)) * count
        found.append(LessonFact(at, minutes, count, draw(st.booleans()), draw(st.booleans())))
        at += minutes + draw(st.integers(0, 30))
    return tuple(found)


@st.composite
def _days(draw: st.DrawFn) -> SchoolDayFacts:
    return SchoolDayFacts(
        weekday=draw(st.integers(1, 7)),
        lessons=draw(_lessons()),
        age=draw(st.none() | st.integers(14, 40)),
        daily_minutes=draw(st.integers(240, 600)),
        travel_minutes=draw(st.none() | st.integers(0, 180)),
        second=draw(st.booleans()),
        block=draw(st.none() | st.builds(BlockWeek, st.integers(0, 45), st.integers(0, 6), st.booleans())),
        exam_minutes=draw(st.none() | st.integers(1, 400)),
        before_final_exam=draw(st.booleans()),
    )


@given(_days())
def test_credit_is_never_negative_and_never_more_than_the_day(day: SchoolDayFacts) -> None:
    reading = release_of(day).reading
    at_school = sum(one.minutes for one in day.lessons) + 11 * 30 + (day.exam_minutes or 0)
    assert 0 <= reading.minutes_credited <= min(MOST_OF_A_DAY, max(day.daily_minutes, at_school))
    assert reading.remaining >= 0
    assert reading.minutes_credited + reading.remaining <= max(day.daily_minutes, reading.minutes_credited)


@given(_days())
def test_what_is_left_decides_about_going_back(day: SchoolDayFacts) -> None:
    release = release_of(day)
    assert (release.reading.remaining > 0) == (release.reading.back_to_work != "no")
    assert (release.reading.back_to_work == "possible") == (
        release.other is not None and release.reading.remaining > 0
    )


@given(_days(), st.data())
def test_a_lesson_that_is_held_after_all_never_takes_credit_away(
    day: SchoolDayFacts, data: st.DataObject
) -> None:
    cancelled = [i for i, one in enumerate(day.lessons) if not one.held]
    if not cancelled:
        return
    at = data.draw(st.sampled_from(cancelled))
    lessons = (*day.lessons[:at], replace(day.lessons[at], held=True), *day.lessons[at + 1 :])
    fewer, more = (release_of(one).minutes_credited for one in (day, replace(day, lessons=lessons)))
    # A day that becomes free counts as an average one, though it may have lasted longer.
    assert min(more, day.daily_minutes) >= min(fewer, day.daily_minutes)


@given(_days(), st.integers(0, 180), st.integers(0, 60))
def test_a_longer_way_never_takes_credit_away(day: SchoolDayFacts, way: int, more: int) -> None:
    near, far = (release_of(replace(day, travel_minutes=one)) for one in (way, way + more))
    assert far.minutes_credited >= near.minutes_credited
    assert far.reading.remaining <= near.reading.remaining


@given(_days())
def test_every_conclusion_names_a_paragraph_with_its_address(day: SchoolDayFacts) -> None:
    for one in release_of(day).conclusions:
        assert one.sentence
        assert "{" not in one.sentence
        assert one.paragraphs
        assert all(p.url.startswith("https://www.gesetze-im-internet.de/") for p in one.paragraphs)
