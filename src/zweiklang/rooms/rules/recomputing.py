"""Memberships computed anew after rules changed, from the memberships themselves: no fact is read again.

In batches, each its own short transaction, so that tens of thousands of rooms block nobody.
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import batched, pairwise
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone

from zweiklang.kernel.acting import as_system
from zweiklang.kernel.actor import Actor
from zweiklang.rooms.models import Jurisdiction, Membership, ReleaseDecision, Room, RulesApplied
from zweiklang.rooms.release_rules import fixed_scopes
from zweiklang.rooms.rules.book import RoomFacts, read_book
from zweiklang.rooms.rules.cells import CAPACITIES, cells, following
from zweiklang.rooms.rules.resolution import Resolver, keeps
from zweiklang.rooms.rules.writing import (
    RULED_KINDS,
    Key,
    Present,
    Wanted,
    facts_of_rooms,
    locked,
    present_in,
    resolver_of,
    store,
    wanted_of,
)

AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class Held:
    """A claim as the memberships show it: pieces that follow each other without a gap are one."""

    person_id: UUID
    capacity: str
    source: str
    source_id: UUID
    first_day: date
    last_day: date | None
    reason: str


def rooms_ruled_by(body: UUID | None) -> "QuerySet[Room]":
    """Returns the rooms in which that school, class (by its room) or firm decides; None: the Land, so all with data of apprenticeships."""
    rooms = Room.objects.filter(kind__in=RULED_KINDS)
    if body is None:
        return rooms
    within = Q(school=body) | Q(class_room=body) | Q(firm=body)
    return rooms.filter(pk__in=Jurisdiction.objects.filter(within).values("room_id"))


def recompute(actor: Actor, rooms: Iterable[UUID] | None = None, *, capacities: Collection[str] = ()) -> int:
    """The memberships of these rooms (None: of all) are those that today's rules give; returns how many memberships were written.

    `capacities`: only theirs, because a rule about others changed nothing for the rest (empty: everybody's).
    """
    with as_system(actor):
        chosen = rooms_ruled_by(None).order_by("pk").values_list("pk", flat=True) if rooms is None else rooms
        ids = list(chosen)
    written = 0
    for part in batched(ids, AT_ONCE):
        with as_system(actor):
            kinds = locked(part)
            for kind in RULED_KINDS:
                present = _present([room for room, its in kinds.items() if its == kind], capacities)
                rows = present_in(present)
                written += store(rows, _wanted(rows, kind)) if rows else 0
    return written


def recompute_if_rules_changed(actor: Actor) -> int:
    """All memberships follow the start values this version came with; returns how many were written, nothing to do is one query.

    For the moment after an update of the product: its land.toml may differ from the one before.
    """
    digest = start_values_digest()
    with as_system(actor):
        if RulesApplied.objects.filter(digest=digest).exists():
            return 0
    written = recompute(actor)
    with as_system(actor):
        RulesApplied.objects.all().delete()
        RulesApplied.objects.create(digest=digest, applied_at=timezone.now())
    return written


def start_values_digest() -> str:
    """Returns a digest of all start values and fixed scopes: equal digests give equal memberships."""
    told = repr((sorted(cells().items()), sorted(fixed_scopes().items())))
    return hashlib.sha256(told.encode()).hexdigest()


def _present(rooms: Collection[UUID], capacities: Collection[str]) -> "QuerySet[Membership]":
    rows = Membership.objects.filter(room__in=rooms)
    return rows.filter(capacity__in=capacities) if capacities else rows


def _wanted(rows: Collection[Present], kind: str) -> dict[Key, Wanted]:
    facts = facts_of_rooms({row.room_id for row in rows}, kind=kind)
    resolver = resolver_of(facts.values())
    wanted: dict[Key, Wanted] = {}
    for room, held in claims_held(rows):
        wanted |= wanted_of(resolver, room, facts[room], held)
    return wanted


def close_now(category: str) -> int:
    """Nobody but the persons concerned and those who keep the category carries it any more; one statement for the whole Land."""
    closing = closing_capacities(category)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE rooms_membership SET scopes = ARRAY(SELECT s FROM unnest(scopes) s WHERE split_part(s, ':', 1) <> %s)"
            " WHERE capacity = ANY(%s) AND EXISTS (SELECT FROM unnest(scopes) s WHERE split_part(s, ':', 1) = %s)"
            " AND room_id IN (SELECT id FROM rooms_room WHERE kind IN ('apprenticeship', 'class'))",
            [category, list(closing), category],
        )
        return int(cursor.rowcount)


def closing_capacities(category: str) -> tuple[str, ...]:
    """Returns to whom a brake closes the category: all but the persons concerned and those who keep it."""
    closed = [one for one in CAPACITIES if not keeps(cells()[category, one])]
    return tuple(follower for one in closed for follower in following(one))


def claims_held(memberships: Iterable[Present]) -> Iterator[tuple[UUID, list[Held]]]:
    """Yields by room the claims from which these memberships were cut."""
    groups: defaultdict[tuple[UUID, UUID, str, str, UUID], list[Present]] = defaultdict(list)
    for row in memberships:
        groups[row.room_id, row.person_id, row.capacity, str(row.source), row.source_id].append(row)
    by_room: defaultdict[UUID, list[Held]] = defaultdict(list)
    for (room, person, capacity, source, source_id), rows in groups.items():
        rows.sort(key=lambda row: row.first_day)
        by_room[room].append(
            Held(person, capacity, source, source_id, rows[0].first_day, rows[0].last_day, rows[0].reason)
        )
        for before, row in pairwise(rows):
            follows = before.last_day is not None and row.first_day == before.last_day + timedelta(days=1)
            if follows:
                by_room[room][-1] = replace(by_room[room][-1], last_day=row.last_day)
            else:
                by_room[room].append(
                    Held(person, capacity, source, source_id, row.first_day, row.last_day, row.reason)
                )
    yield from by_room.items()


@dataclass(frozen=True, slots=True)
class Effect:
    """What a decision would change: rooms looked at, memberships and persons that gain or lose something."""

    rooms: int
    memberships: int
    persons: int
    gaining: int
    losing: int


def effect_of(decision: ReleaseDecision, rooms: Sequence[UUID]) -> Effect:
    """Returns what the decision would change on its day; nothing is written. Call inside `as_system`.

    Equal places give equal answers, so each question is resolved once and every membership only looked up.
    """
    day, capacities = decision.effective_on, following(decision.capacity)
    touched, gaining, losing = 0, set[UUID](), set[UUID]()
    for part in batched(rooms, AT_ONCE):
        kinds = dict(Room.objects.filter(pk__in=part).values_list("pk", "kind"))
        for kind in RULED_KINDS:
            of_kind = [room for room, its in kinds.items() if its == kind]
            on_day = _present(of_kind, capacities).filter(first_day__lte=day).exclude(last_day__lt=day)
            rows = list(on_day.values_list("room_id", "person_id", "capacity"))
            verdict = _verdicts(decision, facts_of_rooms({row[0] for row in rows}, kind=kind))
            for room, person, capacity in rows:
                gains, loses = verdict(room, capacity)
                touched += gains or loses
                if gains:
                    gaining.add(person)
                if loses:
                    losing.add(person)
    return Effect(len(rooms), touched, len(gaining | losing), len(gaining), len(losing))


def _verdicts(
    decision: ReleaseDecision, facts: Mapping[UUID, RoomFacts]
) -> Callable[[UUID, str], tuple[bool, bool]]:
    """Returns the answer to "does that capacity gain, does it lose something in that room by the decision, on its day?"."""
    places = [place for one in facts.values() for place in one.places]
    before, after = (
        Resolver(read_book(places, beside=beside), decision.effective_on, fixed_scopes())
        for beside in ([], [decision])
    )
    known: dict[tuple[UUID, str], tuple[bool, bool]] = {}
    told = {room: (before.told(one), after.told(one)) for room, one in facts.items()}

    def verdict(room: UUID, capacity: str) -> tuple[bool, bool]:
        if (answer := known.get((room, capacity))) is None:
            had, has = (
                frozenset(resolver.timeline(one, capacity)[0][1][0])
                for resolver, one in zip((before, after), told[room], strict=True)
            )
            answer = known[room, capacity] = (bool(has - had), bool(had - has))
        return answer

    return verdict
