"""A file becomes a preview, a preview becomes facts, and the last facts can be taken back."""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404

from zweiklang.apprenticeships.public import derived_once
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import now
from zweiklang.kernel.decisions import require
from zweiklang.kernel.errors import Conflict, Rejected
from zweiklang.organisations.public import Organisation
from zweiklang.rooms.public import Room, as_system, team_room
from zweiklang.rosters.applying import apply_plan, last_run
from zweiklang.rosters.loading import known_school
from zweiklang.rosters.models import ImportRun
from zweiklang.rosters.plan import IS_NEW, SKIP, Plan, brake_words
from zweiklang.rosters.planning import plan_roster
from zweiklang.rosters.policy import may_apply, may_import, may_undo
from zweiklang.rosters.shapes import Roster, RowError
from zweiklang.rosters.storing import roster_from, to_json
from zweiklang.rosters.undoing import take_back

KEPT_PREVIEWS = timedelta(days=7)
NOT_OURS = "Diese Datei gehört zur Schule {number}. Wählen Sie die Datei Ihrer Schule {own}."
NOBODY = "In dieser Datei stehen keine Personen und keine Klassen. Erwartet wird zum Beispiel ein LUSD-Bericht mit Nachname, Vorname und Klasse."
MEANWHILE = (
    "Seit der Vorschau hat sich an der Schule etwas geändert. Sehen Sie die Vorschau bitte noch einmal durch."
)


@contextmanager
def locked(actor: Actor, school: Organisation) -> Iterator[Room]:
    """Inside the block nobody else changes the facts of this school by file; a second one waits."""
    with as_system(actor):
        room = team_room(actor, organisation=school)
        yield Room.objects.select_for_update(no_key=True).get(pk=room.pk)


def plan_for(
    actor: Actor,
    *,
    school: Organisation,
    roster: Roster,
    extent: str = "auto",
    decisions: Mapping[str, str] | None = None,
) -> Plan:
    """Returns what the file would change today; nothing is written. Raises Rejected for a file that is not this school's or says nothing."""
    require(may_import(actor, school_id=school.pk))
    if roster.school_number and roster.school_number != school.number:
        raise Rejected(NOT_OURS.format(number=roster.school_number, own=school.number), field="file")
    if not (roster.pupils or roster.teachers or roster.classes):
        reason = f" {roster.errors[0].place}: {roster.errors[0].reason}" if roster.errors else ""
        raise Rejected(NOBODY + reason, field="file")
    with as_system(actor):
        return plan_roster(
            roster,
            known_school(school),
            extent=extent,
            decisions=decisions,
            remembered=_remembered(school),
        )


@dataclass(frozen=True, slots=True)
class Source:
    """Where a roster comes from: the file's name and bytes, and for whom it speaks ("auto", "classes", "school")."""

    file_name: str = ""
    data: bytes = b""
    extent: str = "auto"


@transaction.atomic
def preview_roster(
    actor: Actor, *, school: Organisation, roster: Roster, source: Source, plan: Plan | None = None
) -> ImportRun:
    """A preview of the file is kept for a decision; no fact has changed. Raises Rejected as `plan_for` does."""
    plan = plan or plan_for(actor, school=school, roster=roster, extent=source.extent)
    with as_system(actor):
        room = team_room(actor, organisation=school)
        old = ImportRun.objects.filter(school=school, state=ImportRun.State.PREVIEW)
        old.filter(made_at__lt=now() - KEPT_PREVIEWS).delete()
        return ImportRun.objects.create(
            room=room,
            school=school,
            file_name=source.file_name[:200],
            file_kind=roster.kind_label[:60],
            sha256=hashlib.sha256(source.data).hexdigest() if source.data else "",
            extent=source.extent,
            roster=to_json(roster),
            made_by=actor.name[:200],
            **_shown(plan),
        )


def _shown(plan: Plan) -> dict[str, Any]:
    return {"digest": plan.digest, "counts": plan.counts, "errors": error_lines(plan.errors)}


def error_lines(errors: tuple[RowError, ...]) -> list[dict[str, Any]]:
    """Returns the errors as the command line and the stored run show them."""
    return [{"line": one.line, "place": one.place, "reason": one.reason} for one in errors]


@transaction.atomic
def set_extent(actor: Actor, *, run: ImportRun, extent: str) -> Plan:
    """The preview speaks for the whole school or only for the classes of the file; returns the new plan."""
    require(may_apply(actor, run=run))
    with locked(actor, run.school):
        run.extent = ImportRun.Extent(extent)
        return _refresh(actor, run)


def plan_of(actor: Actor, *, run: ImportRun) -> Plan:
    """Returns the plan of a preview as of now, and keeps its digest if facts have changed since."""
    require(may_apply(actor, run=run))
    plan = plan_for(actor, school=run.school, roster=roster_from(run.roster), extent=run.extent)
    if plan.digest != run.digest:
        with locked(actor, run.school):
            return _refresh(actor, run)
    return plan


def _refresh(actor: Actor, run: ImportRun) -> Plan:
    plan = plan_for(actor, school=run.school, roster=roster_from(run.roster), extent=run.extent)
    for name, value in _shown(plan).items():
        setattr(run, name, value)
    run.save(update_fields=["digest", "counts", "errors", "extent"])
    return plan


def apply_run(
    actor: Actor,
    *,
    run_id: UUID,
    seen: str,
    decisions: Mapping[str, str] | None = None,
    confirmed_leavers: int | None = None,
) -> ImportRun:
    """Exactly the preview that was seen (by its digest) is a fact. Doubtful rows without a decision are left out.

    Raises Conflict if it was applied already or facts changed meanwhile, Rejected (field "confirmed_leavers") for a mass leaving that is
    not confirmed by its number.
    """
    with derived_once(actor):
        run = found_run(actor, run_id)
        with locked(actor, run.school):
            run.refresh_from_db()
            require(may_apply(actor, run=run))
            roster = roster_from(run.roster)
            plan = plan_for(actor, school=run.school, roster=roster, extent=run.extent)
            if plan.digest != seen or plan.digest != run.digest:
                raise Conflict(MEANWHILE)
            decisions = checked_decisions(plan, decisions or {})
            _require_confirmation(plan, confirmed_leavers)
            plan = plan_for(actor, school=run.school, roster=roster, extent=run.extent, decisions=decisions)
            _write(actor, run, plan, decisions)
    return run


def import_roster(
    actor: Actor,
    *,
    school: Organisation,
    roster: Roster,
    source: Source,
    confirmed_leavers: int | None = None,
) -> Plan:
    """The file is applied at once, without a stop at the preview; doubtful rows are left out. A file that changes nothing leaves no trace."""
    with derived_once(actor), locked(actor, school):
        plan = plan_for(actor, school=school, roster=roster, extent=source.extent)
        _require_confirmation(plan, confirmed_leavers)
        if not plan.is_empty:
            run = preview_roster(actor, school=school, roster=roster, source=source, plan=plan)
            _write(actor, run, plan, {})
    return plan


def _write(actor: Actor, run: ImportRun, plan: Plan, decisions: Mapping[str, str]) -> None:
    apply_plan(actor, run=run, school=known_school(run.school), plan=plan)
    run.roster, run.decisions, run.counts = {}, dict(decisions), plan.counts
    run.state, run.applied_at, run.applied_by = ImportRun.State.APPLIED, now(), actor.name[:200]
    run.save()


def found_run(actor: Actor, run_id: UUID) -> ImportRun:
    """The run as the actor may read it (row-level security); 404 for anybody else's."""
    runs = ImportRun.objects.select_related("school").filter(pk=run_id)
    with as_system(actor) if actor.is_system else nullcontext():
        run = runs.first()
    if run is None:
        raise Http404
    return run


def checked_decisions(plan: Plan, decisions: Mapping[str, str]) -> dict[str, str]:
    """Returns the decisions that answer a doubt of this plan with one of its candidates; raises Rejected for any other."""
    allowed = {entry.key: {IS_NEW, SKIP, *_candidates(entry)} for entry in plan.doubtful}
    for key, choice in decisions.items():
        if choice not in allowed.get(key, set()):
            raise Rejected("Diese Auswahl passt nicht zu der Zeile der Datei.", field="decisions")
    chosen = [choice for choice in decisions.values() if choice not in {IS_NEW, SKIP}]
    if len(chosen) != len(set(chosen)):
        raise Rejected("Zwei Zeilen der Datei können nicht dieselbe Person sein.", field="decisions")
    return dict(decisions)


def _candidates(entry: Any) -> set[str]:
    return {str(candidate.id) for candidate in getattr(entry, "candidates", ())}


def _require_confirmation(plan: Plan, confirmed: int | None) -> None:
    if plan.needs_brake and confirmed != plan.leaving_pupils:
        raise Rejected(brake_words(plan), field="confirmed_leavers")


def undo_run(actor: Actor, *, run_id: UUID) -> ImportRun:
    """Every row is as it was before the run. Raises Conflict, and changes nothing, if later facts stand on it."""
    with derived_once(actor):
        run = found_run(actor, run_id)
        with locked(actor, run.school):
            run.refresh_from_db()
            require(may_undo(actor, run=run, last=last_run(run.school)))
            take_back(actor, run=run)
            run.state, run.undone_at, run.undone_by = ImportRun.State.UNDONE, now(), actor.name[:200]
            run.save(update_fields=["state", "undone_at", "undone_by"])
            # A class that came from another school has its own run there.
            ImportRun.objects.filter(counterpart=run).update(
                state=run.state, undone_at=run.undone_at, undone_by=run.undone_by
            )
    return run


def undo_last(actor: Actor, *, school: Organisation) -> ImportRun:
    """The last run of the school that still stood is taken back; raises Conflict if there is none, or as `undo_run` does."""
    with as_system(actor) if actor.is_system else nullcontext():
        run = last_run(school)
    if run is None:
        raise Conflict("Für diese Schule gibt es keine Übernahme, die sich zurücknehmen lässt.")
    return undo_run(actor, run_id=run.pk)


@transaction.atomic
def discard_run(actor: Actor, *, run_id: UUID) -> None:
    """The preview and what it held of the file are gone."""
    run = found_run(actor, run_id)
    require(may_apply(actor, run=run))
    with as_system(actor):
        ImportRun.objects.filter(pk=run.pk, state=ImportRun.State.PREVIEW).delete()


def _remembered(school: Organisation) -> dict[str, UUID]:
    """Decisions of applied runs that a row means somebody the school has; the newest counts."""
    runs = ImportRun.objects.filter(school=school, state=ImportRun.State.APPLIED).exclude(decisions={})
    merged = {}
    for decisions in runs.order_by("applied_at").values_list("decisions", flat=True):
        merged.update(
            {key: UUID(choice) for key, choice in decisions.items() if choice not in {IS_NEW, SKIP}}
        )
    return merged
