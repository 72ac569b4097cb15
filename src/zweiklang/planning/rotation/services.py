"""Starts and stops the planner, and does its work: the run holds numbers, its moves lie in each apprentice's room."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import asdict
from datetime import date, datetime, timedelta
from time import monotonic
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.http import Http404

from zweiklang.kernel import jobs
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import now, today
from zweiklang.kernel.errors import Conflict, Rejected
from zweiklang.kernel.hesse import monday_of
from zweiklang.planning.company_lane.facts import rooms_planned
from zweiklang.planning.models import RotationMove, RotationRun
from zweiklang.planning.rotation.instance import question
from zweiklang.planning.rotation.parts import Part, proposed_parts
from zweiklang.planning.rotation.reading import firm_facts
from zweiklang.planning.rotation.shapes import MOST_SECONDS, Firm, Options, Question, Wishes
from zweiklang.planning.rotation.words import violations_in_words
from zweiklang.planning.solver.shapes import Instance, Outcome, Placement, Progress
from zweiklang.planning.solver.theory import distances
from zweiklang.rooms.public import as_system

SOLVE = "planning.rotation"
BUSY = "Der Planer rechnet schon für Sie. Bitte warten Sie, bis er fertig ist, oder halten Sie ihn an."
OVERTAKEN = "Niemand hat daran gearbeitet. Es gibt eine neuere Rechnung."
MOST_LEARNERS = 60
_ALIVE = (RotationRun.State.QUEUED, RotationRun.State.RUNNING)
# A run that nobody works on any more: the worker has been silent, or it has waited for its turn, longer than this.
STALE, FORGOTTEN = timedelta(minutes=5), timedelta(minutes=30)
# Of all firms together: a run keeps a worker busy for a minute, and mails must not wait behind runs (a worker does four jobs at once).
AT_ONCE = 2
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
    _one_at_a_time(actor.person_id)
    with as_system(actor):
        mine_before = RotationRun.objects.filter(started_by_id=actor.person_id, state__in=_ALIVE)
        if any(map(is_alive, mine_before)):
            raise Conflict(BUSY)
        mine_before.update(state=RotationRun.State.FAILED, failure=OVERTAKEN, ended_at=now())
        run = RotationRun.objects.create(
            started_by_id=actor.person_id,
            firm_id=firm_id,
            rooms=sorted(rooms),
            options=_kept(options),
        )
    jobs.defer(
        SOLVE, priority=jobs.URGENT, alone=f"rotation-{actor.person_id.int % AT_ONCE}", run=str(run.pk)
    )
    return run


def _one_at_a_time(person_id: UUID) -> None:
    """Two clicks start one run: the second waits until the first one's is there."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"rotation-start:{person_id}"]
        )


def is_alive(run: RotationRun) -> bool:
    """Returns whether somebody works on it, or will: it waits for its turn not too long, or its worker has written a moment ago."""
    told = run.progress.get("at")
    since = datetime.fromisoformat(told) if told else run.made_at
    patience = FORGOTTEN if run.state == RotationRun.State.QUEUED else STALE
    return run.state in _ALIVE and since > now() - patience


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
    options, facts = options_of(run), firm_facts(run.firm_id, run.rooms)
    asked, run.base = question(facts, options), _revisions(facts)
    watch = _Watch(run_id, aborted)
    begun = {"at": now().isoformat()}
    RotationRun.objects.filter(pk=run_id).update(state=RotationRun.State.RUNNING, progress=begun)
    outcome = solve(
        asked.instance,
        seconds=options.seconds,
        on_progress=watch.note,
        should_stop=watch.should_stop,
    )
    if watch.aborted():
        return
    today = {one.room_id: one.entries for one in facts.learners}
    parts = proposed_parts(asked, outcome.placements, today, options.from_week)
    _store(run, parts, figures_of(asked, outcome, options.from_week))


def asked_of(run: RotationRun) -> tuple[Question, dict[str, int]]:
    """Returns the instance of the run by the plans of now, and the revisions of these plans by room."""
    facts = firm_facts(run.firm_id, run.rooms)
    return question(facts, options_of(run)), _revisions(facts)


def _revisions(facts: Firm) -> dict[str, int]:
    return {str(one.room_id): one.revision for one in facts.learners}


def fail_run(run_id: UUID, *, failure: str) -> None:
    """The run has ended without a result, and says why."""
    RotationRun.objects.filter(pk=run_id, state__in=_ALIVE).update(
        state=RotationRun.State.FAILED, failure=failure[:300], ended_at=now()
    )


class _Watch:
    """Looks once a second whether somebody wants to stop, and writes how far the search is: also a sign of life."""

    def __init__(self, run_id: UUID, aborted: Callable[[], bool]) -> None:
        self.run_id, self.aborted = run_id, aborted
        self.begun = monotonic()
        self.looked, self.stop = 0.0, False
        self.figures: dict[str, Any] = {}

    def note(self, progress: Progress) -> None:
        """The run shows the best plan's figures at the next look, the first one's at once."""
        self.figures = {
            "objective": progress.objective,
            "bound": progress.bound,
            "gap": round(progress.gap, 4),
            "stage": progress.stage,
        }
        if progress.stage == "first":
            self._tell()

    def should_stop(self) -> bool:
        """Returns whether the search should end."""
        if self.stop or self.aborted():
            return True
        if monotonic() - self.looked >= _EVERY:
            self.looked = monotonic()
            asked = RotationRun.objects.filter(pk=self.run_id).values_list("stop_asked", flat=True)
            self.stop = next(iter(asked), True)
            self._tell()
        return self.stop

    def _tell(self) -> None:
        life = {"seconds": round(monotonic() - self.begun, 1), "at": now().isoformat()}
        RotationRun.objects.filter(pk=self.run_id).update(progress={**self.figures, **life})


@transaction.atomic
def _store(run: RotationRun, parts: Mapping[UUID, Iterable[Part]], figures: dict[str, Any]) -> None:
    found = RotationRun.objects.filter(pk=run.pk, state__in=_ALIVE)
    if not found.select_for_update().exists():
        return  # another worker was faster
    RotationMove.objects.filter(run=run).delete()
    RotationMove.objects.bulk_create(_moves(run, parts))
    found.update(state=RotationRun.State.DONE, base=run.base, outcome=figures, ended_at=now())


def figures_of(asked: Question, outcome: Outcome, since: date) -> dict[str, Any]:
    """Returns the outcome as it is kept: no plan, no names; positions by their ids. What lies before `since` nobody can mend any more."""
    start = asked.week_of(since)
    return {
        "status": outcome.status,
        "objective": outcome.objective,
        "bound": outcome.bound,
        "gap": round(outcome.gap, 4),
        "seconds": round(outcome.seconds, 1),
        "first_plan_seconds": round(outcome.first_plan_seconds, 2),
        "terms": [{**asdict(one), "gain": one.gain} for one in outcome.terms],
        "practice": {
            "new": practice(asked.instance, outcome.placements, start),
            "today": practice(asked.instance, asked.instance.current, start),
        },
        "failed": [
            {**asdict(one), "position": str(asked.positions.get(one.position, ""))}
            for one in outcome.failed
            if one.wish != "theory" or any(week >= start for week in one.weeks)
        ],
        "remarks": list(outcome.remarks),
        "today_violations": [
            {"sentence": one} for one in violations_in_words(asked, outcome.today_violations)
        ],
    }


def practice(instance: Instance, placements: Iterable[Placement], start: int) -> tuple[int, int]:
    """Returns how many weeks of practice from that week on have a Lernfeld, and their distances from it together."""
    tables = {
        (person.id, position.id): table
        for person in instance.apprentices
        for position in person.positions
        if (table := distances(instance, person, position)) is not None
    }
    far = [
        tables[one.apprentice, one.position][one.week - 1]
        for one in placements
        if one.week >= start and (one.apprentice, one.position) in tables
    ]
    return len(far), sum(far)


def _moves(run: RotationRun, parts: Mapping[UUID, Iterable[Part]]) -> list[RotationMove]:
    return [
        RotationMove(
            room_id=room_id,
            run=run,
            position_id=one.position_id,
            department_id=one.department_id,
            first_week=one.first_week,
            last_week=one.last_week,
        )
        for room_id, found in parts.items()
        for one in found
    ]
