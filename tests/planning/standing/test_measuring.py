"""How much of each position a plan has, as the plan's own page reckons."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as some

from zweiklang.curricula.public import PlannedPositions
from zweiklang.kernel.ids import new_id
from zweiklang.planning.company_lane.calendar import Calendar, Week
from zweiklang.planning.company_lane.checking import amounts, check
from zweiklang.planning.company_lane.demand import Demand, Need, PositionFacts
from zweiklang.planning.company_lane.shapes import Entry
from zweiklang.planning.standing.measuring import planned_positions

FIRST = date(2025, 8, 4)
WEEKS = 156
EIGHT, LATE, UNTIMED, ROOM = (new_id() for _ in range(4))
DEMAND = Demand(
    months=36,
    positions=tuple(PositionFacts(one, ROOM, "1", "Titel") for one in (EIGHT, LATE, UNTIMED)),
    needs=(Need(EIGHT, 0, 18, 8, 8, ""), Need(LATE, 18, 36, 12, 16, "")),
    sections=(),
)


def calendar(days: tuple[int, ...] = (5,)) -> Calendar:
    """Weeks with these days at the firm, over and over."""
    weeks = tuple(Week(FIRST + timedelta(weeks=n), days[n % len(days)]) for n in range(WEEKS))
    return Calendar(FIRST, FIRST + timedelta(weeks=WEEKS, days=-3), weeks)


def entry(position, begins: int, weeks: int, *, department: str = "", wanted: bool = False) -> Entry:
    first = FIRST + timedelta(weeks=begins)
    last = first + timedelta(weeks=weeks - 1)
    return Entry(new_id(), ROOM, position, "Abschnitt A", "1", "Titel", first, last, None, department, None, False, wanted, "")  # fmt: skip


def weeks_of(found: PlannedPositions) -> dict[object, float]:
    return {key: round(time.weeks, 6) for key, time in found.items()}


def test_a_week_of_five_days_is_one_and_counts_half_where_two_parts_run() -> None:
    plan = [entry(EIGHT, 0, 4), entry(EIGHT, 10, 4), entry(LATE, 12, 4)]
    found = planned_positions(DEMAND, calendar(), plan)
    assert weeks_of(found) == {EIGHT: 7, LATE: 3}
    assert [one.weeks for one in found[EIGHT].stretches] == [4, 3]


def test_weeks_of_few_days_at_the_firm_are_measured_by_the_average_week_of_their_time() -> None:
    """Half of the weeks are school: a regulation's week is two and a half days, a whole week at the firm is two of it."""
    block = calendar((5, 0))
    found = planned_positions(DEMAND, block, [entry(EIGHT, 0, 1), entry(UNTIMED, 2, 2)])
    assert weeks_of(found) == {EIGHT: 2, LATE: 0, UNTIMED: 2}


def test_what_the_plan_should_have_is_there_and_what_is_short_is_said() -> None:
    found = planned_positions(DEMAND, calendar(), [entry(EIGHT, 0, 5), entry(UNTIMED, 20, 2)])
    said = {key: (time.expected, time.short, len(time.stretches)) for key, time in found.items()}
    assert said == {EIGHT: (True, True, 1), LATE: (True, True, 0), UNTIMED: (False, False, 1)}


def test_a_department_and_a_wanted_partner_stay_with_their_stretch() -> None:
    plan = [entry(EIGHT, 0, 4, department="Labor"), entry(EIGHT, 6, 4, wanted=True)]
    found = planned_positions(DEMAND, calendar(), plan)[EIGHT]
    assert [(one.department, one.partner_wanted) for one in found.stretches] == [("Labor", False), ("", True)]
    assert found.partner_wanted


@given(
    bars=some.lists(
        some.tuples(
            some.sampled_from([EIGHT, LATE, UNTIMED]), some.integers(-5, WEEKS + 5), some.integers(1, 20)
        ),
        max_size=8,
    ),
    days=some.lists(some.integers(0, 5), min_size=1, max_size=6),
)
def test_the_figures_are_those_of_the_plan_s_own_page(bars, days: list[int]) -> None:
    plan = [entry(position, begins, weeks) for position, begins, weeks in bars]
    weeks = calendar(tuple(days))
    found = planned_positions(DEMAND, weeks, plan)
    assert {*found} == {EIGHT, LATE} | {position for position, *_ in bars}
    few = {remark.position_id for remark in check(DEMAND, weeks, plan) if remark.kind == "few"}
    for amount in amounts(DEMAND, weeks, plan):
        time = found[amount.position_id]
        assert abs(time.weeks - amount.planned) < 1e-6
        assert time.short == (amount.position_id in few or not amount.planned)
        assert len(time.stretches) == sum(position == amount.position_id for position, *_ in bars)
