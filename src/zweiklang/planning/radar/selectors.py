"""Reads of signs. Row-level security lets through those of plans the person may see: a teacher sees none where the firm has not released it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.http import Http404

from zweiklang.apprenticeships.public import Contract, SchoolClass
from zweiklang.kernel import formats
from zweiklang.kernel.clock import today
from zweiklang.kernel.hesse import monday_of
from zweiklang.planning.company_lane.selectors import entries_of
from zweiklang.planning.company_lane.shapes import Entry
from zweiklang.planning.models import PlanEntry, RadarSign
from zweiklang.planning.parties import classes_in, contracts_in
from zweiklang.planning.radar.measuring import begun
from zweiklang.planning.radar.shapes import Beginning, Sign, SignEntry
from zweiklang.planning.radar.wording import LIES, begins, note_of, span, title_of
from zweiklang.planning.school_lane.selectors import published_fields
from zweiklang.planning.school_lane.shapes import TaughtField
from zweiklang.planning.timeline.alignment import nearest
from zweiklang.planning.timeline.wording import long_entry
from zweiklang.rooms.public import Scope, note_look

MOST = 60
# How far ahead the page tells teachers what begins in their classes.
AHEAD = timedelta(weeks=3)
_GOOD = ("with", "before")
type Taught = Mapping[UUID, list[TaughtField]]


@dataclass(frozen=True, slots=True)
class Around:
    """What a page of signs shows beside them, read once: contracts by room, classes by room, what those are taught."""

    contracts: Mapping[UUID, Contract]
    classes: Mapping[UUID, SchoolClass]
    taught: Taught


def signs_for(room_ids: Collection[UUID], *, settled: bool = False) -> list[Sign]:
    """Returns the signs of these apprenticeships, newest first, at most MOST; `settled`: those dealt with instead of the open ones.

    Five queries, one without a sign, none without a room; notes that the plans are shown.
    """
    rows = sign_rows(room_ids, settled=settled)
    rooms = {row.plan.room_id for row in rows}
    around = Around(contracts_in(row.room_id for row in rows), classes_in(rooms), published_fields(rooms))
    return told(rows, around) if rows else []


def sign_rows(room_ids: Collection[UUID], *, settled: bool) -> list[RadarSign]:
    """Returns the rows of these rooms with Lernfeld and plan, newest first, at most MOST. One query, none without a room."""
    rows = RadarSign.objects.filter(room_id__in=room_ids, settled_on__isnull=not settled)
    rows = rows.select_related("learning_field", "plan").order_by("-made_on", "-pk")
    return list(rows[:MOST]) if room_ids else []


def told(rows: Collection[RadarSign], around: Around) -> list[Sign]:
    """Returns these rows as pages show them, with the plans as they are now. One query, none without a row; notes that the plans are shown."""
    rooms = {row.room_id for row in rows}
    note_look(rooms, Scope.PLAN)
    plans = {entry.id: entry for entries in entries_of(rooms).values() for entry in entries}
    return [_sign(row, plans, around) for row in rows]


def sign_in(sign_id: UUID) -> RadarSign:
    """Returns that sign; 404 for any the person does not see. One query."""
    found = RadarSign.objects.filter(pk=sign_id).select_related("plan").first()
    if found is None:
        raise Http404
    return found


def beginnings(school_classes: Iterable[SchoolClass], taught: Taught) -> list[Beginning]:
    """Returns what begins soon in these classes, by week and class. No query: `taught` is what `published_fields` says of them."""
    monday, found = monday_of(today()), []
    for one in school_classes:
        by_field: dict[UUID, list[TaughtField]] = {}
        for field in taught.get(one.room_id, ()):
            by_field.setdefault(field.learning_field_id, []).append(field)
        for key, fields in by_field.items():
            first = begun(fields)
            if first and monday < first <= monday + AHEAD:
                name = f"LF {fields[0].number} „{fields[0].title}“"
                found.append(Beginning(one.room_id, one.label, key, begins(name, first, today()), first))
    return sorted(found, key=lambda one: (one.first, one.class_label))


def partners_wanted(room_ids: Collection[UUID]) -> list[tuple[PlanEntry, str]]:
    """Returns the parts of these plans for which the firm looks for a partner, with the apprentice's name, by week. Two queries; notes the look."""
    rows = PlanEntry.objects.filter(
        room_id__in=room_ids, partner_wanted=True, last_week__gte=monday_of(today())
    )
    found = list(rows.select_related("position__section").order_by("first_week", "pk"))
    note_look((row.room_id for row in found), Scope.PLAN)
    contracts = contracts_in(row.room_id for row in found)
    return [(row, contracts[row.room_id].apprentice.name) for row in found]


def _sign(row: RadarSign, plans: Mapping[UUID, Entry], around: Around) -> Sign:
    taught = around.taught.get(row.plan.room_id, ())
    fields = [field for field in taught if field.learning_field_id == row.learning_field_id]
    found = [plans[key] for key in row.entries if key in plans]
    entries = tuple(_entry(entry, fields) for entry in sorted(found, key=lambda one: one.first_week))
    contract, school_class = around.contracts[row.room_id], around.classes[row.plan.room_id]
    return Sign(
        id=row.pk,
        room_id=row.room_id,
        kind=row.kind,
        title=title_of(row, today()),
        note=note_of(row),
        apprentice=contract.apprentice.name,
        firm=contract.firm.name,
        class_room_id=school_class.room_id,
        class_label=school_class.label,
        learning_field_id=row.learning_field_id,
        was_first=row.was_first,
        is_first=row.is_first,
        shift=row.shift,
        made_on=row.made_on,
        made=formats.day(row.made_on),
        settled=formats.day(row.settled_on) if row.settled_on else "",
        entries=entries,
        gone=len(row.entries) - len(entries),
        fits=row.kind == RadarSign.Kind.MOVED
        and bool(entries)
        and all(one.tone == "success" for one in entries),
    )


def _entry(entry: Entry, fields: Iterable[TaughtField]) -> SignEntry:
    found = nearest(fields, entry)
    word, tone, icon = LIES[found[1] if found else "none"]
    weeks = span(entry.first_week, entry.last_week)
    return SignEntry(entry.id, entry.first_week, long_entry(entry), weeks, word, tone, icon)
