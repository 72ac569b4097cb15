"""What the site has acknowledged against what is in the database afterwards: no lost write."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import psycopg

# The last acknowledged value of a field is what is stored; an act of that week stands since the evening began.
_SAVES = """
SELECT a.id, a.field, a.value, CASE a.field WHEN 'text' THEN l.text ELSE l.minutes::text END
  FROM unnest(%s::uuid[], %s::text[], %s::text[]) AS a (id, field, value) LEFT JOIN records_line l ON l.id = a.id
"""
_ACTS = """
SELECT a.act, a.room, a.monday FROM unnest(%s::text[], %s::uuid[], %s::date[]) AS a (act, room, monday)
 WHERE NOT EXISTS (SELECT FROM records_recordact r JOIN records_week w ON w.id = r.week_id
                    WHERE w.room_id = a.room AND w.monday = a.monday AND r.act = a.act AND r.at >= %s)
"""


@dataclass(frozen=True, slots=True)
class Kept:
    """How much was acknowledged, and what of it is not in the database."""

    saves: int
    acts: int
    lost: list[str]


def kept(owner_url: str, ledger: dict[str, Any], since: datetime) -> Kept:
    """Returns what became of all that was acknowledged since that moment."""
    saves = [(*_field(name), value) for name, value in ledger["saves"].items()]
    acts = [(act, UUID(room), date.fromisocalendar(*_week(week), 1)) for act, room, week in ledger["acts"]]
    with psycopg.connect(owner_url) as owner:
        stored = owner.execute(_SAVES, _columns(saves, 3)).fetchall()
        missing = owner.execute(_ACTS, [*_columns(acts, 3), since]).fetchall()
    lost = [
        f"{field} of {line}: {value!r} acknowledged, {there!r} stored"
        for line, field, value, there in stored
        if not _same(field, value, there)
    ]
    return Kept(
        len(saves), len(acts), [*lost, *(f"{act} of {room}, {monday}" for act, room, monday in missing)]
    )


def _same(field: str, value: str, there: str | None) -> bool:
    if there is None:
        return False
    hours, _, minutes = value.partition(":")
    return there == (str(int(hours) * 60 + int(minutes)) if field == "minutes" else value)


def _field(name: str) -> tuple[UUID, str]:
    _, line, _, field = name.split("_", 3)
    return UUID(line), field


def _week(week: str) -> tuple[int, int]:
    year, _, number = week.partition("-W")
    return int(year), int(number)


def _columns(rows: list[Any], many: int) -> list[list[Any]]:
    return [[row[column] for row in rows] for column in range(many)]
