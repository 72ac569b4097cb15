"""A calendar file or a block plan becomes a preview whose meanings people correct, and then the school's calendar."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404

from zweiklang.apprenticeships.public import SchoolClass
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import now, today
from zweiklang.kernel.decisions import require
from zweiklang.kernel.errors import Conflict, Rejected
from zweiklang.organisations.public import Organisation
from zweiklang.rooms.public import as_system, team_room
from zweiklang.schedule.models import Source, TimetableImport
from zweiklang.schedule.sources.applying import Compared, Wanted, apply_calendar, compare, rooms_by_label
from zweiklang.schedule.sources.meaning import (
    LABELS,
    Group,
    Meant,
    Target,
    group_key,
    groups_of,
    meant,
    proposed,
)
from zweiklang.schedule.sources.policy import may_import_calendar
from zweiklang.schedule.sources.shapes import FILE_KINDS, CalendarFile, Ends, ReadEvent
from zweiklang.schedule.sources.storing import Origin, of_file
from zweiklang.schedule.sources.telling import dated

KEPT = timedelta(days=7)
WHOLE_SCHOOL = "school"
_SHOWN = 300
_MEANWHILE = "Seit der Vorschau hat sich etwas geändert. Sehen Sie die Vorschau bitte noch einmal durch."
_DONE = "Diese Datei ist schon übernommen. Der Kalender zeigt, was jetzt gilt."
_EMPTY = "In der Datei steht kein Termin, der gelesen werden konnte."
_WHERE = "Wählen Sie, für welche Klasse der Kalender gilt."
type Line = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Choices:
    """What people said about a file: for what it speaks (a class's room, or the whole school), what groups mean, how ends are meant."""

    room_id: UUID | None = None
    targets: Mapping[str, Target] = field(default_factory=dict)
    ends: Ends = Ends.AUTO

    @property
    def whole_school(self) -> bool:
        """Returns whether the file speaks for the whole school. Of a table its rows name the classes themselves."""
        return self.room_id is None

    def packed(self) -> dict[str, Any]:
        """Returns the choices as they are kept beside the file."""
        return {
            "room": str(self.room_id) if self.room_id else "",
            "targets": dict(self.targets),
            "ends": self.ends,
        }


def unpacked(kept: Mapping[str, Any]) -> Choices:
    """Returns the choices as they were kept."""
    targets = {key: Target(value) for key, value in kept.get("targets", {}).items()}
    room = kept.get("room")
    return Choices(UUID(room) if room else None, targets, Ends(kept.get("ends", Ends.AUTO)))


@dataclass(frozen=True, slots=True)
class CalendarPreview:
    """What a file would change: the groups with their meanings, lines for people, and a digest of all that is shown."""

    groups: list[Group]
    lines: list[Line]
    compared: Compared
    unknown: list[str]
    digest: str


@transaction.atomic
def keep_file(
    actor: Actor, *, school: Organisation, file: CalendarFile, handed: tuple[str, bytes], choices: Choices
) -> TimetableImport:
    """The file (`handed`: name and content) is kept for a decision, seven days at most. Raises Rejected where it says nothing."""
    require(may_import_calendar(actor, school_id=school.pk))
    name, data = handed
    if not file.events:
        reason = f" Zeile {file.errors[0].line}: {file.errors[0].reason}" if file.errors else ""
        raise Rejected(_EMPTY + reason, field="file")
    with as_system(actor):
        old = TimetableImport.objects.filter(school=school, state=TimetableImport.State.PREVIEW)
        old.filter(file_kind__in=FILE_KINDS, made_at__lt=now() - KEPT).delete()
        return TimetableImport.objects.create(
            room=team_room(actor, organisation=school),
            school=school,
            file_name=name[:200],
            file_kind=file.kind,
            sha256=hashlib.sha256(data).hexdigest(),
            from_day=today(),
            content=data,
            counts={"choices": choices.packed()},
            errors=[{"line": one.line, "reason": one.reason} for one in file.errors],
            made_by=actor.name[:200],
        )


def choices_of(found: TimetableImport) -> Choices:
    """Returns what people have said about that file."""
    return unpacked(found.counts.get("choices", {}))


@transaction.atomic
def choose(actor: Actor, *, import_id: UUID, choices: Choices) -> None:
    """The file means that from now on; nothing in the calendar has changed."""
    found = _preview(actor, import_id)
    with as_system(actor):
        found.counts = {**found.counts, "choices": choices.packed()}
        found.save(update_fields=["counts"])


def preview_of(actor: Actor, *, found: TimetableImport, file: CalendarFile) -> CalendarPreview:
    """Returns what the file would change now."""
    require(may_import_calendar(actor, school_id=found.school_id))
    with as_system(actor):
        return _preview_now(found, file)


def _preview_now(found: TimetableImport, file: CalendarFile) -> CalendarPreview:
    choices = choices_of(found)
    wanted, unknown, labels = wanted_of(
        file, school_id=found.school_id, choices=choices, from_day=found.from_day
    )
    compared = compare(
        school_id=found.school_id, wanted=wanted, origin=origin_of(file), from_day=found.from_day
    )
    lines = lines_of(compared, labels)
    groups = groups_of(file.events, whole_school=choices.whole_school, chosen=choices.targets)
    shown = (lines, unknown, [(group.key, group.target) for group in groups], choices.packed())
    digest = hashlib.sha256(repr(shown).encode()).hexdigest()
    return CalendarPreview(groups, lines[:_SHOWN], compared, unknown, digest)


def origin_of(file: CalendarFile) -> Origin:
    """Returns whose place a further file of this kind takes."""
    if file.kind == FILE_KINDS[2]:
        return Origin("gpu018:", Source.UNTIS)
    return of_file(Source.TABLE if file.names_classes else Source.ICAL)


def wanted_of(
    file: CalendarFile, *, school_id: UUID, choices: Choices, from_day: date
) -> tuple[Wanted, list[str], dict[UUID, str]]:
    """Returns what the file says, labels no class of the school has, and the labels of the rooms it speaks for. Called inside `as_system`."""
    if file.names_classes:
        rooms, unknown = rooms_by_label(school_id, [one.class_label for one in file.events], from_day)
        classes = {
            room: _meant(
                [one for one in file.events if one.class_label == label], choices, whole_school=False
            )
            for label, room in rooms.items()
        }
        return Wanted(classes), unknown, {room: label for label, room in rooms.items()}
    if choices.room_id is None:
        return Wanted(school=_meant(file.events, choices, whole_school=True)), [], {}
    label = (
        SchoolClass.objects.filter(school_id=school_id, room_id=choices.room_id)
        .values_list("label", flat=True)
        .first()
    )
    if label is None:
        raise Rejected(_WHERE, field="place")
    own = {choices.room_id: _meant(file.events, choices, whole_school=False)}
    return Wanted(own), [], {choices.room_id: label}


def _meant(events: Iterable[ReadEvent], choices: Choices, *, whole_school: bool) -> list[Meant]:
    found = (meant(one, _target(one, choices, whole_school), whole_school=whole_school) for one in events)
    return [one for one in found if one is not None]


def _target(event: ReadEvent, choices: Choices, whole_school: bool) -> Target:
    return choices.targets.get(group_key(event)) or proposed(event, whole_school=whole_school)


def lines_of(compared: Compared, labels: Mapping[UUID, str]) -> list[Line]:
    """Returns class, what, old and new of every difference, by class."""
    lines: list[Line] = []
    places = [(labels.get(room, ""), change) for room, change in compared.classes.items()]
    for label, change in [*sorted(places, key=lambda place: place[0]), ("ganze Schule", compared.school)]:
        lines += [(label, "added", "", dated(one)) for one in change.added]
        lines += [(label, "changed", dated(held.meant), dated(one)) for held, one in change.changed]
        lines += [(label, "removed", dated(held.meant), "") for held in change.removed]
    return lines


def labels_of_targets(whole_school: bool) -> Mapping[Target, str]:
    """Returns what each meaning is called; that of a whole school is another one."""
    return {**LABELS, Target.FREE: "freier Tag der Schule"} if whole_school else LABELS


@transaction.atomic
def apply_file(
    actor: Actor, *, import_id: UUID, file: CalendarFile, seen: str, forced: bool = False
) -> Compared:
    """Exactly the preview that was seen (by its digest) holds, and those concerned hear of it; the file itself is forgotten.

    Raises Conflict if it was applied already or something changed meanwhile, Rejected (field "forced") where too much would go.
    """
    found = _preview(actor, import_id)
    with as_system(actor):
        preview = _preview_now(found, file)
        if preview.digest != seen:
            raise Conflict(_MEANWHILE)
        choices = choices_of(found)
        wanted, unknown, _ = wanted_of(
            file, school_id=found.school_id, choices=choices, from_day=found.from_day
        )
    applied = apply_calendar(
        actor,
        school_id=found.school_id,
        wanted=wanted,
        origin=origin_of(file),
        from_day=found.from_day,
        forced=forced,
    )
    with as_system(actor):
        counts = {"added": applied.added, "changed": applied.changed, "removed": applied.removed}
        found.counts = {**counts, "unknown_classes": unknown, "choices": choices.packed()}
        found.lines = [list(line) for line in preview.lines]
        found.content, found.state = None, TimetableImport.State.APPLIED
        found.applied_at, found.applied_by = now(), actor.name[:200]
        found.save()
    return applied


@transaction.atomic
def discard_file(actor: Actor, *, import_id: UUID) -> None:
    """The preview is gone; nothing has changed."""
    found = _preview(actor, import_id)
    with as_system(actor):
        found.delete()


def _preview(actor: Actor, import_id: UUID) -> TimetableImport:
    """The row, locked, if it still is a preview and the actor may import into its school."""
    with as_system(actor):
        rows = TimetableImport.objects.select_for_update(of=("self",)).select_related("school")
        found = rows.filter(pk=import_id, file_kind__in=FILE_KINDS).first()
    if found is None:
        raise Http404
    require(may_import_calendar(actor, school_id=found.school_id))
    if found.state != TimetableImport.State.PREVIEW:
        raise Conflict(_DONE)
    return found


@transaction.atomic
def import_calendar(
    actor: Actor,
    *,
    school: Organisation,
    file: CalendarFile,
    from_day: date,
    class_label: str = "",
    forced: bool = False,
) -> tuple[Compared, list[str]]:
    """The file holds at once, with the proposed meanings; returns what was different and the labels no class has.

    An iCalendar file fills the class of that label, without one the free days of the school. Raises Rejected as `apply_file`.
    """
    require(may_import_calendar(actor, school_id=school.pk))
    with as_system(actor):
        rooms, unknown = rooms_by_label(school.pk, [class_label] if class_label else [], from_day)
        if unknown:
            raise Rejected(
                f"Die Schule hat in diesem Schuljahr keine Klasse {class_label}.", field="class_label"
            )
        choices = Choices(rooms.get(class_label))
        wanted, left, _ = wanted_of(file, school_id=school.pk, choices=choices, from_day=from_day)
    applied = apply_calendar(
        actor, school_id=school.pk, wanted=wanted, origin=origin_of(file), from_day=from_day, forced=forced
    )
    return applied, left


def calendar_in(room_id: UUID, import_id: UUID) -> TimetableImport:
    """Returns that file of the school in whose team room it lies; 404 where there is none the person may see."""
    found = TimetableImport.objects.filter(room_id=room_id, pk=import_id, file_kind__in=FILE_KINDS).first()
    if found is None:
        raise Http404
    return found
