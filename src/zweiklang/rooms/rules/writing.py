"""Memberships as the rules want them: what is wanted, and the few statements that make it so."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import starmap
from typing import NamedTuple, Protocol
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from zweiklang.kernel.clock import today
from zweiklang.kernel.retention import plus_months
from zweiklang.rooms.models import KEPT_MONTHS, Jurisdiction, Membership, Room
from zweiklang.rooms.release_rules import RULES, fixed_scopes
from zweiklang.rooms.rules.book import Book, Place, RoomFacts, consents_in, read_book, restricted_rooms
from zweiklang.rooms.rules.resolution import Resolver, granted

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
    def starts_by_scope(self) -> dict[str, str] | None:
        """Returns the column `starts`."""
        return {scope: day.isoformat() for scope, day in self.starts} or None


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
    """Returns the memberships that follow from these claims in the room; of two with the same beginning the longer one."""
    found: dict[Key, Wanted] = {}
    told = resolver.told(facts)
    for claim in claims:
        if claim.last_day is not None and claim.last_day < claim.first_day:
            continue
        reason = claim.reason or RULES[claim.capacity].reason
        whose = (room_id, claim.person_id, claim.capacity, str(claim.source), claim.source_id)
        timeline = resolver.timeline(told, claim.capacity)
        for grant in granted(timeline, claim.first_day, claim.last_day):
            key, known = (*whose, grant.first_day), found.get((*whose, grant.first_day))
            if known is None or (grant.last_day or date.max) > (known.last_day or date.max):
                found[key] = Wanted(grant.scopes, grant.starts, reason, grant.last_day)
    return found


class Present(NamedTuple):
    """A membership as it stands, without the cost of a model: there may be a million of them."""

    pk: UUID
    room_id: UUID
    person_id: UUID
    capacity: str
    source: str
    source_id: UUID
    first_day: date
    last_day: date | None
    reason: str
    scopes: list[str]
    starts: dict[str, str] | None


def present_in(rows: "QuerySet[Membership]") -> list[Present]:
    """Returns these memberships."""
    return list(starmap(Present, rows.values_list(*Present._fields)))


def store(present: Iterable[Present], wanted: Mapping[Key, Wanted]) -> int:
    """The memberships `present` are exactly the wanted ones; returns how many were written. Three statements, however many there are."""
    existing = {row[1:7]: row for row in present}
    # What ended so long ago that nights delete it is not written again (`Membership.privacy`).
    forgotten = plus_months(today(), -KEPT_MONTHS)
    gone = [row.pk for key, row in existing.items() if key not in wanted]
    changed: list[tuple[Present, Wanted]] = []
    fresh: list[Membership] = []
    for key, one in wanted.items():
        if (row := existing.get(key)) is None:
            if one.last_day is None or one.last_day >= forgotten:
                fresh.append(_membership(key, one))
        elif _differs(row, one):
            changed.append((row, one))
    if gone:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM rooms_membership WHERE id = ANY(%s)", [gone])
    if changed:
        _update(changed)
    Membership.objects.bulk_create(fresh, batch_size=1000)
    return len(gone) + len(fresh) + len(changed)


def _membership(key: Key, one: Wanted) -> Membership:
    room_id, person_id, capacity, source, source_id, first_day = key
    return Membership(
        room_id=room_id,
        person_id=person_id,
        capacity=capacity,
        source=source,
        source_id=source_id,
        first_day=first_day,
        last_day=one.last_day,
        reason=one.reason,
        scopes=list(one.scopes),
        starts=one.starts_by_scope,
    )


def _update(changed: Sequence[tuple[Present, Wanted]]) -> None:
    """What a rule changes is the same in thousands of rows: one statement for each content. Days and reasons come from single facts."""
    by_rule: defaultdict[tuple[tuple[str, ...], tuple[tuple[str, date], ...]], list[UUID]] = defaultdict(list)
    by_fact: list[tuple[Present, Wanted]] = []
    for row, one in changed:
        if (row.last_day, row.reason) == (one.last_day, one.reason):
            by_rule[one.scopes, one.starts].append(row.pk)
        else:
            by_fact.append((row, one))
    for (scopes, starts), ids in by_rule.items():
        told = json.dumps(Wanted(scopes, starts, "", None).starts_by_scope)
        # An array is one value; a list of an ORM is one for each row, and a statement carries 65,535 of them.
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE rooms_membership SET scopes = %s::varchar(32)[], starts = NULLIF(%s::jsonb, 'null') WHERE id = ANY(%s)",
                [list(scopes), told, ids],
            )
    if by_fact:
        _update_each(by_fact)


def _update_each(changed: Sequence[tuple[Present, Wanted]]) -> None:
    """One statement: an ORM's CASE of thousands took most of the time."""
    columns = zip(
        *(
            (row.pk, ",".join(one.scopes), json.dumps(one.starts_by_scope), one.reason, one.last_day)
            for row, one in changed
        ),
        strict=True,
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE rooms_membership m SET scopes = string_to_array(v.scopes, ',')::varchar(32)[], starts = NULLIF(v.starts::jsonb, 'null'),"
            " reason = v.reason, last_day = v.last_day"
            " FROM unnest(%s::uuid[], %s::text[], %s::text[], %s::text[], %s::date[]) AS v(id, scopes, starts, reason, last_day)"
            " WHERE m.id = v.id",
            [list(column) for column in columns],
        )


def _differs(row: Present, one: Wanted) -> bool:
    return (
        row.last_day != one.last_day
        or tuple(row.scopes) != one.scopes
        or row.reason != one.reason
        or (row.starts or None) != one.starts_by_scope
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
