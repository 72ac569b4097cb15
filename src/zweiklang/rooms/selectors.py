"""Reads of rooms: what row-level security lets through, and what somebody carries."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.http import Http404

from zweiklang.rooms.models import Membership
from zweiklang.rooms.release_rules import capacity_label


@dataclass(frozen=True, slots=True)
class Braked:
    """A category that an emergency brake has closed: which, why, since when."""

    category: str
    reason: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """What the current person is in one room: capacities and the union of their scopes; and what a brake has closed there."""

    room_id: UUID
    kind: str
    capacities: frozenset[str]
    scopes: frozenset[str]
    braked: tuple[Braked, ...] = ()

    def carries(self, scope: str) -> bool:
        """True if one of the memberships carries the scope."""
        return scope in self.scopes

    def reads(self, category: str) -> bool:
        """True if the category is open, be it for released items only."""
        return category in self.scopes or f"{category}:item" in self.scopes


# Nearly always no brake is pulled: that is asked once a statement, and no room is looked at.
_BRAKED = """
    CASE WHEN EXISTS (SELECT FROM rooms_emergencybrake WHERE released_at IS NULL) THEN (
         SELECT array_agg(ARRAY[b.category, b.reason, b.closed_at::text] ORDER BY b.closed_at) FROM rooms_emergencybrake b
          WHERE b.released_at IS NULL AND (b.organisation_id IS NULL OR b.organisation_id IN (
                SELECT school_id FROM rooms_jurisdiction WHERE room_id = m.room_id
                 UNION ALL SELECT organisation_id FROM rooms_room WHERE id = m.room_id))) END"""
_STANDINGS = f"""
    SELECT m.room_id, m.kind, array_agg(DISTINCT m.capacity), array_agg(DISTINCT s), {_BRAKED}
      FROM my_memberships() m, unnest(m.scopes) s"""  # noqa: S608 - a statement of ours


@dataclass(frozen=True, slots=True)
class Member:
    """One line of "who is in this room"."""

    person_id: UUID
    name: str
    capacity: str
    capacity_label: str
    reason: str
    first_day: date
    last_day: date | None
    scopes: tuple[str, ...]


def my_standings() -> dict[UUID, Standing]:
    """Returns today's standing of the current person in each of the own rooms, by room id. One query."""
    with connection.cursor() as cursor:
        cursor.execute(f"{_STANDINGS} GROUP BY 1, 2")
        return {row[0]: _standing(row) for row in cursor.fetchall()}


def standing_in(room_id: UUID) -> Standing:
    """Returns the current person's standing in that room; raises Http404 without one."""
    with connection.cursor() as cursor:
        cursor.execute(f"{_STANDINGS} WHERE m.room_id = %s GROUP BY 1, 2", [room_id])
        row = cursor.fetchone()
    if row is None:
        raise Http404
    return _standing(row)


def _standing(row: tuple[Any, ...]) -> Standing:
    room_id, kind, capacities, scopes, brakes = row
    braked = (Braked(category, reason, datetime.fromisoformat(at)) for category, reason, at in brakes or ())
    return Standing(room_id, kind, frozenset(capacities), frozenset(scopes), tuple(braked))


def first_visible_day(room_id: UUID, *scopes: str) -> date | None:
    """Returns the day before which the rules keep data of these scopes in that room closed to the person; None: there is none. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (my_starts(VARIADIC %s::text[]) ->> %s)::date", [[*map(str, scopes)], str(room_id)]
        )
        found: date | None = cursor.fetchone()[0]
    return found


def carries_in_team(organisation_id: UUID, scope: str) -> bool:
    """True if the current person carries the scope in the team room of that organisation today. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM rooms_room WHERE organisation_id = %s AND id = ANY ((SELECT my_rooms(%s))::uuid[])",
            [organisation_id, str(scope)],
        )
        return cursor.fetchone() is not None


def team_standing(organisation_id: UUID) -> Standing | None:
    """Returns the current person's standing in the team room of that organisation, or None for somebody outside. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT m.room_id, array_agg(DISTINCT m.capacity), array_agg(DISTINCT s) FROM my_memberships() m JOIN rooms_room r ON r.id = m.room_id,"
            " unnest(m.scopes) s WHERE r.organisation_id = %s GROUP BY 1",
            [organisation_id],
        )
        row = cursor.fetchone()
    return Standing(row[0], "team", frozenset(row[1]), frozenset(row[2])) if row else None


def members_of(room_id: UUID, *, on: date) -> list[Member]:
    """Returns who is in the room on that day, people with the longest standing first; empty if the scope `members` is missing."""
    rows = (
        Membership.objects.filter(room_id=room_id, first_day__lte=on)
        .exclude(last_day__lt=on)
        .select_related("person")
    )
    return [
        Member(
            m.person_id,
            m.person.name,
            m.capacity,
            capacity_label(m.capacity),
            m.reason,
            m.first_day,
            m.last_day,
            tuple(m.scopes),
        )
        for m in rows.order_by("first_day", "capacity", "person__sort_key")
    ]
