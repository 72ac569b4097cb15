"""A plan from nothing: every position with time is laid into the weeks of its period, on days at the firm.

A week of the regulation stands for as many days as an average week of its period has at the firm. Where a stretch of weeks has fewer days
than is asked of it, all that must happen within it is shortened alike, the fullest stretch first; then the weeks are filled, what must end
first comes first, in the order of the regulation.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from uuid import UUID

from zweiklang.planning.company_lane.calendar import Calendar
from zweiklang.planning.company_lane.demand import Demand, Need
from zweiklang.planning.company_lane.shapes import NewEntry

_TOUCH = 1e-6
_MOST_ROUNDS = 60
_SHORT = 0.95


@dataclass(frozen=True, slots=True)
class Shortened:
    """A position that gets fewer weeks than the regulation gives it."""

    position_id: UUID
    asked: float
    given: float


@dataclass(frozen=True, slots=True)
class Spread:
    """The plan, and what did not fit."""

    entries: tuple[NewEntry, ...]
    shortened: tuple[Shortened, ...]


@dataclass(slots=True)
class _Task:
    need: Need
    order: int
    first: int
    after: int
    asked: float
    days: float
    left: float = 0.0


def spread(demand: Demand, calendar: Calendar) -> Spread:
    """Returns entries for all needs of the demand; nobody is planned for a week without a day at the firm."""
    tasks = [_task(order, need, calendar) for order, need in enumerate(demand.needs)]
    days = [float(week.days) for week in calendar.weeks]
    _fit(tasks, days)
    pieces = _filled(tasks, days)
    entries = _entries(pieces, days, calendar)
    return Spread(tuple(entries), _shortened(tasks, calendar))


def _task(order: int, need: Need, calendar: Calendar) -> _Task:
    first, after = calendar.span(need.start, need.end)
    per_week = calendar.per_week(need.start, need.end)
    while calendar.days_in(first, after) == 0 and (first > 0 or after < len(calendar.weeks)):
        first, after = max(first - 1, 0), min(after + 1, len(calendar.weeks))
    asked = need.weeks * calendar.ratio * (per_week or calendar.days_in(first, after) / (after - first))
    return _Task(need, order, first, after, asked, asked)


def _fit(tasks: Sequence[_Task], days: Sequence[float]) -> None:
    """No stretch of weeks is asked for more days than it has."""
    before = [0.0, *accumulate(days)]
    firsts, afters = sorted({one.first for one in tasks}), sorted({one.after for one in tasks})
    for _ in range(_MOST_ROUNDS):
        worst, share = None, 1.0 + 1e-4
        for first in firsts:
            for after in (one for one in afters if one > first):
                asked = sum(one.days for one in tasks if one.first >= first and one.after <= after)
                has = before[after] - before[first]
                if has and asked / has > share:
                    worst, share = (first, after), asked / has
        if worst is None:
            return
        for one in tasks:
            if one.first >= worst[0] and one.after <= worst[1]:
                one.days /= share


def _filled(tasks: Sequence[_Task], days: Sequence[float]) -> list[tuple[_Task, float, float]]:
    """Returns pieces of tasks on the axis of days at the firm, in order: whoever must end first goes on first."""
    before = [0.0, *accumulate(days)]
    for one in tasks:
        one.left = one.days
    releases = sorted({before[one.first] for one in tasks})
    pieces: list[tuple[_Task, float, float]] = []
    at = 0.0
    while waiting := [one for one in tasks if one.left > _TOUCH]:
        ready = [one for one in waiting if before[one.first] <= at + _TOUCH]
        if not ready:
            at = min(before[one.first] for one in waiting)
            continue
        one = min(ready, key=lambda task: (task.after, task.order))
        following = next((edge for edge in releases if edge > at + _TOUCH), before[-1])
        until = min(at + one.left, following if following > at else at + one.left)
        one.left -= until - at
        if pieces and pieces[-1][0] is one and abs(pieces[-1][2] - at) < _TOUCH:
            pieces[-1] = (one, pieces[-1][1], until)
        else:
            pieces.append((one, at, until))
        at = until
        if at >= before[-1] - _TOUCH:
            break
    return pieces


def _entries(
    pieces: Sequence[tuple[_Task, float, float]], days: Sequence[float], calendar: Calendar
) -> list[NewEntry]:
    """Returns the pieces as whole weeks: each gets the weeks whose middle it covers, and at least one."""
    before = [0.0, *accumulate(days)]
    middles = [(before[n] + before[n + 1]) / 2 for n in range(len(days))]
    found: list[NewEntry] = []
    for task, start, end in pieces:
        covered = [n for n, at in enumerate(middles) if days[n] and start <= at < end]
        if not covered:
            if end - start < min(1.0, task.days * 0.5) and _has_other(task, pieces, (start, end)):
                continue
            covered = [_nearest(middles, days, (start + end) / 2)]
        first, last = calendar.weeks[covered[0]].monday, calendar.weeks[covered[-1]].monday
        found.append(NewEntry(task.need.position_id, first, last))
    return _joined(found)


def _has_other(task: _Task, pieces: Sequence[tuple[_Task, float, float]], own: tuple[float, float]) -> bool:
    return any(one is task and (start, end) != own and end - start >= 1 for one, start, end in pieces)


def _nearest(middles: Sequence[float], days: Sequence[float], at: float) -> int:
    return min((n for n in range(len(days)) if days[n]), key=lambda n: abs(middles[n] - at), default=0)


def _joined(entries: Sequence[NewEntry]) -> list[NewEntry]:
    """Returns them without repeats: two pieces of a position in the same weeks are one."""
    return sorted(dict.fromkeys(entries), key=lambda one: (one.first_week, one.last_week))


def _shortened(tasks: Sequence[_Task], calendar: Calendar) -> tuple[Shortened, ...]:
    asked: dict[UUID, list[float]] = {}
    for one in tasks:
        total = asked.setdefault(one.need.position_id, [0.0, 0.0])
        total[0] += one.need.weeks
        total[1] += one.need.weeks * calendar.ratio * (one.days / one.asked if one.asked else 0.0)
    return tuple(
        Shortened(key, round(weeks, 1), round(given, 1))
        for key, (weeks, given) in asked.items()
        if given < weeks * _SHORT
    )


@dataclass(frozen=True, slots=True)
class Amount:
    """So many days at the firm a need gets, within the weeks `first` to before `after` of the calendar."""

    need: Need
    first: int
    after: int
    days: float


def amounts(demand: Demand, calendar: Calendar) -> list[Amount]:
    """Returns what `spread` gives each need, in the order of the demand: shortened where more is asked for than there are days."""
    tasks = [_task(order, need, calendar) for order, need in enumerate(demand.needs)]
    _fit(tasks, [float(week.days) for week in calendar.weeks])
    return [Amount(one.need, one.first, one.after, one.days) for one in tasks]
