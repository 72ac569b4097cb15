"""What changed lately: acts of others in the rooms one sees."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from zweiklang.kernel import formats
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import now
from zweiklang.records.weeks import week_url
from zweiklang.rooms.public import Scope, Standing, note_look

DAYS = 14
MOST = 8
DID = {
    "submitted": "eingereicht",
    "withdrawn": "zurückgeholt",
    "returned": "zurückgegeben",
    "signed": "unterschrieben",
    "unlocked": "entsperrt",
    "school_noted": "zur Kenntnis genommen (Schultage)",
    "guardian_noted": "zur Kenntnis genommen",
}


@dataclass(frozen=True, slots=True)
class Recent:
    """One change: when (also in words), who did what to which week, and its address."""

    at: datetime
    moment: str
    text: str
    href: str


_NEWEST = f"""
    SELECT a.room_id, a.act, a.at, a.person_id, btrim(p.given_name || ' ' || p.family_name), w.monday,
           c.apprentice_id, btrim(o.given_name || ' ' || o.family_name)
      FROM records_recordact a
      JOIN people_person p ON p.id = a.person_id
      JOIN records_week w ON w.id = a.week_id
      JOIN apprenticeships_contract c ON c.id = w.contract_id
      JOIN people_person o ON o.id = c.apprentice_id
     WHERE a.room_id = ANY (%s) AND a.at >= %s AND a.person_id <> %s
     ORDER BY a.at DESC LIMIT {MOST}"""  # noqa: S608 - a number of ours


def recent_acts(actor: Actor, standings: Mapping[UUID, Standing]) -> list[Recent]:
    """Returns the newest acts of others in the last two weeks, at most eight. One query."""
    rooms = [s.room_id for s in standings.values() if s.carries(Scope.SCHOOL_RECORDS)]
    if not rooms:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_NEWEST, [rooms, now() - timedelta(days=DAYS), actor.person])
        rows = cursor.fetchall()
    # Whether of a week or of its school days only: what the list says of it is the same.
    note_look((row[0] for row in rows), Scope.SCHOOL_RECORDS)
    return [_recent(row, standings) for row in rows]


def _recent(row: tuple[Any, ...], standings: Mapping[UUID, Standing]) -> Recent:
    room_id, act, at, by, who, monday, of, apprentice = row
    own = "apprentice" in standings[room_id].capacities or by == of
    whose = "" if own else f" von {apprentice}"
    text = f"{who} hat {formats.week(monday)}{whose} {DID[act]}"
    return Recent(at, formats.moment(at), text, week_url(room_id, monday))
