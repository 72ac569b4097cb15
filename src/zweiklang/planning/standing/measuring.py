"""How much of each position a plan has, in weeks of the regulation, as the plan's own page reckons. Pure."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from zweiklang.curricula.public import PlannedPositions, PlannedStretch, PlannedTime
from zweiklang.planning.company_lane.calendar import Calendar
from zweiklang.planning.company_lane.checking import Amount, amounts
from zweiklang.planning.company_lane.demand import Demand
from zweiklang.planning.company_lane.shapes import Entry, mondays


def planned_positions(demand: Demand, calendar: Calendar, entries: Sequence[Entry]) -> PlannedPositions:
    """Returns the time of each position that is planned or should be."""
    known = {amount.position_id: amount for amount in amounts(demand, calendar, entries)}
    at_once = Counter(week for one in entries for week in mondays(one.first_week, one.last_week))
    of_each: defaultdict[UUID, list[Entry]] = defaultdict(list)
    for one in entries:
        of_each[one.position_id].append(one)
    return {
        key: _time(of_each[key], known.get(key), calendar, at_once, even=demand.even)
        for key in {**known, **of_each}
    }


def _time(
    entries: Sequence[Entry], amount: Amount | None, calendar: Calendar, at_once: Counter[date], *, even: bool
) -> PlannedTime:
    """The weeks of the whole position are shared by its stretches like their days at the firm.

    A position the regulation gives no time is measured by an average week of the contract.
    """
    days = [_days(one, calendar, at_once) for one in entries]
    usual = calendar.days_in(0, len(calendar.weeks)) / len(calendar.weeks) or 1.0
    total = amount.planned if amount else sum(days) / usual
    part = total / (sum(days) or 1.0)
    stretches = tuple(
        PlannedStretch(one.first_week, one.last_week, of_one * part, one.department, one.partner_wanted)
        for one, of_one in zip(entries, days, strict=True)
    )
    return PlannedTime(
        stretches, expected=amount is not None, short=amount is not None and amount.few and not even
    )


def _days(entry: Entry, calendar: Calendar, at_once: Counter[date]) -> float:
    return sum(
        week.days / at_once[week.monday] for week in calendar.between(entry.first_week, entry.last_week)
    )
