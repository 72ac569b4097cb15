"""Reads of rooms: what row-level security lets through, and what somebody carries."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.http import Http404

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


# Whether any brake is pulled anywhere costs nothing here; in which of these rooms is asked only then.
_STANDINGS = """
    SELECT m.room_id, m.kind, array_agg(DISTINCT m.capacity), array_agg(DISTINCT s),
           EXISTS (SELECT FROM rooms_emergencybrake WHERE released_at IS NULL)
      FROM my_memberships() m, unnest(m.scopes) s"""
_BRAKED = """
    SELECT r.id, b.category, b.reason, b.closed_at FROM rooms_room r JOIN rooms_emergencybrake b ON b.released_at IS NULL
       AND (b.organisation_id IS NULL OR b.organisation_id = r.organisation_id
            OR EXISTS (SELECT FROM rooms_jurisdiction j WHERE j.room_id = r.id AND j.school_id = b.organisation_id))
     WHERE r.id = ANY (%s) ORDER BY b.closed_at"""

_MEMBERS = """
    SELECT m.person_id, btrim(p.given_name || ' ' || p.family_name), m.capacity, m.reason, m.first_day, m.last_day, m.scopes
      FROM rooms_membership m JOIN people_person p ON p.id = m.person_id
     WHERE m.room_id = %(room)s AND m.first_day <= %(on)s AND (m.last_day IS NULL OR m.last_day >= %(on)s)
     ORDER BY m.first_day, m.capacity, p.sort_key"""

# Kinds of rooms that people join one by one.
TALKS = ("conversation", "counselling", "appointment")


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
    """Returns today's standing of the current person in each of the own rooms, by room id. One query, two while a brake is pulled.

    Without conversations, counselling and appointments: those have pages of their own, and nobody finds them by the way.
    """
    return _standings(f"{_STANDINGS} WHERE m.kind <> ALL (%s) GROUP BY 1, 2", list(TALKS))


def standing_in(room_id: UUID) -> Standing:
    """Returns the current person's standing in that room; raises Http404 without one."""
    found = _standings(f"{_STANDINGS} WHERE m.room_id = %s GROUP BY 1, 2", room_id)
    if room_id not in found:
        raise Http404
    return found[room_id]


def _standings(statement: str, *values: UUID | list[str]) -> dict[UUID, Standing]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        rows = cursor.fetchall()
        braked: defaultdict[UUID, list[Braked]] = defaultdict(list)
        if rows and rows[0][4]:
            cursor.execute(_BRAKED, [[row[0] for row in rows]])
            for room_id, *brake in cursor.fetchall():
                braked[room_id].append(Braked(*brake))
    return {
        row[0]: Standing(row[0], row[1], frozenset(row[2]), frozenset(row[3]), tuple(braked[row[0]]))
        for row in rows
    }


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
    with connection.cursor() as cursor:
        cursor.execute(_MEMBERS, {"room": room_id, "on": on})
        return [
            Member(
                person, name, capacity, capacity_label(capacity), reason, first_day, last_day, tuple(scopes)
            )
            for person, name, capacity, reason, first_day, last_day, scopes in cursor.fetchall()
        ]
