"""Takes over what the planner proposes, whole or in parts, and takes it back. Nothing is applied without a person."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from django.db import connection, transaction
from django.http import Http404

from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import now
from zweiklang.kernel.errors import Conflict, Rejected
from zweiklang.planning.company_lane.facts import rooms_planned
from zweiklang.planning.company_lane.selectors import entries_of
from zweiklang.planning.company_lane.services import replace_entries, undo_change
from zweiklang.planning.company_lane.shapes import Entry, NewEntry, Undo, mondays
from zweiklang.planning.models import RotationMove, RotationRun
from zweiklang.planning.rotation.instance import placed
from zweiklang.planning.rotation.parts import Part, merged
from zweiklang.planning.rotation.services import asked_of, options_of
from zweiklang.planning.rotation.shapes import Question, name_of
from zweiklang.planning.rotation.words import violations_in_words, weeks_in_words
from zweiklang.planning.solver.checking import check_plan
from zweiklang.planning.solver.shapes import Violation
from zweiklang.rooms.public import as_system

ENDED = "Dieser Vorschlag ist schon übernommen oder nicht mehr da."
CHANGED = "Ein Plan hat sich seit der Rechnung geändert. Es ist nichts übernommen. Bitte lassen Sie den Planer noch einmal rechnen."
NOTHING = "Bitte wählen Sie mindestens eine Änderung."
APART = "So passt es nicht zusammen; es ist nichts übernommen."
TOGETHER = "Meist hilft es, auch die anderen Änderungen in diesen Wochen zu wählen."
_SHOWN = 5

type Choice = Mapping[UUID, frozenset[UUID]]
"""Of each apprentice's room the positions whose weeks are taken over."""


@transaction.atomic
def apply_run(actor: Actor, *, run_id: UUID, choice: Choice) -> dict[UUID, Undo]:
    """The chosen positions stand where the planner put them, everything else where it is; returns what takes it back.

    Raises Rejected if parts do not fit together (a department would be too full, two parts in one week), Conflict if a plan has changed.
    """
    run = RotationRun.objects.filter(pk=run_id).first()
    if run is None:
        raise Http404
    _alone(run.firm_id)
    with as_system(actor):
        run = RotationRun.objects.select_for_update().get(pk=run_id)
    if run.state != RotationRun.State.DONE:
        raise Conflict(ENDED)
    chosen = {room: positions for room, positions in choice.items() if positions}
    if not chosen:
        raise Rejected(NOTHING)
    if not set(chosen) <= set(run.rooms) & set(rooms_planned(run.firm_id)):
        raise Http404
    plans = _plans(run, chosen)
    _check(actor, run, plans)
    undo = {
        room: replace_entries(actor, room_id=room, entries=entries, revision=run.base[str(room)])
        for room, entries in plans.items()
    }
    with as_system(actor):
        RotationRun.objects.filter(pk=run_id).update(state=RotationRun.State.APPLIED, applied_at=now())
        for room, positions in chosen.items():
            moves = RotationMove.objects.filter(run=run, room_id=room, position_id__in=positions)
            moves.update(taken=True)
    return undo


def _alone(firm_id: UUID) -> None:
    """Nobody else takes over a proposal for this firm until the transaction ends: places are counted, and rooms locked in any order."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"rotation:{firm_id}"])


@transaction.atomic
def undo_run(actor: Actor, *, run_id: UUID, undo: Mapping[UUID, Undo]) -> RotationRun:
    """The plans are as before the run was taken over, all of them or none; raises Conflict if one has changed since."""
    run = RotationRun.objects.filter(pk=run_id, state=RotationRun.State.APPLIED).first()
    if run is None:
        raise Http404
    _alone(run.firm_id)
    for room_id, one in undo.items():
        undo_change(actor, room_id=room_id, undo=one)
    with as_system(actor):
        # The plans count further changes by now: their new revisions are what the proposal may be applied to again.
        base = {**run.base, **{str(room): one.revision + 1 for room, one in undo.items()}}
        RotationMove.objects.filter(run=run).update(taken=False)
        RotationRun.objects.filter(pk=run_id).update(state=RotationRun.State.DONE, applied_at=None, base=base)
    return run


def _plans(run: RotationRun, chosen: Choice) -> dict[UUID, list[NewEntry]]:
    since = options_of(run).from_week
    today = entries_of(list(chosen))
    moves = RotationMove.objects.filter(run=run, room_id__in=list(chosen)).order_by("first_week", "pk")
    proposed: dict[UUID, list[Part]] = {room: [] for room in chosen}
    for one in moves:
        part = Part(one.position_id, one.department_id, one.first_week, one.last_week)
        proposed[one.room_id].append(part)
    return {
        room: merged(today.get(room, []), proposed[room], positions, since)
        for room, positions in chosen.items()
    }


def _check(actor: Actor, run: RotationRun, plans: Mapping[UUID, Sequence[NewEntry]]) -> None:
    """Raises Conflict if a plan has changed since the run, Rejected if the result breaks a rule that holds today."""
    with as_system(actor):
        asked, revisions = asked_of(run)
        today = entries_of(run.rooms)
    if any(run.base.get(str(room)) != revisions.get(str(room)) for room in plans):
        raise Conflict(CHANGED)
    before = {room: today.get(room, []) for room in run.rooms}
    broken = new_violations(asked, before, {**before, **plans})
    if broken:
        more = f" Und {len(broken) - _SHOWN} weitere." if len(broken) > _SHOWN else ""
        raise Rejected(f"{APART} {' '.join(broken[:_SHOWN])}{more} {TOGETHER}")


def new_violations(
    asked: Question,
    before: Mapping[UUID, Sequence[Entry | NewEntry]],
    after: Mapping[UUID, Sequence[Entry | NewEntry]],
) -> list[str]:
    """Returns in sentences what the plans after break and those before did not: two parts in one week first, then the engine's hard rules."""
    found = []
    for room_id, entries in after.items():
        weeks = sorted(_doubled(asked, room_id, entries) - _doubled(asked, room_id, before[room_id]))
        if weeks:
            found.append(
                f"{name_of(room_id)}: {weeks_in_words(asked, weeks)} stehen zwei Abschnitte zugleich."
            )
    known = {_key(one) for one in _violations(asked, before)}
    fresh = [one for one in _violations(asked, after) if _key(one) not in known]
    return [*found, *violations_in_words(asked, fresh)]


def _violations(asked: Question, plans: Mapping[UUID, Sequence[Entry | NewEntry]]) -> list[Violation]:
    placements = [one for room, entries in plans.items() for one in placed(asked, room, entries)]
    return check_plan(asked.instance, placements)


def _key(one: Violation) -> tuple[str, str | None, int | None, str | None]:
    # A department that is too full is too full, whoever is counted last.
    who = None if one.rule == "capacity" else one.apprentice
    return one.rule, who, one.week, one.department


def _doubled(asked: Question, room_id: UUID, entries: Iterable[Entry | NewEntry]) -> set[int]:
    """Returns the weeks with a day at the firm in which more than one part stands."""
    presence = next(one.presence for one in asked.instance.apprentices if one.id == str(room_id))
    counted = Counter(
        asked.week_of(monday) for one in entries for monday in mondays(one.first_week, one.last_week)
    )
    return {w for w, number in counted.items() if number > 1 and 1 <= w <= len(presence) and presence[w - 1]}
