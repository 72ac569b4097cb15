"""Improves a plan piece by piece with CP-SAT: in some weeks some apprentices are free, everything else stays where it is."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from threading import Thread
from typing import Any

from zweiklang.planning.solver.model import PlanModel
from zweiklang.planning.solver.options import Calendar, Option
from zweiklang.planning.solver.shapes import Instance, Placement


@dataclass(frozen=True, slots=True)
class Effort:
    """How long CP-SAT may take, with how many workers, and from which seed."""

    seconds: float
    workers: int
    seed: int


@dataclass(frozen=True, slots=True)
class Found:
    """What CP-SAT answered: a plan that is at least as good, and the bound it proved for this model."""

    placements: tuple[Placement, ...]
    bound: float
    optimal: bool


def narrowed(
    calendar: Calendar, now: Mapping[int, Option], weeks: Collection[int], wanted: Collection[str] | None
) -> Calendar:
    """The calendar with only today's option outside these weeks, and only wanted positions within."""
    allowed = []
    for index, week in enumerate(calendar.weeks):
        current = frozenset({now[week]} if week in now else ())
        if index in calendar.fixed or week not in weeks:
            allowed.append(current)
        elif wanted is None:
            allowed.append(calendar.allowed[index])
        else:
            allowed.append(current | {o for o in calendar.allowed[index] if o[0] in wanted})
    return replace(calendar, allowed=tuple(allowed))


def reopen(
    instance: Instance,
    calendars: Sequence[Calendar],
    plan: Iterable[Placement],
    effort: Effort,
    *,
    weeks: Collection[int],
    missing: Mapping[str, Collection[str]],
) -> Found | None:
    """The best plan CP-SAT found in which these apprentices are placed anew in these weeks; None if it found none in time.

    Within the weeks only positions that stand there now, or in which something is missing, are moved.
    """
    who = {one.apprentice.id for one in calendars}
    own = [one for one in plan if one.apprentice in who]
    occupied = Counter((one.department, one.week) for one in plan if one.apprentice not in who)
    narrow = []
    for calendar in calendars:
        name = calendar.apprentice.id
        now = {one.week: (one.position, one.department) for one in own if one.apprentice == name}
        wanted = {option[0] for week, option in now.items() if week in weeks} | set(missing.get(name, ()))
        narrow.append(narrowed(calendar, now, weeks, wanted))
    model = PlanModel(instance, narrow, occupied)
    model.hint(own)
    return run(model, effort)


def run(model: PlanModel, effort: Effort, stop: Callable[[], bool] | None = None) -> Found | None:
    """What CP-SAT found for the model until it was done, the time was over or `stop` said so."""
    from ortools.sat.python import cp_model  # noqa: PLC0415 - heavy; Django's start must not wait for it

    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = max(0.05, effort.seconds)
    solver.parameters.num_workers = effort.workers
    solver.parameters.random_seed = effort.seed
    answers: list[Any] = []
    searching = Thread(target=lambda: answers.append(solver.solve(model.cp)), daemon=True)
    searching.start()
    while searching.is_alive():  # `stop` is asked here, since what it asks may belong to this thread
        searching.join(0.1)
        if stop is not None and stop():
            solver.stop_search()
    if not answers or answers[0] not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
        return None
    found = model.placements(solver.boolean_value)
    return Found(found, solver.best_objective_bound, answers[0] == cp_model.OPTIMAL)
