"""One week as the database gives it to this person: the week, its lines, acts and remarks. Short statements without the ORM's making of SQL."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection, models

from zweiklang.records.models import Line, Week


class ActRow(NamedTuple):
    """An act with the name of who did it."""

    act: str
    person_id: UUID
    who: str
    capacity: str
    at: datetime
    reason: str
    digest: str


class CommentRow(NamedTuple):
    """A remark with its author's name; `line_id` None: on the whole week."""

    line_id: UUID | None
    author: str
    text: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class WeekRows:
    """`week` None: nobody has begun it, and there is nothing else."""

    week: Week | None
    lines: Sequence[Line] = ()
    acts: Sequence[ActRow] = ()
    comments: Sequence[CommentRow] = ()


def _columns(model: type[models.Model]) -> tuple[list[str], str]:
    fields = model._meta.concrete_fields
    return [f.attname for f in fields], ", ".join(f'"{f.column}"' for f in fields)


_WEEK_NAMES, _WEEK_COLUMNS = _columns(Week)
_LINE_NAMES, _LINE_COLUMNS = _columns(Line)
_WEEK = f"SELECT {_WEEK_COLUMNS} FROM records_week WHERE room_id = %s AND monday = %s"  # noqa: S608 - columns of ours
_LINES = (
    f'SELECT {_LINE_COLUMNS} FROM records_line WHERE room_id = %s AND week_id = %s ORDER BY day, "order", id'  # noqa: S608 - columns of ours
)
_LINE = f"SELECT {_LINE_COLUMNS} FROM records_line WHERE id = %s FOR UPDATE"  # noqa: S608 - columns of ours
# One statement for both: each costs as much as its rows (decision 0025). A remark has its line where an act has its person.
_BESIDE = """
    SELECT 'act', a.act, a.person_id, btrim(p.given_name || ' ' || p.family_name), a.capacity, a.at, a.reason, a.digest, a.id
      FROM records_recordact a JOIN people_person p ON p.id = a.person_id
     WHERE a.room_id = %s AND a.week_id = %s
     UNION ALL
    SELECT 'comment', '', c.line_id, btrim(p.given_name || ' ' || p.family_name), '', c.written_at, c.text, '', c.id
      FROM records_comment c JOIN people_person p ON p.id = c.author_id
     WHERE c.room_id = %s AND c.week_id = %s ORDER BY 6, 9"""


def week_rows(room_id: UUID, monday: date) -> WeekRows:
    """Returns what the person may see of the week. Three queries, one for a week nobody has begun."""
    week = week_of(room_id, monday)
    if week is None:
        return WeekRows(None)
    beside = _rows(_BESIDE, room_id, week.pk, room_id, week.pk)
    return WeekRows(
        week=week,
        lines=lines_of(week),
        acts=[ActRow(*row[1:8]) for row in beside if row[0] == "act"],
        comments=[CommentRow(row[2], row[3], row[6], row[5]) for row in beside if row[0] == "comment"],
    )


def week_of(room_id: UUID, monday: date, *, lock: bool = False) -> Week | None:
    """Returns the week if the person may see it; with `lock` nobody else changes it until the end of the transaction. One query."""
    found = _rows(_WEEK + " FOR UPDATE" * lock, room_id, monday)
    return Week.from_db(connection.alias, _WEEK_NAMES, found[0]) if found else None


def locked_line(line_id: UUID) -> Line | None:
    """Returns the line if the person may change it; nobody else does until the end of the transaction. One query."""
    found = _rows(_LINE, line_id)
    return Line.from_db(connection.alias, _LINE_NAMES, found[0]) if found else None


def store_field(line: Line, field: str) -> None:
    """The database holds this field of a stored line as the object does. `field` is a name of ours, never what a browser sent."""
    sql = f'UPDATE records_line SET "{field}" = %s WHERE id = %s'  # noqa: S608 - columns of ours - a column of ours
    with connection.cursor() as cursor:
        cursor.execute(sql, [getattr(line, field), line.pk])


def lines_of(week: Week) -> list[Line]:
    """Returns the lines of a week that the person may see, in order. One query."""
    return [Line.from_db(connection.alias, _LINE_NAMES, row) for row in _rows(_LINES, week.room_id, week.pk)]


def _rows(sql: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
