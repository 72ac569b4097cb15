"""The times of a day follow from a few figures."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zweiklang.exchange.consultation.times import overlap, talk_times
from zweiklang.kernel.formats import time as clock

DAY = date(2026, 12, 10)


def said(**figures: int) -> list[str]:
    found = talk_times(DAY, starts=time(14), ends=time(15), **figures)
    return [f"{clock(begin)}-{clock(end)}" for begin, end in found]


def test_talks_follow_each_other_until_the_end() -> None:
    assert said(minutes=15) == ["14:00-14:15", "14:15-14:30", "14:30-14:45", "14:45-15:00"]


def test_a_pause_lies_between_two_talks() -> None:
    assert said(minutes=20, pause=10) == ["14:00-14:20", "14:30-14:50"]


def test_a_talk_that_would_end_too_late_is_none() -> None:
    assert said(minutes=25) == ["14:00-14:25", "14:25-14:50"]


@pytest.mark.parametrize("minutes", [0, 61])
def test_without_room_for_a_talk_there_is_none(minutes: int) -> None:
    assert said(minutes=minutes) == []


def test_forty_talks_in_one_day() -> None:
    assert len(talk_times(DAY, starts=time(8), ends=time(18), minutes=15)) == 40


@given(st.integers(5, 60), st.integers(0, 30), st.integers(0, 23 * 60))
def test_no_two_talks_overlap_and_all_lie_within(minutes: int, pause: int, begin: int) -> None:
    starts = time(begin // 60, begin % 60)
    found = talk_times(DAY, starts=starts, ends=time(23, 59), minutes=minutes, pause=pause)
    assert not any(overlap(one, other) for n, one in enumerate(found) for other in found[n + 1 :])
    assert all(end - begin == timedelta(minutes=minutes) for begin, end in found)
    assert all(begin.time() >= starts and end.date() == DAY for begin, end in found)


def test_one_talk_may_begin_when_the_other_ends() -> None:
    first, second, *_ = talk_times(DAY, starts=time(14), ends=time(15), minutes=15)
    assert not overlap(first, second)
    assert overlap(first, first)
