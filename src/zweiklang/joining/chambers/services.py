"""A chamber's file becomes a preview, and a preview becomes facts."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404

from zweiklang.apprenticeships.public import derived_once
from zweiklang.joining.chambers.applying import Writing
from zweiklang.joining.chambers.loading import known_to
from zweiklang.joining.chambers.models import ChamberImport
from zweiklang.joining.chambers.plan import RegisterPlan
from zweiklang.joining.chambers.planning import plan_register
from zweiklang.joining.chambers.policy import may_apply_import, may_import_register
from zweiklang.joining.chambers.rows import RegisterFile, RowProblem, rows_from_json, rows_to_json
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import now, today
from zweiklang.kernel.decisions import require
from zweiklang.kernel.errors import Conflict, Rejected
from zweiklang.organisations.public import Organisation
from zweiklang.rooms.public import Room, as_system, team_room

KEPT_PREVIEWS = timedelta(days=7)
NOTHING = "In dieser Datei steht kein Vertrag, der sich lesen lässt."
MEANWHILE = (
    "Seit der Vorschau hat sich das Verzeichnis geändert. Sehen Sie die Vorschau bitte noch einmal durch."
)


def plan_for(
    actor: Actor, *, chamber: Organisation, file: RegisterFile, decisions: Mapping[str, str] | None = None
) -> RegisterPlan:
    """Returns what the file would change today; nothing is written. Raises Rejected for a file that says nothing."""
    require(may_import_register(actor, chamber=chamber))
    if not file.rows and not file.problems:
        raise Rejected(NOTHING, field="file")
    with as_system(actor):
        known = known_to(chamber, file.rows)
    return plan_register(file.rows, known, on=today(), problems=file.problems, decisions=decisions)


@transaction.atomic
def preview_register(actor: Actor, *, chamber: Organisation, file: RegisterFile) -> ChamberImport:
    """A preview of the file is kept for a decision; no fact has changed."""
    plan = plan_for(actor, chamber=chamber, file=file)
    return _kept(actor, chamber, file, plan)


def _kept(actor: Actor, chamber: Organisation, file: RegisterFile, plan: RegisterPlan) -> ChamberImport:
    with as_system(actor):
        old = ChamberImport.objects.filter(chamber=chamber, state=ChamberImport.State.PREVIEW)
        old.filter(made_at__lt=now() - KEPT_PREVIEWS).delete()
        return ChamberImport.objects.create(
            room=team_room(actor, organisation=chamber),
            chamber=chamber,
            file_name=file.file_name[:200],
            sha256=file.sha256,
            rows=rows_to_json(file.rows),
            # What could not be read; problems with the register are found anew each time.
            errors=[[one.line, one.place, one.reason] for one in file.problems],
            digest=plan.digest,
            counts=plan.counts,
            made_by=actor.name[:200],
        )


def plan_of(
    actor: Actor, *, found: ChamberImport, decisions: Mapping[str, str] | None = None
) -> RegisterPlan:
    """Returns the plan of a preview as of now."""
    require(may_apply_import(actor, found=found))
    return plan_for(actor, chamber=found.chamber, file=_file_of(found), decisions=decisions)


def apply_import(
    actor: Actor, *, import_id: UUID, seen: str, decisions: Mapping[str, str] | None = None
) -> ChamberImport:
    """Exactly the preview that was seen (by its digest) is a fact. Rows whose question is open are left out.

    Raises Conflict if it was applied already or the register changed meanwhile.
    """
    with derived_once(actor):
        found = import_in(import_id)
        with locked(actor, found.chamber):
            found.refresh_from_db()
            plan = plan_of(actor, found=found)
            if plan.digest != seen:
                raise Conflict(MEANWHILE)
            decisions = _checked(plan, decisions or {})
            _write(actor, found, plan_of(actor, found=found, decisions=decisions))
    return found


def import_register(actor: Actor, *, chamber: Organisation, file: RegisterFile) -> RegisterPlan:
    """The file is applied at once; rows in doubt are left out. A file that changes nothing leaves no trace."""
    with derived_once(actor):
        require(may_import_register(actor, chamber=chamber))
        with locked(actor, chamber):
            plan = plan_for(actor, chamber=chamber, file=file)
            if not plan.is_empty:
                _write(actor, _kept(actor, chamber, file, plan), plan)
    return plan


@transaction.atomic
def discard_import(actor: Actor, *, import_id: UUID) -> None:
    """The preview is gone with everything the file said; nothing has changed."""
    found = import_in(import_id)
    with locked(actor, found.chamber):
        found.refresh_from_db()
        require(may_apply_import(actor, found=found))
        found.delete()


def import_in(import_id: UUID, room_id: UUID | None = None) -> ChamberImport:
    """Returns the import as the person may read it (row-level security); 404 for anybody else's."""
    rows = ChamberImport.objects.select_related("chamber").filter(pk=import_id)
    found = (rows.filter(room_id=room_id) if room_id else rows).first()
    if found is None:
        raise Http404
    return found


@contextmanager
def locked(actor: Actor, chamber: Organisation) -> Iterator[None]:
    """Inside the block nobody else reads a file into this chamber's register; a second one waits. In the system role."""
    with as_system(actor):
        room = team_room(actor, organisation=chamber)
        Room.objects.select_for_update(no_key=True).get(pk=room.pk)
        yield


def _write(actor: Actor, found: ChamberImport, plan: RegisterPlan) -> None:
    Writing(actor, found, plan).write()
    found.rows, found.counts = [], plan.counts
    found.errors = [[one.line, one.place, one.reason] for one in plan.errors]
    found.state, found.applied_at, found.applied_by = ChamberImport.State.APPLIED, now(), actor.name[:200]
    found.save()


def _file_of(found: ChamberImport) -> RegisterFile:
    problems = tuple(RowProblem(*one) for one in found.errors)
    return RegisterFile(rows_from_json(found.rows), problems, found.file_name, found.sha256)


def _checked(plan: RegisterPlan, decisions: Mapping[str, Any]) -> dict[str, str]:
    """Only answers that were offered; a foreign id is no answer."""
    offered = {question.key: {value for value, _ in question.options} for question in plan.questions}
    return {key: value for key, value in decisions.items() if value in offered.get(key, ())}
