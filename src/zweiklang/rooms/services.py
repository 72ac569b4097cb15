"""Writes of rooms: memberships follow from facts, in the transaction of the fact."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from zweiklang.kernel.acting import as_system
from zweiklang.kernel.actor import Actor
from zweiklang.organisations.public import Organisation
from zweiklang.rooms.models import Membership, Room
from zweiklang.rooms.release_rules import RULES, scopes_for

type _Key = tuple[UUID, UUID, str, str, UUID, date]
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


def open_room(actor: Actor, *, kind: str, title: str) -> Room:
    """A room exists, without members."""
    with as_system(actor):
        return Room.objects.create(kind=kind, title=title)


def team_room(actor: Actor, *, organisation: Organisation) -> Room:
    """The organisation has a room for its own affairs (people, imports, invitations); found again by the organisation."""
    with as_system(actor):
        return Room.objects.get_or_create(
            organisation=organisation, defaults={"kind": Room.Kind.TEAM, "title": organisation.name}
        )[0]


def replace_memberships(actor: Actor, *, room: Room, claims: Iterable[Claim]) -> None:
    """The room's memberships are exactly those that follow from `claims` under the release rules; unchanged ones keep their id."""
    replace_all_memberships(actor, claims={room: claims})


def replace_all_memberships(actor: Actor, *, claims: Mapping[Room, Iterable[Claim]]) -> None:
    """In each of these rooms the memberships are exactly those of its claims, as `replace_memberships` says; a few statements for all."""
    wanted: dict[_Key, tuple[Room, Claim, dict[str, Any]]] = {}
    for room, of_room in claims.items():
        for claim in of_room:
            scopes = scopes_for(claim.capacity, room_kind=room.kind)
            if scopes and (claim.last_day is None or claim.last_day >= claim.first_day):
                reason = claim.reason or RULES[claim.capacity].reason
                values = {"scopes": scopes, "reason": reason, "last_day": claim.last_day}
                wanted[room.pk, *_key(claim)] = (room, claim, values)
    rooms = [room.pk for room in claims]
    with as_system(actor):
        for start in range(0, len(rooms), MANY):
            part = set(rooms[start : start + MANY])
            _replace(part, {key: one for key, one in wanted.items() if key[0] in part})


def _replace(rooms: Iterable[UUID], wanted: Mapping[_Key, tuple[Room, Claim, dict[str, Any]]]) -> None:
    found = Membership.objects.filter(room_id__in=list(rooms))
    existing = {(row.room_id, *_key(row)): row for row in found}
    gone = [row.pk for key, row in existing.items() if key not in wanted]
    Membership.objects.filter(pk__in=gone).delete()
    fresh, changed = [], []
    for key, (room, claim, values) in wanted.items():
        if (row := existing.get(key)) is None:
            fresh.append(_membership(room, claim, values))
        elif any(getattr(row, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(row, name, value)
            changed.append(row)
    Membership.objects.bulk_update(changed, ["scopes", "reason", "last_day"], batch_size=1000)
    Membership.objects.bulk_create(fresh, batch_size=1000)


def replace_in_rooms(
    actor: Actor, *, room_kind: str, capacity: str, source: str, claims: Mapping[UUID, Sequence[Claim]]
) -> None:
    """In each of these rooms the memberships of that capacity and source are exactly those of its claims; others stay as they are.

    For one fact that concerns many rooms (a chamber's adviser, tens of thousands): a few statements for all of them.
    """
    values: dict[str, Any] = {
        "scopes": scopes_for(capacity, room_kind=room_kind),
        "reason": RULES[capacity].reason,
    }
    rooms = list(claims)
    with as_system(actor):
        for start in range(0, len(rooms), MANY):
            part = rooms[start : start + MANY]
            wanted = {(room_id, *_key(claim)): claim for room_id in part for claim in claims[room_id]}
            rows = Membership.objects.filter(room_id__in=part, capacity=capacity, source=source)
            existing = {(row.room_id, *_key(row)): row for row in rows}
            Membership.objects.filter(
                pk__in=[row.pk for key, row in existing.items() if key not in wanted]
            ).delete()
            fresh, changed = [], []
            for key, claim in wanted.items():
                if (row := existing.get(key)) is None:
                    fresh.append(_membership(Room(pk=key[0]), claim, {**values, "last_day": claim.last_day}))
                elif (row.last_day, row.scopes, row.reason) != (
                    claim.last_day,
                    values["scopes"],
                    values["reason"],
                ):
                    row.last_day, row.scopes, row.reason = claim.last_day, values["scopes"], values["reason"]
                    changed.append(row)
            Membership.objects.bulk_update(changed, ["last_day", "scopes", "reason"], batch_size=1000)
            Membership.objects.bulk_create(fresh, batch_size=1000)


def _key(row: Claim | Membership) -> tuple[UUID, str, str, UUID, date]:
    return (row.person_id, row.capacity, str(row.source), row.source_id, row.first_day)


def _membership(room: Room, claim: Claim, values: Mapping[str, Any]) -> Membership:
    return Membership(
        room=room,
        person_id=claim.person_id,
        capacity=claim.capacity,
        source=claim.source,
        source_id=claim.source_id,
        first_day=claim.first_day,
        **values,
    )
