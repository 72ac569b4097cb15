"""Writes of rooms: memberships follow from facts and release rules, in the transaction of the fact."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from zweiklang.kernel.acting import as_system
from zweiklang.kernel.actor import Actor
from zweiklang.organisations.public import Organisation
from zweiklang.rooms.models import Membership, Room
from zweiklang.rooms.rules.book import Place, RoomFacts, consents_in, restricted_rooms
from zweiklang.rooms.rules.writing import (
    RULED_KINDS,
    Key,
    Wanted,
    facts_of_rooms,
    keep_places,
    locked,
    present_in,
    resolver_of,
    store,
    wanted_of,
)

# Rooms looked at in one go: fewer than the 65,535 values a statement may carry.
MANY = 10_000


@dataclass(frozen=True, slots=True)
class Claim:
    """A fact that makes somebody a member: who, as what, because of which row, from when to when (None: open)."""

    person_id: UUID
    capacity: str
    source: str
    source_id: UUID
    first_day: date
    last_day: date | None = None
    reason: str = ""
    """Says more than the release rule's own reason ("Vertritt …"); empty: the rule's."""


def open_room(actor: Actor, *, kind: str, title: str, concerns: UUID | None = None) -> Room:
    """A room exists, without members; `concerns` is the person it is about, if it is about one."""
    with as_system(actor):
        return Room.objects.create(kind=kind, title=title, concerns_id=concerns)


def team_room(actor: Actor, *, organisation: Organisation) -> Room:
    """The organisation has a room for its own affairs (people, imports, invitations); found again by the organisation."""
    with as_system(actor):
        return Room.objects.get_or_create(
            organisation=organisation, defaults={"kind": Room.Kind.TEAM, "title": organisation.name}
        )[0]


def replace_memberships(actor: Actor, *, room: Room, claims: Iterable[Claim]) -> None:
    """The room's memberships are exactly those that follow from `claims` under the release rules; unchanged ones keep their id."""
    replace_all_memberships(actor, claims={room: claims})


def replace_all_memberships(
    actor: Actor,
    *,
    claims: Mapping[Room, Iterable[Claim]],
    places: Mapping[Room, Sequence[Place]] | None = None,
) -> None:
    """In each of these rooms the memberships are exactly those of its claims, as `replace_memberships` says; a few statements for all.

    `places` says whose rules hold in rooms of apprenticeships and classes, from which day on; it is kept as `Jurisdiction`.
    """
    places = places or {}
    rooms = list(claims)
    with as_system(actor):
        for start in range(0, len(rooms), MANY):
            part = rooms[start : start + MANY]
            locked([room.pk for room in part])
            keep_places({room.pk: places[room] for room in part if room in places})
            ruled = [room.pk for room in part if room.kind in RULED_KINDS]
            consents, restricted = consents_in(ruled), restricted_rooms(ruled)
            facts = {
                room.pk: RoomFacts(
                    room.kind, tuple(places.get(room, ())), consents.get(room.pk, ()), room.pk in restricted
                )
                for room in part
            }
            resolver = resolver_of(facts.values())
            wanted: dict[Key, Wanted] = {}
            for room in part:
                wanted |= wanted_of(resolver, room.pk, facts[room.pk], claims[room])
            store(present_in(Membership.objects.filter(room__in=[room.pk for room in part])), wanted)


def replace_in_rooms(
    actor: Actor, *, room_kind: str, capacity: str, source: str, claims: Mapping[UUID, Sequence[Claim]]
) -> None:
    """In each of these rooms the memberships of that capacity and source are exactly those of its claims; others stay as they are.

    For one fact that concerns many rooms (a chamber's adviser, tens of thousands): a few statements for all of them.
    """
    rooms = list(claims)
    with as_system(actor):
        for start in range(0, len(rooms), MANY):
            part = rooms[start : start + MANY]
            locked(part)
            facts = facts_of_rooms(part, kind=room_kind)
            resolver = resolver_of(facts.values())
            wanted: dict[Key, Wanted] = {}
            for room_id in part:
                wanted |= wanted_of(resolver, room_id, facts[room_id], claims[room_id])
            rows = Membership.objects.filter(room__in=part, capacity=capacity, source=source)
            store(present_in(rows), wanted)
