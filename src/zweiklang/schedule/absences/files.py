"""A file of absences is shown before it is entered. Only what was read of it is kept, never the file: that may hold reasons."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404

from zweiklang.apprenticeships.public import Contract
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import now, today
from zweiklang.kernel.decisions import require
from zweiklang.kernel.errors import Conflict, Rejected
from zweiklang.organisations.public import Organisation
from zweiklang.rooms.public import as_system, team_room, team_standing
from zweiklang.schedule import policy
from zweiklang.schedule.absences.filed import AbsenceFile, AbsencePlan, FiledAbsence, FiledProblem
from zweiklang.schedule.absences.importing import import_absences, plan_absences
from zweiklang.schedule.models import TimetableImport

KEPT = timedelta(days=7)
FILE_KINDS = ("Untis GPU013, Absenzen", "Tabelle mit Fehlzeiten")
EMPTY = "In der Datei steht keine Fehlzeit, die gelesen werden konnte."
MEANWHILE = "Seit der Vorschau hat sich etwas geändert. Sehen Sie die Vorschau bitte noch einmal durch."
DONE = "Diese Datei ist schon übernommen."


@dataclass(frozen=True, slots=True)
class AbsencePreview:
    """What a file would enter now, and a digest of it. `people` are those of whom it says what is there, or what would be."""

    plan: AbsencePlan
    digest: str
    people: tuple[UUID, ...]


@transaction.atomic
def keep_absence_file(
    actor: Actor, *, school: Organisation, file: AbsenceFile, name: str, data: bytes
) -> TimetableImport:
    """What was read of the file waits for a decision, seven days at most. Raises Rejected where it says nothing."""
    _may(actor, school)
    if not file.entries:
        reason = f" Zeile {file.problems[0].line}: {file.problems[0].reason}" if file.problems else ""
        left_out = " Sie spricht nur von Lehrkräften, Klassen oder Räumen." if file.left_out else ""
        raise Rejected(EMPTY + reason + left_out, field="file")
    with as_system(actor):
        old = TimetableImport.objects.filter(school=school, file_kind__in=FILE_KINDS, state="preview")
        old.filter(made_at__lt=now() - KEPT).delete()
        return TimetableImport.objects.create(
            room=team_room(actor, organisation=school),
            school=school,
            file_name=name[:200],
            file_kind=file.kind_label,
            sha256=hashlib.sha256(data).hexdigest(),
            from_day=today(),
            content=_packed(file),
            made_by=actor.name[:200],
        )


def preview_of(actor: Actor, *, school: Organisation, found: TimetableImport) -> AbsencePreview:
    """Returns what the kept file would enter now."""
    _may(actor, school)
    if found.content is None:
        raise Conflict(DONE)
    with as_system(actor):
        plan = plan_absences(school, _unpacked(found))
        shown = Contract.objects.filter(room_id__in=plan.rooms)
        people = tuple(shown.values_list("apprentice_id", flat=True))
    return AbsencePreview(plan, _digest(plan), people)


@transaction.atomic
def apply_absence_file(actor: Actor, *, school: Organisation, import_id: UUID, seen: str) -> AbsencePlan:
    """The file's absences are entered, exactly as shown (`seen`: the digest of the preview), and nothing of the file is kept any more."""
    _may(actor, school)
    with as_system(actor):
        found = TimetableImport.objects.select_for_update().filter(pk=import_id, school=school).first()
    if found is None or found.file_kind not in FILE_KINDS:
        raise Http404
    if preview_of(actor, school=school, found=found).digest != seen:
        raise Conflict(MEANWHILE)
    plan = import_absences(actor, school=school, file=_unpacked(found))
    with as_system(actor):
        found.state, found.content = TimetableImport.State.APPLIED, None
        found.counts = {"added": len(plan.added), "changed": len(plan.changed), "unchanged": plan.unchanged}
        found.applied_by, found.applied_at = actor.name[:200], now()
        found.save(update_fields=["state", "content", "counts", "applied_by", "applied_at"])
    return plan


@transaction.atomic
def discard_absence_file(actor: Actor, *, school: Organisation, import_id: UUID) -> None:
    """Nothing of a file that was not entered is left."""
    _may(actor, school)
    with as_system(actor):
        TimetableImport.objects.filter(
            pk=import_id, school=school, file_kind__in=FILE_KINDS, state="preview"
        ).delete()


def absence_file_in(room_id: UUID, import_id: UUID) -> TimetableImport:
    """Returns that file of the school whose team room it is; 404 where there is none."""
    found = TimetableImport.objects.filter(room=room_id, pk=import_id, file_kind__in=FILE_KINDS).first()
    if found is None:
        raise Http404
    return found


def _may(actor: Actor, school: Organisation) -> None:
    require(policy.may_import_absences(actor, standing=None if actor.is_system else team_standing(school.pk)))


def _packed(file: AbsenceFile) -> bytes:
    return json.dumps(asdict(file), default=str, ensure_ascii=False).encode()


def _unpacked(found: TimetableImport) -> AbsenceFile:
    kept: dict[str, Any] = json.loads(bytes(found.content or b"{}"))
    return AbsenceFile(
        kept["kind_label"],
        kept["source"],
        tuple(_entry(one) for one in kept["entries"]),
        tuple(FiledProblem(**one) for one in kept["problems"]),
        kept["left_out"],
    )


def _entry(kept: dict[str, Any]) -> FiledAbsence:
    days = {key: date.fromisoformat(kept[key]) for key in ("first_day", "last_day")}
    return FiledAbsence(**(kept | days))


def _digest(plan: AbsencePlan) -> str:
    shown = [
        [one.room_id, one.day, one.period, one.kind, one.minutes, one.state, one.absence_id]
        for one in (*plan.added, *plan.changed)
    ]
    return hashlib.sha256(json.dumps(shown, default=str).encode()).hexdigest()
