"""Starts and stops the planner, and does its work: the run holds numbers, its moves lie in each apprentice's room."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import asdict
from datetime import date, timedelta
from time import monotonic
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404

from zweiklang.kernel import jobs
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import now, today
from zweiklang.kernel.errors import Conflict, Rejected
from zweiklang.kernel.hesse import monday_of
from zweiklang.planning.company_lane.facts import rooms_planned
from zweiklang.planning.models import RotationMove, RotationRun
from zweiklang.planning.rotation.instance import question
from zweiklang.planning.rotation.reading import firm_facts
from zweiklang.planning.rotation.shapes import MOST_SECONDS, NOWHERE, Options, Question, Wishes
from zweiklang.planning.solver.scoring import stretches
from zweiklang.planning.solver.shapes import Outcome, Placement, Progress
from zweiklang.rooms.public import as_system

SOLVE = "planning.rotation"
BUSY = "Der Planer rechnet schon für Sie. Bitte warten Sie, bis er fertig ist, oder halten Sie ihn an."
MOST_LEARNERS = 60
_ALIVE = (RotationRun.State.QUEUED, RotationRun.State.RUNNING)
# A run that nobody works on any more: the search, its start and a worker's silence are shorter than this.
STALE = timedelta(minutes=5)
_EVERY = 1.0  # seconds between two looks into the run: whether to stop, and how far it is


@transaction.atomic
def start_run(actor: Actor, *, firm_id: UUID, rooms: Collection[UUID], options: Options) -> RotationRun:
    """The planner works on these apprentices of the firm; raises Conflict while another run of the same person does."""
    mine = set(rooms_planned(firm_id))
    if not mine or not set(rooms) <= mine or actor.person_id is None:
        raise Http404
    if not rooms:
        raise Rejected("Bitte wählen Sie mindestens eine Person.", field="rooms")
    if len(rooms) > MOST_LEARNERS:
        raise Rejected(f"Der Planer plant höchstens {MOST_LEARNERS} Personen auf einmal.", field="rooms")
    if options.from_week <= monday_of(today()):
        raise Rejected("Der Planer kann frühestens ab der nächsten Woche planen.", field="from_week")
    with as_system(actor):
        # One row of the person is locked, so that two clicks start one run.
        alive = RotationRun.objects.select_for_update().filter(
            started_by_id=actor.person_id, state__in=_ALIVE, made_at__gt=now() - STALE
        )
        if alive.exists():
            raise Conflict(BUSY)
        run = RotationRun.objects.create(
            started_by_id=actor.person_id,
            firm_id=firm_id,
            rooms=sorted(rooms),
            options=_kept(options),
        )
    jobs.defer(SOLVE, priority=jobs.URGENT, run=str(run.pk))
    return run


@transaction.atomic
def ask_stop(actor: Actor, *, run_id: UUID) -> RotationRun:
    """The run ends at the next look, with the best plan so far; of a run that has ended, nothing changes."""
    run = RotationRun.objects.filter(pk=run_id).first()
    if run is None:
        raise Http404
    with as_system(actor):
        RotationRun.objects.filter(pk=run_id, state__in=_ALIVE).update(stop_asked=True)
    return run


def _kept(options: Options) -> dict[str, Any]:
    return {
        "from_week": options.from_week.isoformat(),
        "seconds": min(max(options.seconds, 1), MOST_SECONDS),
        "wishes": asdict(options.wishes),
    }


def options_of(run: RotationRun) -> Options:
    """Returns what the run was asked for."""
    kept = run.options
    return Options(date.fromisoformat(kept["from_week"]), kept["seconds"], Wishes(**kept["wishes"]))


def carry_out(run_id: UUID, *, aborted: Callable[[], bool] = lambda: False) -> None:
    """The run is done, with its moves, or failed with a sentence. Called by the worker, in the system role, outside of a transaction.

    A worker that died leaves the run as it was: the next one begins anew.
    """
    from zweiklang.planning.solver.solving import solve  # noqa: PLC0415 - OR-Tools, which no web process needs

    run = RotationRun.objects.filter(pk=run_id, state__in=_ALIVE).first()
    if run is None:
        return
    asked, run.base = asked_of(run)
    RotationRun.objects.filter(pk=run_id).update(state=RotationRun.State.RUNNING, progress={})
    watch = _Watch(run_id, aborted)
    outcome = solve(
        asked.instance,
        seconds=options_of(run).seconds,
        on_progress=watch.note,
        should_stop=watch.should_stop,
    )
    if watch.aborted():
        return
    _store(run, asked, outcome)


def asked_of(run: RotationRun) -> tuple[Question, dict[str, int]]:
    """Returns the instance of the run by the plans of now, and the revisions of these plans by room."""
    facts = firm_facts(run.firm_id, run.rooms)
    return question(facts, options_of(run)), {str(one.room_id): one.revision for one in facts.learners}


def fail_run(run_id: UUID, *, failure: str) -> None:
    """The run has ended without a result, and says why."""
    RotationRun.objects.filter(pk=run_id, state__in=_ALIVE).update(
        state=RotationRun.State.FAILED, failure=failure[:300], ended_at=now()
    )


class _Watch:
    """Looks once a second whether somebody wants to stop, and writes how far the search is."""

    def __init__(self, run_id: UUID, aborted: Callable[[], bool]) -> None:
        self.run_id, self.aborted = run_id, aborted
        self.looked, self.told, self.stop = 0.0, 0.0, False

    def note(self, progress: Progress) -> None:
        """The run shows the best plan's figures."""
        if monotonic() - self.told < _EVERY and progress.stage != "first":
            return
        self.told = monotonic()
        figures = {
            "seconds": round(progress.seconds, 1),
            "objective": progress.objective,
            "bound": progress.bound,
            "gap": round(progress.gap, 4),
            "stage": progress.stage,
        }
        RotationRun.objects.filter(pk=self.run_id).update(progress=figures)

    def should_stop(self) -> bool:
        """Returns whether the search should end."""
        if self.stop or self.aborted():
            return True
        if monotonic() - self.looked >= _EVERY:
            self.looked = monotonic()
            asked = RotationRun.objects.filter(pk=self.run_id).values_list("stop_asked", flat=True)
            self.stop = next(iter(asked), True)
        return self.stop


@transaction.atomic
def _store(run: RotationRun, asked: Question, outcome: Outcome) -> None:
    RotationMove.objects.filter(run=run).delete()
    RotationMove.objects.bulk_create(_moves(run, asked, outcome.placements))
    found = RotationRun.objects.filter(pk=run.pk)
    found.update(
        state=RotationRun.State.DONE, base=run.base, outcome=figures_of(asked, outcome), ended_at=now()
    )


def figures_of(asked: Question, outcome: Outcome) -> dict[str, Any]:
    """Returns the outcome as it is kept: no plan, no names; positions by their ids."""
    return {
        "status": outcome.status,
        "objective": outcome.objective,
        "bound": outcome.bound,
        "gap": round(outcome.gap, 4),
        "seconds": round(outcome.seconds, 1),
        "first_plan_seconds": round(outcome.first_plan_seconds, 2),
        "terms": [{**asdict(one), "gain": one.gain} for one in outcome.terms],
        "failed": [
            {**asdict(one), "position": str(asked.positions.get(one.position, ""))} for one in outcome.failed
        ],
        "remarks": list(outcome.remarks),
        "today_violations": [asdict(one) for one in outcome.today_violations],
    }


def _moves(run: RotationRun, asked: Question, placements: Iterable[Placement]) -> list[RotationMove]:
    """The plan in stretches; two periods of one position that follow each other in a department are one."""
    presence = {one.id: one.presence for one in asked.instance.apprentices}
    found: list[RotationMove] = []
    ended = 0
    for one in stretches(asked.instance, placements):
        move = RotationMove(
            room_id=UUID(one.apprentice),
            run=run,
            position_id=asked.positions[one.position],
            department_id=None if one.department == NOWHERE else UUID(one.department),
            first_week=asked.monday(one.weeks[0]),
            last_week=asked.monday(one.weeks[-1]),
        )
        between = presence[one.apprentice][ended : one.weeks[0] - 1]
        if found and _same(found[-1], move) and not any(between):
            found[-1].last_week = move.last_week
        else:
            found.append(move)
        ended = one.weeks[-1]
    return found


def _same(one: RotationMove, other: RotationMove) -> bool:
    return (one.room_id, one.position_id, one.department_id) == (
        other.room_id, other.position_id, other.department_id,
    )  # fmt: skip
