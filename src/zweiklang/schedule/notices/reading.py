"""What changed in one's calendars, with old and new: read from the rooms, with the rights of the day of reading."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from zweiklang.kernel import formats
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import now, today
from zweiklang.rooms.public import Scope, Standing, note_look, room_url
from zweiklang.schedule.models import ScheduleChange

DAYS = 14
MOST = 8
# A batch that changes more in one room is one line, with its days.
SINGLE = 3
_ROWS = 60

What = ScheduleChange.What


@dataclass(frozen=True, slots=True)
class RecentChange:
    """One line of "Was hat sich geändert?": when (also in words), what, and where. `days` are those it is about."""

    at: datetime
    moment: str
    text: str
    href: str
    days: tuple[date, date]


class _Row(NamedTuple):
    batch: UUID
    room_id: UUID
    at: datetime
    first_day: date
    last_day: date
    what: str
    old: str
    new: str
    number: int
    from_day: date
    to_day: date
    school_class: str | None
    apprentice: str | None


_NEWEST = f"""
    SELECT * FROM (
        SELECT n.batch, n.room_id, n.made_at, c.first_day, c.last_day, c.what, c.old, c.new,
               count(*) OVER same, min(c.first_day) OVER same, max(c.last_day) OVER same,
               s.label, btrim(p.given_name || ' ' || p.family_name),
               row_number() OVER (PARTITION BY n.batch, n.room_id ORDER BY c.first_day, c.id) AS nth
          FROM schedule_schedulenotice n
          JOIN schedule_schedulechange c ON c.batch = n.batch AND c.room_id = n.room_id
          LEFT JOIN apprenticeships_schoolclass s ON s.room_id = n.room_id
          LEFT JOIN apprenticeships_contract k ON k.room_id = n.room_id
          LEFT JOIN people_person p ON p.id = k.apprentice_id
         WHERE n.person_id = (SELECT my_person()) AND n.room_id = ANY (%(rooms)s::uuid[]) AND c.last_day >= %(today)s::date
           AND (n.made_at >= %(since)s::timestamptz OR n.batch = ANY (%(batches)s::uuid[]))
        WINDOW same AS (PARTITION BY n.batch, n.room_id)
    ) found WHERE nth <= {SINGLE} ORDER BY made_at DESC, batch, first_day, label LIMIT %(limit)s::int"""  # noqa: S608 - numbers of ours


def recent_changes(actor: Actor, standings: Mapping[UUID, Standing]) -> list[RecentChange]:
    """Returns what the actor was told of in the last two weeks and is not over, newest first, at most eight. One query, none without a room.

    Only of rooms whose calendar the actor still sees. What one act did to several classes alike is one line.
    """
    if actor.person_id is None:
        return []
    rows = _read(standings, since=now() - timedelta(days=DAYS))
    lines: list[RecentChange] = []
    for _, of_batch in groupby(rows, key=lambda row: row.batch):
        lines += _lines(list(of_batch), standings)
    return lines[:MOST]


def changes_of(
    batches: Collection[UUID], standings: Mapping[UUID, Standing]
) -> dict[UUID, list[RecentChange]]:
    """Returns by batch what the current person was told of in these batches and is not over. One query, none without a room."""
    by_batch = groupby(_read(standings, batches=batches), key=lambda row: row.batch)
    return {batch: list(_lines(list(rows), standings)) for batch, rows in by_batch}


def _read(
    standings: Mapping[UUID, Standing], *, since: datetime | None = None, batches: Collection[UUID] = ()
) -> list[_Row]:
    rooms = [one.room_id for one in standings.values() if one.carries(Scope.SCHEDULE)]
    if not rooms:
        return []
    values: dict[str, Any] = {"rooms": rooms, "today": today(), "since": since, "batches": list(batches)}
    with connection.cursor() as cursor:
        cursor.execute(_NEWEST, values | {"limit": _ROWS + SINGLE * len(batches)})
        rows = [_Row(*row[:-1]) for row in cursor.fetchall()]
    note_look((row.room_id for row in rows if row.apprentice), Scope.SCHEDULE)
    return rows


def _lines(rows: list[_Row], standings: Mapping[UUID, Standing]) -> Iterable[RecentChange]:
    """Yields the lines of one batch: the same change of several rooms together, many changes of one room together."""
    alike: dict[tuple[Any, ...], list[_Row]] = {}
    for row in rows:
        many = row.number > SINGLE
        about = (row.number, row.from_day, row.to_day) if many else _content(row)
        alike.setdefault((many, *about), []).append(row)
    for (many, *_), same in alike.items():
        first = same[0]
        where = _where({row.room_id: row for row in same}.values(), standings)
        days = (first.from_day, first.to_day) if many else (first.first_day, first.last_day)
        said = f"{first.number} Änderungen" if many else _said(first)
        text = f"{where}{_days(*days)}: {said}"
        yield RecentChange(first.at, formats.moment(first.at), text, _href(first, days[0]), days)


def _href(row: _Row, day: date) -> str:
    """The week of the calendar in which it begins."""
    page = "calendar:class_week" if row.school_class else "calendar:room_week"
    return f"{room_url(page, row.room_id)}?tag={max(day, today()).isoformat()}"


def _content(row: _Row) -> tuple[Any, ...]:
    return row.first_day, row.last_day, row.what, row.old, row.new


def _where(rows: Iterable[_Row], standings: Mapping[UUID, Standing]) -> str:
    """ "Klasse 10 FI 2: ", "Klassen 10 FI 2 und 11 FI 1: ", "Alex Beispiel: "; nothing for one's own apprenticeship."""
    classes, people = [], []
    for row in rows:
        if row.school_class:
            classes.append(row.school_class)
        elif row.apprentice and "apprentice" not in standings[row.room_id].capacities:
            people.append(row.apprentice)
    labels = [f"{'Klasse' if len(classes) == 1 else 'Klassen'} {_listed(classes)}"] if classes else []
    labels += [_listed(people)] if people else []
    return f"{', '.join(labels)}: " if labels else ""


def _listed(words: list[str]) -> str:
    ordered = sorted(words)
    return ordered[0] if len(ordered) == 1 else f"{', '.join(ordered[:-1])} und {ordered[-1]}"


def _days(first: date, last: date) -> str:
    return formats.day(first) if first == last else f"{formats.day(first)} bis {formats.day(last)}"


def _said(row: _Row) -> str:
    if not row.new:
        return f"{row.old} {'entfällt' if row.what == What.CANCELLED else 'ist gestrichen'}"
    if row.old:
        return f"{row.new} (vorher {row.old})"
    return f"neu: {row.new}" if row.what == What.ADDED else row.new
