"""Makes and settles signs: when a plan is published, and every night. In the system role; who sees a sign is row-level security's affair."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q

from zweiklang.kernel.actor import Actor, system_actor
from zweiklang.kernel.clock import today
from zweiklang.kernel.hesse import monday_of
from zweiklang.planning.company_lane.shapes import Entry
from zweiklang.planning.models import DidacticPlan, RadarSign
from zweiklang.planning.radar.measuring import SOON_WEEKS, as_it_was, begun, drifts, fits
from zweiklang.planning.radar.reading import ClassFacts, entries_for, facts_of
from zweiklang.planning.school_lane.shapes import FieldMove, TaughtField
from zweiklang.rooms.public import as_system

ACTOR = system_actor("radar")
MOVED, SOON = RadarSign.Kind.MOVED, RadarSign.Kind.SOON
_WEEK = timedelta(weeks=1)
type Rooms = Mapping[UUID, list[Entry]]
# The newest published plan of each class, as far as one of its Lernfelder begins in these weeks.
_BEGINNING = """
    SELECT DISTINCT p.room_id
      FROM planning_fieldplacement f
      JOIN planning_didacticplan p ON p.id = f.plan_id
     WHERE f.state = 'published' AND f.first_week > %(after)s AND f.first_week <= %(until)s
       AND NOT EXISTS (SELECT FROM planning_didacticplan n
                        WHERE n.room_id = p.room_id AND n.state = 'published' AND n.version > p.version)
     ORDER BY p.room_id"""


@transaction.atomic
def note_moves(actor: Actor, *, plan: DidacticPlan, moves: Sequence[FieldMove]) -> int:
    """Each apprenticeship of the class whose plan lies otherwise to a moved Lernfeld than before has a sign; returns how many are new.

    One sign for each apprenticeship and Lernfeld is open at most: a further move replaces it and counts from where the Lernfeld lay when the
    firm was first told; moved back, the sign is settled. Call in the transaction that publishes, after `require`.
    """
    if not moves:
        return 0
    with as_system(actor):
        facts = facts_of([plan.room_id])
        if not facts:
            return 0
        told = _open_moves(facts[0].rooms, [move.learning_field_id for move in moves])
        plans = entries_for(facts, [move.learning_field_id for move in moves])
        found = [sign for move in moves for sign in _of_move(facts[0], plans, move, told)]
        _settle(facts[0].rooms, moves)
        RadarSign.objects.bulk_create(found)
    return len(found)


def _of_move(
    facts: ClassFacts, plans: Rooms, move: FieldMove, told: Mapping[tuple[UUID, UUID], date | None]
) -> Iterable[RadarSign]:
    """Yields the signs of one move: for each room its own, because firms may have been told at different times."""
    field = move.learning_field_id
    now = facts.fields.get(field, [])
    is_first = begun(now)
    for room in facts.rooms:
        was_first = told.get((room, field), move.was_first)
        if _over(was_first, is_first):
            continue
        was = as_it_was(now, was_first) if now else _gone(was_first)
        entries = [
            entry for entry in plans.get(room, ()) if facts.belongs(entry, field) and _drifts(entry, was, now)
        ]
        if entries:
            shift = (is_first - was_first) // _WEEK if is_first and was_first else 0
            weeks: dict[str, Any] = {"was_first": was_first, "is_first": is_first, "shift": shift}
            yield _sign(room, MOVED, plan_id=facts.plan_id, field=field, entries=entries, **weeks)


def _drifts(entry: Entry, was: list[TaughtField] | None, now: Sequence[TaughtField]) -> bool:
    """A Lernfeld that is no longer in the plan leaves all parts of a plan alone that belonged to it."""
    return True if was is None else drifts(entry, was, now)


def _gone(was_first: date | None) -> list[TaughtField] | None:
    return None if was_first else []


def _over(was_first: date | None, is_first: date | None) -> bool:
    """What lies behind us is no news."""
    return max((day for day in (was_first, is_first) if day), default=date.min) < monday_of(today())


def _open_moves(rooms: Collection[UUID], fields: Collection[UUID]) -> dict[tuple[UUID, UUID], date | None]:
    """Returns by room and Lernfeld where it began when the firm was told and had not settled it since."""
    rows = RadarSign.objects.filter(
        room_id__in=rooms, learning_field_id__in=fields, kind=MOVED, settled_on=None
    )
    ordered = rows.order_by("-made_on", "-pk").values_list("room_id", "learning_field_id", "was_first")
    return {(room, field): was for room, field, was in ordered}


def _settle(rooms: Collection[UUID], moves: Iterable[FieldMove]) -> None:
    """What was said of these Lernfelder so far is settled: that they moved, and that they begin in a week that holds no longer."""
    stale = Q(pk__in=[])
    for move in moves:
        stale |= Q(learning_field_id=move.learning_field_id) & (
            Q(kind=MOVED) | (Q(kind=SOON) & ~Q(is_first=move.is_first) if move.is_first else Q(kind=SOON))
        )
    RadarSign.objects.filter(stale, room_id__in=rooms, settled_on=None).update(settled_on=today())


def classes_beginning() -> list[UUID]:
    """Returns the rooms of all classes of which a Lernfeld begins within the next SOON_WEEKS weeks. One query."""
    monday = monday_of(today())
    with as_system(ACTOR), connection.cursor() as cursor:
        cursor.execute(_BEGINNING, {"after": monday, "until": monday + SOON_WEEKS * _WEEK})
        return [room for (room,) in cursor.fetchall()]


@transaction.atomic
def note_soon(class_room_ids: Collection[UUID]) -> int:
    """Each apprenticeship of these classes whose plan fits a Lernfeld that begins within two weeks has a sign, once; returns how many are new."""
    with as_system(ACTOR):
        facts = facts_of(class_room_ids)
        plans = entries_for(facts, {field for one in facts for field, _ in _soon(one)})
        found = [sign for one in facts for sign in _of_class(one, plans)]
        known = _known({sign.room_id for sign in found})
        new = [sign for sign in found if (sign.room_id, sign.learning_field_id, sign.is_first) not in known]
        # Two jobs at once: the constraint lets the first one in.
        RadarSign.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


def _soon(facts: ClassFacts) -> Iterable[tuple[UUID, date]]:
    """Yields the Lernfelder that begin within the next SOON_WEEKS weeks, with their first week; not those of this week."""
    monday = monday_of(today())
    for field, placements in facts.fields.items():
        first = begun(placements)
        if first and monday < first <= monday + SOON_WEEKS * _WEEK:
            yield field, first


def _of_class(facts: ClassFacts, plans: Rooms) -> Iterable[RadarSign]:
    for field, first in _soon(facts):
        for room in facts.rooms:
            entries = [
                entry
                for entry in plans.get(room, ())
                if facts.belongs(entry, field) and fits(entry, facts.fields[field])
            ]
            if entries:
                yield _sign(room, SOON, plan_id=facts.plan_id, field=field, entries=entries, is_first=first)


def _known(rooms: Collection[UUID]) -> set[tuple[UUID, UUID, date | None]]:
    """What was said before, be it under an older version of the plan."""
    rows = RadarSign.objects.filter(room_id__in=rooms, kind=SOON)
    return {*rows.values_list("room_id", "learning_field_id", "is_first")}


def settle_past() -> int:
    """Signs of what has begun meanwhile are settled: nobody can plan for it any more. Returns how many. One statement."""
    monday = monday_of(today())
    begun_since = Q(kind=SOON, is_first__lt=monday) | Q(kind=MOVED, is_first__lt=monday, was_first__lt=monday)
    with as_system(ACTOR):
        return RadarSign.objects.filter(begun_since, settled_on=None).update(settled_on=today())


def _sign(
    room: UUID, kind: str, *, plan_id: UUID, field: UUID, entries: Iterable[Entry], **weeks: Any
) -> RadarSign:
    return RadarSign(
        room_id=room,
        kind=kind,
        plan_id=plan_id,
        learning_field_id=field,
        entries=[entry.id for entry in entries],
        made_on=today(),
        **weeks,
    )
