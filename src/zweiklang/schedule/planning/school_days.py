"""When a class has school: blocks painted by weeks, entered exactly, or fixed weekdays. One function = one use case = one transaction."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404

from zweiklang.apprenticeships.public import SchoolClass
from zweiklang.kernel import formats
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.decisions import require
from zweiklang.kernel.errors import Conflict, Rejected
from zweiklang.kernel.ids import new_id
from zweiklang.rooms.public import standing_in
from zweiklang.schedule.models import SchoolPeriod, Source
from zweiklang.schedule.planning import policy, wording
from zweiklang.schedule.planning.locking import alone_with
from zweiklang.schedule.planning.shapes import Outcome, Painted, PeriodTerms, Undo
from zweiklang.schedule.planning.spans import Span, mondays_of, repainted, year_days
from zweiklang.schedule.planning.telling import tell, told_about

Kind, Weeks = SchoolPeriod.Kind, SchoolPeriod.Weeks
# What a file once said is changed here like what was typed; what a programme or a subscription says again and again is not.
CHANGEABLE = (Source.HAND, Source.TABLE)
CHANGED = "Inzwischen hat jemand die Schultage geändert. Bitte sehen Sie nach, was jetzt gilt."
FOREIGN = "Diesen Zeitraum liefert {}. Bitte ändern Sie ihn dort."
COLUMNS = ("room_id", "first_day", "last_day", "kind", "weekdays", "weeks", "source", "source_key")
type Rows = dict[UUID, SchoolPeriod]


@transaction.atomic
def paint_blocks(actor: Actor, *, school_class: SchoolClass, painted: Painted) -> Outcome:
    """The chosen weeks are blocks and the weeks that were chosen before and are not now are none.

    What somebody else painted since the page was shown stays, and is told: nothing is lost on either side.
    """
    before = _begin(actor, school_class)
    blocks = [row for row in before.values() if row.kind == Kind.BLOCK and row.source in CHANGEABLE]
    present = mondays_of(Span(row.first_day, row.last_day) for row in blocks)
    spans = repainted(
        [Span(row.first_day, row.last_day, (row.pk,)) for row in blocks],
        added=(painted.chosen - painted.seen) - present,
        removed=(painted.seen - painted.chosen) & present,
        within=year_days(school_class.school_year),
    )
    _write_spans(school_class, before, blocks, spans)
    return Outcome(_finish(actor, school_class, before), _others(present, painted))


def _others(present: set[date], painted: Painted) -> str:
    """What became different between showing and saving, and was not changed by this act."""
    came, went = present - painted.seen - painted.chosen, painted.seen & painted.chosen - present
    said = [
        f"{wording.listed([f'KW {day.isocalendar().week}' for day in sorted(days)])} {verb}"
        for days, verb in ((came, "eingetragen"), (went, "entfernt"))
        if days
    ]
    return f"Jemand anderes hat inzwischen {wording.listed(said)}. Beides gilt." if said else ""


def _write_spans(
    school_class: SchoolClass, before: Rows, blocks: Iterable[SchoolPeriod], spans: Iterable[Span]
) -> None:
    used: set[UUID] = set()
    for span in spans:
        days = {"first_day": span.first_day, "last_day": span.last_day}
        key = next((row for row in span.rows if row not in used), None)
        if key is None:
            SchoolPeriod.objects.create(room_id=school_class.room_id, kind=Kind.BLOCK, **days)
            continue
        used.add(key)
        if (before[key].first_day, before[key].last_day) != (span.first_day, span.last_day):
            SchoolPeriod.objects.filter(pk=key).update(source=Source.HAND, source_key="", **days)
    gone = [row.pk for row in blocks if row.pk not in used]
    if gone:
        SchoolPeriod.objects.filter(pk__in=gone).delete()


@transaction.atomic
def keep_period(
    actor: Actor,
    *,
    school_class: SchoolClass,
    terms: PeriodTerms,
    period_id: UUID | None = None,
    seen: str = "",
) -> Outcome:
    """The block or the weekdays stand in the plan as entered: a new entry, or (`period_id`) another version of that one.

    `seen` is the token of the entry as the page showed it; raises Conflict if somebody has changed it since.
    """
    before = _begin(actor, school_class)
    row = _changeable(before, period_id, seen) if period_id else SchoolPeriod(room_id=school_class.room_id)
    _check(school_class, terms, [one for one in before.values() if one.pk != row.pk])
    row.kind, row.weeks = terms.kind, terms.weeks if terms.kind == Kind.WEEKLY else Weeks.EVERY
    row.first_day, row.last_day = terms.first_day, terms.last_day
    row.weekdays = sorted(terms.weekdays) if terms.kind == Kind.WEEKLY else []
    row.source, row.source_key = Source.HAND, ""
    row.save(force_insert=period_id is None)
    return Outcome(_finish(actor, school_class, before))


@transaction.atomic
def remove_period(actor: Actor, *, school_class: SchoolClass, period_id: UUID, seen: str) -> Outcome:
    """The entry is gone."""
    before = _begin(actor, school_class)
    SchoolPeriod.objects.filter(pk=_changeable(before, period_id, seen).pk).delete()
    return Outcome(_finish(actor, school_class, before))


@transaction.atomic
def copy_plan(actor: Actor, *, school_class: SchoolClass, model: SchoolClass) -> Outcome:
    """The class has school when `model`, another class of the school and the year, has it; what was entered here before is replaced.

    What comes from a subscription or a programme stays as it is.
    """
    before = _begin(actor, school_class)
    if (model.school_id, model.school_year) != (school_class.school_id, school_class.school_year):
        raise Http404
    rows = list(SchoolPeriod.objects.filter(room_id=model.room_id).order_by("first_day", "pk"))
    if not rows:
        raise Rejected(f"Für die Klasse {model.label} ist noch nichts eingetragen.", field="model")
    replaced = [row.pk for row in before.values() if row.source in CHANGEABLE]
    SchoolPeriod.objects.filter(pk__in=replaced).delete()
    for row in rows:
        row.pk, row.room_id, row.source, row.source_key = new_id(), school_class.room_id, Source.HAND, ""
        row._state.adding = True
    kept = {_content(row) for row in before.values() if row.pk not in replaced}
    SchoolPeriod.objects.bulk_create([row for row in rows if _content(row) not in kept])
    return Outcome(_finish(actor, school_class, before))


@transaction.atomic
def take_back(actor: Actor, *, school_class: SchoolClass, undo: Undo) -> None:
    """The plan is what it was before the act; raises Conflict if it is no longer what the act left."""
    present = _begin(actor, school_class)
    if token_of(present.values()) != undo.after:
        raise Conflict(CHANGED)
    wanted = {row.pk: row for row in map(_restored, undo.before)}
    gone = [
        key for key, row in present.items() if key not in wanted or _content(row) != _content(wanted[key])
    ]
    SchoolPeriod.objects.filter(pk__in=gone).delete()
    fresh = [row for key, row in wanted.items() if key in gone or key not in present]
    for row in fresh:
        row.room_id = school_class.room_id
    SchoolPeriod.objects.bulk_create(fresh)
    _finish(actor, school_class, present)


def token_of(rows: Iterable[SchoolPeriod]) -> str:
    """Returns what tells one state of these entries from another."""
    content = sorted([str(row.pk), *_content(row)] for row in rows)
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:20]


def _content(row: SchoolPeriod) -> tuple[str, ...]:
    days = ",".join(map(str, row.weekdays))
    return row.first_day.isoformat(), row.last_day.isoformat(), str(row.kind), days, str(row.weeks)


def _kept(row: SchoolPeriod) -> dict[str, object]:
    """The row as a session can hold it."""
    days = {"first_day": row.first_day.isoformat(), "last_day": row.last_day.isoformat()}
    same = {name: getattr(row, name) for name in ("weekdays", "source_key")}
    return {
        "id": str(row.pk),
        "kind": str(row.kind),
        "weeks": str(row.weeks),
        "source": str(row.source),
        **days,
        **same,
    }


def _restored(kept: Mapping[str, Any]) -> SchoolPeriod:
    days = {name: date.fromisoformat(kept[name]) for name in ("first_day", "last_day")}
    same = {name: kept[name] for name in ("kind", "weekdays", "weeks", "source", "source_key")}
    return SchoolPeriod(id=UUID(kept["id"]), **days, **same)


def _begin(actor: Actor, school_class: SchoolClass) -> Rows:
    """Returns the plan before the act, and nobody else changes it meanwhile."""
    require(policy.may_plan_class(actor, standing=standing_in(school_class.room_id)))
    alone_with(school_class.room_id)
    return _present(school_class)


def _present(school_class: SchoolClass) -> Rows:
    rows = SchoolPeriod.objects.filter(room_id=school_class.room_id).order_by("first_day", "pk")
    return {row.pk: row for row in rows}


def _finish(actor: Actor, school_class: SchoolClass, before: Rows) -> Undo | None:
    """Those concerned hear of it. Returns how it is taken back, or None if nothing changed."""
    after = _present(school_class)
    if token_of(before.values()) == token_of(after.values()):
        return None
    tell(actor, told_about(school_class.room_id, before=before, after=after, words=wording.school_days))
    return Undo(tuple(_kept(row) for row in before.values()), token_of(after.values()))


def _changeable(rows: Rows, period_id: UUID, seen: str) -> SchoolPeriod:
    row = rows.get(period_id)
    if row is None:
        raise Conflict("Diesen Zeitraum hat inzwischen jemand entfernt.")
    if row.source not in CHANGEABLE:
        raise Conflict(FOREIGN.format(row.get_source_display()))
    if token_of([row]) != seen:
        raise Conflict(
            f"Inzwischen hat jemand das geändert. Jetzt gilt: {wording.period(row)}. Soll Ihre Angabe gelten? Dann speichern Sie noch einmal."
        )
    return row


def _check(school_class: SchoolClass, terms: PeriodTerms, others: Iterable[SchoolPeriod]) -> None:
    first, last = year_days(school_class.school_year)
    if terms.last_day < terms.first_day:
        raise Rejected(
            f"Der letzte Tag liegt vor dem ersten. Zum Beispiel: {formats.day_long(terms.first_day)} bis"
            f" {formats.day_long(min(last, terms.first_day + timedelta(days=11)))}.",
            field="last_day",
        )
    for field, day in (("first_day", terms.first_day), ("last_day", terms.last_day)):
        if not first <= day <= last:
            raise Rejected(
                f"Die Klasse gehört zum Schuljahr {wording.days(first, last)}. Bitte einen Tag daraus angeben,"
                f" zum Beispiel {formats.day_long(date(first.year, 9, 14))}.",
                field=field,
            )
    if terms.kind == Kind.WEEKLY and not terms.weekdays:
        raise Rejected("An welchen Tagen ist Schule? Bitte mindestens einen wählen.", field="weekdays")
    for other in others:
        if _overlap(terms, other):
            raise Rejected(
                f"In dieser Zeit steht schon: {wording.period(other)}. Bitte andere Tage wählen,"
                " oder zuerst den anderen Eintrag ändern.",
                field="first_day",
            )


def _overlap(terms: PeriodTerms, other: SchoolPeriod) -> bool:
    """Two blocks on one day, or two entries for the same weekday of the same weeks; blocks and weekdays stand beside each other."""
    if terms.kind != other.kind or terms.last_day < other.first_day or other.last_day < terms.first_day:
        return False
    if terms.kind == Kind.BLOCK:
        return True
    return bool(set(terms.weekdays) & set(other.weekdays)) and {terms.weeks, other.weeks} != {"odd", "even"}
