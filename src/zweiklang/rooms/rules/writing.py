"""Memberships as the rules want them: what is wanted, and the few statements that make it so."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol
from uuid import UUID

from django.db import connection

from zweiklang.kernel.clock import today
from zweiklang.rooms.models import Jurisdiction, Membership, Room
from zweiklang.rooms.release_rules import RULES, fixed_scopes
from zweiklang.rooms.rules.book import Book, Place, RoomFacts, consents_in, read_book, restricted_rooms
from zweiklang.rooms.rules.resolution import Resolver

type Key = tuple[UUID, UUID, str, str, UUID, date]
"""Room, person, capacity, source, its row, first day."""
RULED_KINDS = (Room.Kind.APPRENTICESHIP, Room.Kind.CLASS)


class Claimed(Protocol):
    """What memberships are computed from: a `Claim`, or memberships put together again."""

    @property
    def person_id(self) -> UUID: ...
    @property
    def capacity(self) -> str: ...
    @property
    def source(self) -> str: ...
    @property
    def source_id(self) -> UUID: ...
    @property
    def first_day(self) -> date: ...
    @property
    def last_day(self) -> date | None: ...
    @property
    def reason(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a membership carries, for which reason, until when."""

    scopes: tuple[str, ...]
    starts: tuple[tuple[str, date], ...]
    reason: str
    last_day: date | None

    @property
    def values(self) -> dict[str, Any]:
        """Returns the columns of the membership."""
        starts = {scope: day.isoformat() for scope, day in self.starts} or None
        return {
            "scopes": list(self.scopes),
            "starts": starts,
            "reason": self.reason,
            "last_day": self.last_day,
        }


RULES_LOCK = 7_304_001


def locked(rooms: Collection[UUID]) -> dict[UUID, str]:
    """Nobody else changes the memberships of these rooms until the transaction ends; returns their kinds.

    No other rule is decided meanwhile either (`alone_with_the_rules`). Rows in the rooms may be written as ever.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [RULES_LOCK])
    found = Room.objects.select_for_update(no_key=True).filter(pk__in=rooms).order_by("pk")
    return dict(found.values_list("pk", "kind"))


def alone_with_the_rules() -> None:
    """No membership is computed elsewhere from the rules as they were, until the transaction ends: those begun before are waited for."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [RULES_LOCK])


def resolver_of(facts: Iterable[RoomFacts]) -> Resolver:
    """Returns the resolver for rooms with these facts today; reads the book of rules only if one of them is ruled by it."""
    ruled = [one for one in facts if one.kind in RULED_KINDS]
    book = read_book(place for one in ruled for place in one.places) if ruled else Book()
    return Resolver(book, today(), fixed_scopes())


def wanted_of(
    resolver: Resolver, room_id: UUID, facts: RoomFacts, claims: Iterable[Claimed]
) -> dict[Key, Wanted]:
    """Returns the memberships that follow from these claims in the room."""
    found: dict[Key, Wanted] = {}
    for claim in claims:
        if claim.last_day is not None and claim.last_day < claim.first_day:
            continue
        reason = claim.reason or RULES[claim.capacity].reason
        grants = resolver.grants(facts, claim.capacity, first_day=claim.first_day, last_day=claim.last_day)
        for grant in grants:
            key = (
                room_id,
                claim.person_id,
                claim.capacity,
                str(claim.source),
                claim.source_id,
                grant.first_day,
            )
            found[key] = Wanted(grant.scopes, grant.starts, reason, grant.last_day)
    return found


def store(present: Iterable[Membership], wanted: Mapping[Key, Wanted]) -> int:
    """The memberships `present` are exactly the wanted ones; returns how many were written. Rows with equal contents share a statement."""
    existing = {
        (row.room_id, row.person_id, row.capacity, str(row.source), row.source_id, row.first_day): row
        for row in present
    }
    gone = [row.pk for key, row in existing.items() if key not in wanted]
    changed: defaultdict[Wanted, list[UUID]] = defaultdict(list)
    fresh = []
    for key, one in wanted.items():
        if (row := existing.get(key)) is None:
            room_id, person_id, capacity, source, source_id, first_day = key
            fresh.append(
                Membership(
                    room_id=room_id, person_id=person_id, capacity=capacity, source=source,
                    source_id=source_id, first_day=first_day, **one.values,
                )
            )  # fmt: skip
        elif _differs(row, one):
            changed[one].append(row.pk)
    if gone:
        Membership.objects.filter(pk__in=gone).delete()
    for one, ids in changed.items():
        Membership.objects.filter(pk__in=ids).update(**one.values)
    Membership.objects.bulk_create(fresh, batch_size=1000)
    return len(gone) + len(fresh) + sum(map(len, changed.values()))


def _differs(row: Membership, one: Wanted) -> bool:
    return (
        row.last_day != one.last_day
        or tuple(row.scopes) != one.scopes
        or row.reason != one.reason
        or (row.starts or None) != ({scope: day.isoformat() for scope, day in one.starts} or None)
    )


def facts_of_rooms(rooms: Collection[UUID], *, kind: str) -> dict[UUID, RoomFacts]:
    """Returns what the rules need to know of these rooms of one kind, as it is kept. Three statements, none for a kind without rules."""
    if kind not in RULED_KINDS:
        return {room: RoomFacts(kind) for room in rooms}
    consents, restricted = consents_in(rooms), restricted_rooms(rooms)
    places: defaultdict[UUID, list[Place]] = defaultdict(list)
    for one in Jurisdiction.objects.filter(room__in=rooms):
        place = Place(one.first_day, one.school_id, one.class_room_id, one.firm_id)
        places[one.room_id].append(place)
    return {
        room: RoomFacts(
            kind, tuple(sorted(places[room], key=_start)), consents.get(room, ()), room in restricted
        )
        for room in rooms
    }


def _start(place: Place) -> date:
    return place.first_day or date.min


def keep_places(places: Mapping[UUID, Sequence[Place]]) -> None:
    """The jurisdictions of these rooms are exactly these places. Call inside `as_system`."""
    wanted = {
        (room, place.first_day, place.school, place.class_room, place.firm)
        for room, of_room in places.items()
        for place in of_room
    }
    rows = Jurisdiction.objects.filter(room__in=list(places))
    present = {
        tuple(values): pk
        for pk, *values in rows.values_list(
            "pk", "room_id", "first_day", "school_id", "class_room_id", "firm_id"
        )
    }
    gone = [pk for values, pk in present.items() if values not in wanted]
    if gone:
        Jurisdiction.objects.filter(pk__in=gone).delete()
    Jurisdiction.objects.bulk_create(
        [
            Jurisdiction(
                room_id=room, first_day=first_day, school_id=school, class_room_id=class_room, firm_id=firm
            )
            for room, first_day, school, class_room, firm in sorted(wanted - present.keys(), key=str)
        ],
        batch_size=2000,
    )
