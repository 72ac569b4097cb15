"""First proposals of a lane: a year's Lernfelder one after another, or those of another plan moved to other weeks. Pure."""

from collections.abc import Sequence
from datetime import date
from itertools import accumulate, pairwise
from math import ceil

from zweiklang.planning.school_lane.shapes import CurriculumField, Lane, LaneWeek, Placed

LESSONS_PER_DAY = 6
MOST_PER_DAY = 12


def one_after_another(fields: Sequence[CurriculumField], lane: Lane) -> tuple[list[Placed], int]:
    """Returns the Lernfelder spread over all weeks with school by their hours, and how many lessons of a school day that takes at most.

    Each begins with a week of its own and takes whole weeks, so that the days are filled as evenly as whole weeks allow. Where hours are
    not known, a Lernfeld gets as many as the others on average, or what fits into its weeks.
    """
    weeks = lane.school
    if not fields or not weeks:
        return [], LESSONS_PER_DAY
    hours = _hours(fields, sum(week.days for week in weeks))
    parts = _parts(hours, weeks)
    placed = [
        Placed(field.id, weeks[first].monday, weeks[last].monday, number)
        for field, number, (first, last) in zip(fields, hours, parts, strict=True)
    ]
    return placed, _needed(placed, weeks)


def _hours(fields: Sequence[CurriculumField], days: int) -> list[int]:
    known = [field.hours for field in fields if field.hours]
    average = sum(known) / len(known) if known else days * LESSONS_PER_DAY / len(fields)
    return [field.hours or max(1, round(average)) for field in fields]


def _parts(hours: Sequence[int], weeks: Sequence[LaneWeek]) -> list[tuple[int, int]]:
    """Returns first and last index of the weeks of each Lernfeld."""
    if len(hours) > len(weeks):
        at = [n * len(weeks) // len(hours) for n in range(len(hours))]
        return [(n, n) for n in at]
    return _evenly(hours, [0, *accumulate(week.days for week in weeks)])


def _evenly(hours: Sequence[int], before: Sequence[int]) -> list[tuple[int, int]]:
    """Divides the weeks so that the sum of hours²/days is smallest: no day is much fuller than another.

    `before`: school days before each week. Tries every division, from the first Lernfeld to the last (weeks² × Lernfelder steps).
    """
    count = len(before) - 1
    best: list[tuple[float, list[int]]] = [(0.0, [0])] + [(float("inf"), []) for _ in range(count)]
    for at, number in enumerate(hours):
        rest = len(hours) - at - 1
        following: list[tuple[float, list[int]]] = [(float("inf"), []) for _ in range(count + 1)]
        for end in range(at + 1, count - rest + 1):
            following[end] = min(
                (cost + number * number / (before[end] - before[begin]), [*cuts, end])
                for begin, (cost, cuts) in enumerate(best[:end])
                if cuts
            )
        best = following
    cuts = best[count][1]
    return [(begin, end - 1) for begin, end in pairwise(cuts)]


def _needed(placed: Sequence[Placed], weeks: Sequence[LaneWeek]) -> int:
    load = dict.fromkeys((week.monday for week in weeks), 0.0)
    for one in placed:
        inside = [week for week in weeks if one.first_week <= week.monday <= one.last_week]
        days = sum(week.days for week in inside)
        for week in inside:
            load[week.monday] += one.hours / days
    return min(max(1, ceil(max(load.values()) - 1e-9)), MOST_PER_DAY)


def moved_to(placed: Sequence[Placed], *, source: Lane, target: Lane) -> list[Placed]:
    """Returns the bars of a plan in another year's weeks: what was in the n-th week of school is in the n-th again.

    Where the years have different numbers of such weeks, in proportion. Without any week of school in one of them there is nothing.
    """
    old, new = [week.monday for week in source.school], [week.monday for week in target.school]
    if not old or not new:
        return []
    share = len(new) / len(old)
    found = []
    for one in placed:
        begin, end = _index_from(old, one.first_week), _index_until(old, one.last_week)
        first = min(round(begin * share), len(new) - 1)
        last = min(max(first, round((max(begin, end) + 1) * share) - 1), len(new) - 1)
        found.append(Placed(one.learning_field_id, new[first], new[last], one.hours))
    return found


def _index_from(mondays: Sequence[date], day: date) -> int:
    return next((n for n, monday in enumerate(mondays) if monday >= day), len(mondays) - 1)


def _index_until(mondays: Sequence[date], day: date) -> int:
    return next((n for n in reversed(range(len(mondays))) if mondays[n] <= day), 0)
