"""Painting weeks changes exactly these weeks, whatever the blocks looked like before."""

import itertools
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zweiklang.schedule.planning.spans import (
    FRIDAY,
    WEEK,
    Span,
    half_years,
    mondays_of,
    repainted,
    year_days,
)
from zweiklang.schedule.planning.year import months

YEAR = year_days(2026)
FIRST = date(2026, 8, 3)
MONDAYS = [FIRST + n * WEEK for n in range(51)]
A, B = UUID(int=1), UUID(int=2)


def monday(week: int) -> date:
    return date.fromisocalendar(2026, week, 1)


def paint(spans: list[Span], *, add: set[int] = frozenset(), drop: set[int] = frozenset()) -> list[Span]:
    return repainted(
        spans, added={monday(one) for one in add}, removed={monday(one) for one in drop}, within=YEAR
    )


def days(spans: list[Span]) -> list[tuple[date, date]]:
    return [(one.first_day, one.last_day) for one in spans]


def test_weeks_in_a_row_are_one_block() -> None:
    assert days(paint([], add={46, 47, 50})) == [
        (monday(46), monday(47) + FRIDAY),
        (monday(50), monday(50) + FRIDAY),
    ]


def test_a_week_beside_a_block_makes_it_longer_and_keeps_its_row() -> None:
    block = Span(monday(46), monday(46) + FRIDAY, (A,))
    assert paint([block], add={47}) == [Span(monday(46), monday(47) + FRIDAY, (A,))]


def test_a_week_between_two_blocks_joins_them() -> None:
    blocks = [Span(monday(46), monday(46) + FRIDAY, (A,)), Span(monday(48), monday(48) + FRIDAY, (B,))]
    assert paint(blocks, add={47}) == [Span(monday(46), monday(48) + FRIDAY, (A, B))]


def test_a_week_taken_from_the_middle_leaves_two_blocks() -> None:
    block = Span(monday(45), monday(49) + FRIDAY, (A,))
    assert days(paint([block], drop={47})) == [
        (monday(45), monday(46) + FRIDAY),
        (monday(48), monday(49) + FRIDAY),
    ]


def test_two_entries_side_by_side_stay_two_while_nobody_paints_there() -> None:
    blocks = [Span(monday(46), monday(46) + FRIDAY, (A,)), Span(monday(47), monday(47) + FRIDAY, (B,))]
    assert paint(blocks, add={50})[:2] == blocks


def test_a_block_that_begins_in_the_middle_of_a_week_keeps_its_day() -> None:
    block = Span(monday(46) + timedelta(days=2), monday(48) + FRIDAY, (A,))
    assert days(paint([block], drop={48})) == [(monday(46) + timedelta(days=2), monday(47) + FRIDAY)]


@given(
    before=st.sets(st.sampled_from(MONDAYS)),
    added=st.sets(st.sampled_from(MONDAYS)),
    removed=st.sets(st.sampled_from(MONDAYS)),
)
def test_exactly_the_painted_weeks_change(before: set[date], added: set[date], removed: set[date]) -> None:
    blocks = [Span(one, one + FRIDAY, (uuid4(),)) for one in sorted(before)]
    removed -= added
    found = repainted(blocks, added=added - before, removed=removed & before, within=YEAR)
    assert mondays_of(found) == (before | added) - removed
    assert all(one.last_day < two.first_day for one, two in itertools.pairwise(found))
    rows = [row for span in found for row in set(span.rows)]
    kept = {block.rows[0] for block in blocks if block.first_day not in removed}
    assert set(rows) == kept


@pytest.mark.parametrize("year", range(2024, 2036))
def test_the_year_has_each_school_week_once_and_at_most_five_in_a_month(year: int) -> None:
    found = months(year, chosen=(), fixed={}, free_days={})
    weeks = [week.monday for month in found for week in month.weeks]
    assert len(found) == 12
    assert max(len(month.weeks) for month in found) <= 5
    first, last = year_days(year)
    assert weeks[0] + FRIDAY >= first
    assert weeks[-1] <= last < weeks[-1] + WEEK + FRIDAY
    assert all(two - one == WEEK for one, two in itertools.pairwise(weeks))


def test_weeks_of_holidays_have_no_school_days_and_others_are_counted() -> None:
    weeks = {
        week.monday: week
        for month in months(2026, chosen={monday(42)}, fixed={}, free_days={monday(46): "Tag der Lehrkräfte"})
        for week in month.weeks
    }
    assert weeks[monday(42)].holiday == "Herbstferien"
    assert not weeks[monday(42)].chosen
    assert (weeks[monday(46)].school_days, weeks[monday(47)].school_days) == (4, 5)


def test_half_years_cover_the_year() -> None:
    first, second = half_years(2026)
    assert (first[0], second[1]) == YEAR
    assert second[0] - first[1] == timedelta(days=1)
