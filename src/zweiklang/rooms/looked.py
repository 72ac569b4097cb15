"""Reads who looked, for the person concerned. Row-level security lets nobody else read a row, and nothing here asks by who looked alone."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection

from zweiklang.kernel.clock import today
from zweiklang.kernel.retention import plus_months
from zweiklang.rooms.release_rules import RULES

KEPT_MONTHS = 12
UNKNOWN = "Gelöschte Person"


@dataclass(frozen=True, slots=True)
class LookFilter:
    """What of one's own list is shown: only this room, only this person."""

    room_id: UUID | None = None
    viewer_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Looked:
    """Somebody looked on one day, in one room, in one capacity, at these categories."""

    day: date
    viewer_id: UUID
    name: str
    capacity: str
    room_id: UUID
    categories: tuple[str, ...]

    @property
    def capacity_label(self) -> str:
        """Returns the German name of the capacity; one that there is no more as it was written."""
        rule = RULES.get(self.capacity)
        return rule.label if rule else self.capacity


@dataclass(frozen=True, slots=True)
class LookDays:
    """How often somebody looked in one room: the last day, and on how many days in twelve months."""

    last_day: date
    days: int


# The days come first, so that PostgreSQL reads only the months that are asked for; an empty filter is NULL.
_MINE = """
      FROM rooms_look l
     WHERE l.concerned_id = (SELECT my_person()) AND l.day >= %(first)s AND l.day <= %(last)s
       AND (%(room)s::uuid IS NULL OR l.room_id = %(room)s) AND (%(viewer)s::uuid IS NULL OR l.viewer_id = %(viewer)s)"""


def first_kept_day() -> date:
    """Returns the first day of which looks are kept."""
    return plus_months(today(), -KEPT_MONTHS)


def days_with_looks(wanted: LookFilter) -> list[date]:
    """Returns the days of the last twelve months on which somebody looked at the person's data, newest first. One query."""
    statement = f"SELECT DISTINCT l.day {_MINE} ORDER BY 1 DESC"
    return [day for (day,) in _asked(statement, wanted, first_kept_day(), today())]


def looks_between(wanted: LookFilter, *, first: date, last: date) -> list[Looked]:
    """Returns who looked at the person's data from `first` to `last`, newest day first, then by name. One query."""
    statement = f"""
        SELECT f.day, f.viewer_id, coalesce(btrim(p.given_name || ' ' || p.family_name), %(unknown)s), f.capacity, f.room_id, f.categories
          FROM (SELECT l.day, l.viewer_id, l.capacity, l.room_id, array_agg(l.category ORDER BY l.category) AS categories {_MINE}
                 GROUP BY 1, 2, 3, 4) f
          LEFT JOIN people_person p ON p.id = f.viewer_id
         ORDER BY f.day DESC, p.sort_key, f.viewer_id, f.room_id, f.capacity"""  # noqa: S608 - text of ours
    rows = _asked(statement, wanted, first, last)
    return [
        Looked(day, viewer, name, capacity, room, tuple(kinds))
        for day, viewer, name, capacity, room, kinds in rows
    ]


def who_looked() -> list[tuple[UUID, str]]:
    """Returns who looked at the person's data in the last twelve months, by name. One query."""
    statement = f"""
        SELECT f.viewer_id, coalesce(btrim(p.given_name || ' ' || p.family_name), %(unknown)s)
          FROM (SELECT DISTINCT l.viewer_id {_MINE}) f
          LEFT JOIN people_person p ON p.id = f.viewer_id
         ORDER BY p.sort_key, f.viewer_id"""  # noqa: S608 - text of ours
    return [(viewer, name) for viewer, name in _asked(statement, LookFilter(), first_kept_day(), today())]


def rooms_looked_at() -> list[UUID]:
    """Returns the rooms in which somebody looked at the person's data in the last twelve months. One query."""
    statement = f"SELECT DISTINCT l.room_id {_MINE} ORDER BY 1"
    return [room for (room,) in _asked(statement, LookFilter(), first_kept_day(), today())]


def days_looked(room_id: UUID) -> dict[UUID, LookDays]:
    """Returns by person who looked in that room at the data of the person asking, when last and on how many days. One query.

    Empty for everybody but the person concerned.
    """
    statement = f"SELECT l.viewer_id, max(l.day), count(DISTINCT l.day) {_MINE} GROUP BY 1"
    found = _asked(statement, LookFilter(room_id=room_id), first_kept_day(), today())
    return {viewer: LookDays(last, days) for viewer, last, days in found}


def _asked(statement: str, wanted: LookFilter, first: date, last: date) -> list[tuple]:  # type: ignore[type-arg]  # columns of any kind
    values = {
        "first": first,
        "last": last,
        "room": wanted.room_id,
        "viewer": wanted.viewer_id,
        "unknown": UNKNOWN,
    }
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())
