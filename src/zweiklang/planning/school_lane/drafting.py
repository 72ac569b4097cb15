"""A class's draft: begun, changed, given up, taken back. One function = one use case = one transaction."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Max
from django.http import Http404

from zweiklang.apprenticeships.public import SchoolClass
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.decisions import require
from zweiklang.kernel.errors import Conflict, Rejected
from zweiklang.planning.models import DidacticPlan, FieldPlacement
from zweiklang.planning.school_lane.curricula import fields_of
from zweiklang.planning.school_lane.policy import may_edit_fields
from zweiklang.planning.school_lane.proposing import LESSONS_PER_DAY, moved_to, one_after_another
from zweiklang.planning.school_lane.selectors import lane_of_class, placed_in, source_in
from zweiklang.planning.school_lane.shapes import Placed, Snapshot
from zweiklang.planning.school_lane.weeks import year_days
from zweiklang.rooms.public import as_system, standing_in

State = DidacticPlan.State
CHANGED = "Inzwischen hat jemand den Entwurf geändert. Bitte sehen Sie nach, was jetzt darin steht."
GONE = "Diesen Entwurf gibt es nicht mehr. Jemand hat ihn veröffentlicht oder verworfen."
THERE = "Es gibt schon einen Entwurf. Bitte arbeiten Sie darin weiter, oder verwerfen Sie ihn zuerst."
MOST_BARS = 80


@transaction.atomic
def propose_draft(actor: Actor, *, school_class: SchoolClass, curriculum_id: UUID) -> Snapshot:
    """The class has a draft in which the Lernfelder of its year stand one after another, by their hours."""
    _begin(actor, school_class)
    year = [field for field in fields_of([curriculum_id]) if field.year == school_class.grade]
    placed, lessons = one_after_another(year, lane_of_class(school_class))
    return _opened(actor, school_class, {"curriculum_id": curriculum_id, "lessons_per_day": lessons}, placed)


@transaction.atomic
def begin_empty_draft(actor: Actor, *, school_class: SchoolClass, curriculum_id: UUID) -> Snapshot:
    """The class has a draft in which nothing is placed."""
    _begin(actor, school_class)
    facts = {"curriculum_id": curriculum_id, "lessons_per_day": LESSONS_PER_DAY}
    return _opened(actor, school_class, facts, [])


@transaction.atomic
def copy_to_draft(actor: Actor, *, school_class: SchoolClass, plan_id: UUID) -> Snapshot:
    """The class has a draft like that published version, of its own or of another class of the school; then moved to its weeks of school."""
    _begin(actor, school_class)
    source, placed, weeks = source_in(actor, school_class, plan_id)
    if source.room_id != school_class.room_id:
        placed = moved_to(placed, source=weeks, target=lane_of_class(school_class))
    facts = {"curriculum_id": source.curriculum_id, "lessons_per_day": source.lessons_per_day}
    return _opened(actor, school_class, {**facts, "copied_from_id": source.pk}, placed)


@transaction.atomic
def save_draft(
    actor: Actor,
    *,
    school_class: SchoolClass,
    placed: Sequence[Placed],
    lessons_per_day: int,
    seen: str,
) -> Snapshot | None:
    """The draft places these Lernfelder. Returns how it is taken back, None if nothing changed.

    `seen` is the token of the draft as the page showed it; raises Conflict if somebody has changed the draft since.
    """
    draft = as_shown(_begin(actor, school_class), seen)
    _check(draft, school_class, placed)
    before = kept(draft)
    if lessons_per_day == draft.lessons_per_day and _same(placed, placed_in([draft.pk])[draft.pk]):
        return None
    with as_system(actor):
        draft.lessons_per_day, draft.revision = lessons_per_day, draft.revision + 1
        draft.save(update_fields=["lessons_per_day", "revision"])
        draft.placements.all().delete()
        _place(draft, placed)
    return Snapshot(before, token_of(draft))


@transaction.atomic
def discard_draft(actor: Actor, *, school_class: SchoolClass, seen: str) -> Snapshot:
    """The class has no draft any more; raises Conflict if somebody has changed it since the page was shown."""
    draft = as_shown(_begin(actor, school_class), seen)
    before = kept(draft)
    with as_system(actor):
        draft.delete()
    return Snapshot(before, "")


@transaction.atomic
def take_back(actor: Actor, *, school_class: SchoolClass, undo: Snapshot) -> None:
    """The draft is what it was before the act; raises Conflict if it is no longer what the act left."""
    draft = _begin(actor, school_class)
    if (token_of(draft) if draft else "") != undo.after:
        raise Conflict(CHANGED)
    with as_system(actor):
        if draft:
            draft.delete()
        if undo.plan:
            _restore(school_class, undo.plan)


def _begin(actor: Actor, school_class: SchoolClass) -> DidacticPlan | None:
    """Returns the draft, if there is one, and nobody else changes it meanwhile."""
    require(may_edit_fields(actor, standing=standing_in(school_class.room_id)))
    return locked_draft(school_class)


def locked_draft(school_class: SchoolClass) -> DidacticPlan | None:
    """Returns the class's draft; until the transaction ends nobody else begins, changes or publishes one. The caller asks its policy."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"fields:{school_class.room_id}"]
        )
    return DidacticPlan.objects.filter(room_id=school_class.room_id, state=State.DRAFT).first()


def as_shown(draft: DidacticPlan | None, seen: str) -> DidacticPlan:
    """Returns the draft if it is still the one a page showed; raises Conflict otherwise."""
    if draft is None:
        raise Conflict(GONE)
    if token_of(draft) != seen:
        raise Conflict(CHANGED)
    return draft


def token_of(draft: DidacticPlan) -> str:
    """Returns what tells one state of the draft, and one draft, from another."""
    return f"{draft.pk.hex}-{draft.revision}"


def _opened(
    actor: Actor, school_class: SchoolClass, facts: Mapping[str, Any], placed: Sequence[Placed]
) -> Snapshot:
    if DidacticPlan.objects.filter(room_id=school_class.room_id, state=State.DRAFT).exists():
        raise Conflict(THERE)
    with as_system(actor):
        return Snapshot(None, token_of(_create(school_class, facts, placed)))


def _create(school_class: SchoolClass, facts: Mapping[str, Any], placed: Sequence[Placed]) -> DidacticPlan:
    room_id = school_class.room_id
    newest = DidacticPlan.objects.filter(room_id=room_id).aggregate(newest=Max("version"))["newest"] or 0
    draft = DidacticPlan.objects.create(room_id=room_id, version=newest + 1, revision=1, **facts)
    _place(draft, placed)
    return draft


def _place(draft: DidacticPlan, placed: Sequence[Placed]) -> None:
    FieldPlacement.objects.bulk_create(
        FieldPlacement(
            room_id=draft.room_id,
            plan=draft,
            learning_field_id=one.learning_field_id,
            first_week=one.first_week,
            last_week=one.last_week,
            hours=one.hours,
        )
        for one in placed
    )


def _same(one: Sequence[Placed], other: Sequence[Placed]) -> bool:
    return sorted(map(_key, one)) == sorted(map(_key, other))


def _key(one: Placed) -> tuple[str, date, date, int]:
    return str(one.learning_field_id), one.first_week, one.last_week, one.hours


def _check(draft: DidacticPlan, school_class: SchoolClass, placed: Sequence[Placed]) -> None:
    """Weeks lie in the school year and in order, Lernfelder belong to the curriculum; what is merely odd is no matter here."""
    if len(placed) > MOST_BARS:
        raise Rejected(f"Mehr als {MOST_BARS} Zeiträume passen nicht in einen Entwurf.")
    known = {field.id for field in fields_of([draft.curriculum_id])}
    first, last = year_days(school_class.school_year)
    for one in placed:
        if one.learning_field_id not in known:
            raise Http404
        if (
            not first.toordinal() - 6
            <= one.first_week.toordinal()
            <= one.last_week.toordinal()
            <= last.toordinal()
        ):
            raise Rejected("Diese Wochen gehören nicht zum Schuljahr der Klasse.")


def kept(draft: DidacticPlan) -> dict[str, object]:
    """Returns the draft as a session can hold it."""
    bars = [
        [str(one.learning_field_id), one.first_week.isoformat(), one.last_week.isoformat(), one.hours]
        for one in placed_in([draft.pk])[draft.pk]
    ]
    copied = str(draft.copied_from_id) if draft.copied_from_id else None
    facts = {"lessons_per_day": draft.lessons_per_day, "copied_from": copied}
    return {"curriculum": str(draft.curriculum_id), **facts, "bars": bars}


def _restore(school_class: SchoolClass, plan: Mapping[str, Any]) -> None:
    facts = {
        "curriculum_id": UUID(plan["curriculum"]),
        "lessons_per_day": plan["lessons_per_day"],
        "copied_from_id": UUID(plan["copied_from"]) if plan["copied_from"] else None,
    }
    bars = [
        Placed(UUID(field), date.fromisoformat(first), date.fromisoformat(last), hours)
        for field, first, last, hours in plan["bars"]
    ]
    _create(school_class, facts, bars)
