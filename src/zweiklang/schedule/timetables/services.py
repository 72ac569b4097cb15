"""A file of timetables becomes a preview, and a preview becomes the school's calendar."""

import hashlib
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404

from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import now
from zweiklang.kernel.decisions import require
from zweiklang.kernel.errors import Conflict, Rejected
from zweiklang.kernel.formats import day_long
from zweiklang.organisations.public import Organisation
from zweiklang.rooms.public import as_system, team_room
from zweiklang.schedule.models import Source, TimetableImport
from zweiklang.schedule.timetables.applying import (
    alone_with_school,
    apply_snapshot,
    brake_words,
    plan_snapshot,
)
from zweiklang.schedule.timetables.changing import apply_changes, changes_of, plan_changes
from zweiklang.schedule.timetables.policy import may_apply_timetable, may_import_timetable
from zweiklang.schedule.timetables.shapes import KIND_LABELS, Applied, FileKind, TimetableFile
from zweiklang.schedule.timetables.storing import Kept, packed, unpacked

KEPT_PREVIEWS = timedelta(days=7)
MOST_LINES = 1_000
MEANWHILE = "Seit der Vorschau hat sich etwas geändert. Sehen Sie die Vorschau bitte noch einmal durch."
GONE = "Diese Vorschau gibt es nicht mehr. Lesen Sie die Datei bitte noch einmal ein."
NOTHING = "In der Datei steht keine Stunde einer Klasse. Ist es der Stundenplan Ihrer Schule?"
OVER = "Die Datei nennt nur Tage bis {last}. Wählen Sie einen früheren Tag, ab dem sie gilt."


@dataclass(frozen=True, slots=True)
class Handed:
    """A file as it was handed in: what a reader found in it, its name and bytes, and from which day on it holds."""

    file: TimetableFile
    name: str
    data: bytes
    from_day: date


@transaction.atomic
def preview_timetable(actor: Actor, *, school: Organisation, handed: Handed) -> TimetableImport:
    """A preview of the file is kept for a decision, seven days at most; no lesson has changed. Raises Rejected where it says nothing to keep."""
    require(may_import_timetable(actor, school_id=school.pk))
    with as_system(actor):
        kept = _kept(school.pk, handed)
        applied = _plan(school.pk, kept, handed.from_day)
        room = team_room(actor, organisation=school)
        old = TimetableImport.objects.filter(school=school, state=TimetableImport.State.PREVIEW)
        old.filter(file_kind__in=KIND_LABELS.values(), made_at__lt=now() - KEPT_PREVIEWS).delete()
        return TimetableImport.objects.create(
            room=room, content=packed(kept), **_facts(actor, school, handed), **_shown(applied)
        )


def _facts(actor: Actor, school: Organisation, handed: Handed) -> dict[str, Any]:
    return {
        "school": school,
        "file_name": handed.name[:200],
        "file_kind": handed.file.kind_label[:60],
        "sha256": hashlib.sha256(handed.data).hexdigest(),
        "from_day": handed.from_day,
        "errors": [{"line": one.line, "reason": one.reason} for one in handed.file.errors],
        "made_by": actor.name[:200],
    }


def _kept(school_id: UUID, handed: Handed) -> Kept:
    """What a preview keeps of the file; of substitutions only their result, so that nobody who is away is named in it."""
    file, first = handed.file, handed.from_day
    if file.kind is FileKind.TIMETABLE:
        if not any(one.label for one in file.lessons):
            raise Rejected(NOTHING + _first_error(file), field="file")
        return Kept(file.kind, lessons=tuple(one for one in file.lessons if one.label))
    if file.first_day is None or file.last_day is None:
        raise Rejected(NOTHING + _first_error(file), field="file")
    if file.last_day < first:
        raise Rejected(OVER.format(last=day_long(file.last_day)), field="from_day")
    first = max(first, file.first_day)
    rows = [one for one in file.substitutions if one.day >= first]
    return Kept(file.kind, changes=tuple(changes_of(school_id, rows, day=first)), first_day=first, last_day=file.last_day)  # fmt: skip


def _first_error(file: TimetableFile) -> str:
    return f" Zeile {file.errors[0].line}: {file.errors[0].reason}" if file.errors else ""


def _plan(school_id: UUID, kept: Kept, from_day: date) -> Applied:
    """What the content would change today. Called inside `as_system`."""
    if kept.kind is FileKind.TIMETABLE:
        return plan_snapshot(school_id, kept.lessons, from_day=from_day, source=Source.UNTIS).applied
    assert kept.first_day is not None
    assert kept.last_day is not None
    return plan_changes(
        school_id, kept.changes, first_day=kept.first_day, last_day=kept.last_day, source=Source.UNTIS
    ).applied


def _apply(actor: Actor, school_id: UUID, kept: Kept, from_day: date, *, forced: bool) -> Applied:
    if kept.kind is FileKind.TIMETABLE:
        return apply_snapshot(
            actor, school_id=school_id, lessons=kept.lessons, from_day=from_day, source=Source.UNTIS, forced=forced
        )  # fmt: skip
    assert kept.first_day is not None
    assert kept.last_day is not None
    return apply_changes(
        actor,
        school_id=school_id,
        changes=kept.changes,
        first_day=kept.first_day,
        last_day=kept.last_day,
        source=Source.UNTIS,
    )


def _shown(applied: Applied) -> dict[str, Any]:
    """What a preview shows, and its digest: somebody else's change in the meantime makes another one."""
    lines = [[one.label, one.what, one.old, one.new] for one in applied.lines]
    counts = {
        **applied.counts,
        "unknown_classes": list(applied.unknown_classes),
        "by_hand": list(applied.by_hand),
        "brake": brake_words(applied) if applied.needs_brake else "",
        "lines": len(lines),
    }
    digest = hashlib.sha256(repr((sorted(counts.items()), lines)).encode()).hexdigest()
    return {"counts": counts, "lines": lines[:MOST_LINES], "digest": digest}


@transaction.atomic
def refresh_preview(actor: Actor, *, import_id: UUID) -> None:
    """The preview, if it still is one, shows what the file would change now."""
    found = _import(actor, import_id)
    with alone_with_school(actor, found.school_id):
        found = _import(actor, import_id)
        if not may_apply_timetable(actor, found=found):
            return
        shown = _shown(_plan(found.school_id, unpacked(_content(found)), found.from_day))
        for name, value in shown.items():
            setattr(found, name, value)
        found.save(update_fields=[*shown])


def _content(found: TimetableImport) -> bytes:
    if not found.content:
        raise Conflict(GONE)
    return bytes(found.content)


@transaction.atomic
def apply_preview(actor: Actor, *, import_id: UUID, seen: str, forced: bool = False) -> TimetableImport:
    """Exactly the preview that was seen (by its digest) holds, and those concerned hear of it; the content is forgotten.

    Raises Conflict if it was applied already or something changed meanwhile, Rejected (field "forced") for a file that takes away more than
    half of the lessons without a yes to that.
    """
    found = _import(actor, import_id)
    with alone_with_school(actor, found.school_id):
        found = _import(actor, import_id)
        require(may_apply_timetable(actor, found=found))
        kept = unpacked(_content(found))
        if not seen == found.digest == _shown(_plan(found.school_id, kept, found.from_day))["digest"]:
            raise Conflict(MEANWHILE)
        applied = _apply(actor, found.school_id, kept, found.from_day, forced=forced)
        found.counts = {**found.counts, "told": applied.told}
        found.content, found.state = None, TimetableImport.State.APPLIED
        found.applied_at, found.applied_by = now(), actor.name[:200]
        found.save(update_fields=["counts", "content", "state", "applied_at", "applied_by"])
    return found


def _import(actor: Actor, import_id: UUID) -> TimetableImport:
    """The row, if the actor may import into its school; 404 otherwise."""
    with as_system(actor):
        rows = TimetableImport.objects.select_related("school").filter(file_kind__in=KIND_LABELS.values())
        found = rows.filter(pk=import_id).first()
    if found is None:
        raise Http404
    require(may_import_timetable(actor, school_id=found.school_id))
    return found


@transaction.atomic
def discard_preview(actor: Actor, *, import_id: UUID) -> None:
    """The preview is gone; no lesson has changed."""
    found = _import(actor, import_id)
    with alone_with_school(actor, found.school_id):
        found = _import(actor, import_id)
        require(may_apply_timetable(actor, found=found))
        found.delete()


@transaction.atomic
def import_timetable(actor: Actor, *, school: Organisation, handed: Handed, forced: bool = False) -> Applied:
    """The file holds at once, without a stop at the preview. A file that changes nothing leaves no trace. Raises Rejected as `apply_preview`."""
    require(may_import_timetable(actor, school_id=school.pk))
    with alone_with_school(actor, school.pk):
        kept = _kept(school.pk, handed)
        applied = _apply(actor, school.pk, kept, handed.from_day, forced=forced)
        if not applied.is_empty:
            shown = _shown(applied)
            shown["counts"]["told"] = applied.told
            TimetableImport.objects.create(
                room=team_room(actor, organisation=school),
                state=TimetableImport.State.APPLIED,
                applied_at=now(),
                applied_by=actor.name[:200],
                **_facts(actor, school, handed),
                **shown,
            )
    return applied
