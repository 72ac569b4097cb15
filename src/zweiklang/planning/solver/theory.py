"""How far practice is from theory, in weeks, for one apprentice and position."""

from collections.abc import Iterable

from zweiklang.planning.solver.shapes import Apprentice, Instance, LearningField, Position, TheoryRule


def linked_fields(instance: Instance, apprentice: Apprentice, position: Position) -> list[LearningField]:
    """The Lernfelder of her class that are linked with the position and are taught at all, in the order of the lane."""
    wanted = instance.links.get(position.id, frozenset())
    return [one for one in apprentice.lane if one.id in wanted and one.weeks]


def runs(weeks: Iterable[int]) -> list[tuple[int, int]]:
    """The weeks as (first, last) of consecutive numbers, in order."""
    found: list[tuple[int, int]] = []
    for week in sorted(set(weeks)):
        if found and found[-1][1] == week - 1:
            found[-1] = (found[-1][0], week)
        else:
            found.append((week, week))
    return found


def distance(week: int, taught: list[tuple[int, int]], rule: TheoryRule) -> int:
    """Weeks between practice in `week` and the nearest of the intervals in which theory is taught.

    0 while it is taught and up to `grace_weeks` after its end; later one per week; before its begin `early_factor` per week; at most `cap`.
    """
    best = rule.cap
    for first, last in taught:
        early, late = rule.early_factor * (first - week), week - last - rule.grace_weeks
        best = min(best, early if week < first else max(0, late))
    return best


def distances(instance: Instance, apprentice: Apprentice, position: Position) -> tuple[int, ...] | None:
    """The distance of every week (index week − 1); None for a position that is linked with nothing the class is taught."""
    fields = linked_fields(instance, apprentice, position)
    if not fields:
        return None
    taught = [run for one in fields for run in runs(one.weeks)]
    return tuple(distance(week, taught, instance.theory) for week in range(1, instance.weeks + 1))
