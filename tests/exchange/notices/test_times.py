"""When a mail may leave: pure arithmetic of hours in Hesse."""

from datetime import time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.exchange.notices.telling import at
from zweiklang.exchange.notices.times import Wishes, awake, mail_time, next_summary
from zweiklang.kernel.clock import BERLIN
from zweiklang.people.public import Rhythm

NIGHT = Wishes(quiet_from=time(20), quiet_until=time(6, 30))
WEEKEND = Wishes(quiet_weekends=True)
BOTH = Wishes(time(20), time(6, 30), quiet_weekends=True)


@pytest.mark.parametrize(
    ("wishes", "moment", "end"),
    [
        (Wishes(), "2026-11-21 03:00", "2026-11-21 03:00"),
        (NIGHT, "2026-11-23 19:59", "2026-11-23 19:59"),
        (NIGHT, "2026-11-23 20:00", "2026-11-24 06:30"),
        (NIGHT, "2026-11-24 00:10", "2026-11-24 06:30"),
        (NIGHT, "2026-11-24 06:30", "2026-11-24 06:30"),
        (Wishes(time(12), time(13)), "2026-11-23 12:30", "2026-11-23 13:00"),
        (WEEKEND, "2026-11-20 23:59", "2026-11-20 23:59"),
        (WEEKEND, "2026-11-21 10:00", "2026-11-23 00:00"),
        (WEEKEND, "2026-11-22 23:00", "2026-11-23 00:00"),
        # A quiet Friday night leads into a quiet weekend, and that into the last quiet hours before Monday morning.
        (BOTH, "2026-11-20 21:00", "2026-11-23 06:30"),
    ],
)
def test_quiet_hours_end_when_they_end(wishes: Wishes, moment: str, end: str) -> None:
    assert awake(at(moment), wishes) == at(end)


@pytest.mark.parametrize(
    ("rhythm", "made", "leaves"),
    [
        (Rhythm.AT_ONCE, "2026-11-24 21:00", "2026-11-25 06:30"),
        (Rhythm.DAILY, "2026-11-24 06:59", "2026-11-24 07:00"),
        (Rhythm.DAILY, "2026-11-24 07:01", "2026-11-25 07:00"),
        (Rhythm.WEEKLY, "2026-11-24 07:01", "2026-11-30 07:00"),
        (Rhythm.WEEKLY, "2026-11-23 07:00", "2026-11-23 07:00"),
    ],
)
def test_a_mail_leaves_in_the_rhythm_that_was_chosen(rhythm: Rhythm, made: str, leaves: str) -> None:
    assert mail_time(rhythm, made_at=at(made), due_at=at(made), wishes=NIGHT) == at(leaves)


def test_who_wants_none_gets_none() -> None:
    moment = at("2026-11-24 10:00")
    assert mail_time(Rhythm.NEVER, made_at=moment, due_at=moment) is None


def test_the_day_of_the_change_to_summer_time_has_its_summary_at_seven() -> None:
    """The night of 28 to 29 March 2026 has 23 hours."""
    found = next_summary(at("2026-03-28 08:00"), Wishes(), weekly=False)
    assert found == at("2026-03-29 07:00")
    assert found - at("2026-03-28 07:00").astimezone(found.tzinfo) == timedelta(days=1)


minutes = st.integers(0, 24 * 60 - 1).map(lambda m: time(m // 60, m % 60))


@given(
    st.datetimes(timezones=st.just(BERLIN)),
    minutes,
    minutes,
    st.booleans(),
    st.integers(0, 23),
    st.integers(1, 7),
)
def test_nobody_is_disturbed_in_quiet_hours_and_everybody_hears_in_the_end(
    moment, begin, end, weekends, hour, day
) -> None:
    if not 2020 <= moment.year <= 2060:
        moment = moment.replace(year=2026, day=min(moment.day, 28))
    wishes = Wishes(begin, end, weekends, hour, day)
    for rhythm in (Rhythm.AT_ONCE, Rhythm.DAILY, Rhythm.WEEKLY):
        found = mail_time(rhythm, made_at=moment, due_at=moment, wishes=wishes)
        assert found is not None
        assert awake(found, wishes) == found
        assert moment <= found <= moment + timedelta(days=14)
