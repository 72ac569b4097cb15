"""Reads of the record for its pages. Nobody is filtered here: row-level security lets through what the person may see."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection
from django.http import Http404

from zweiklang.apprenticeships.public import Contract
from zweiklang.curricula.public import PlanVersion, list_name
from zweiklang.kernel import formats
from zweiklang.kernel.clock import today
from zweiklang.kernel.hesse import monday_of, public_holiday, school_holiday
from zweiklang.records.models import Week
from zweiklang.records.shapes import Head, StateLook, WeekSummary
from zweiklang.records.weeks import mondays, training_year, week_slug

LOOKS = {
    "open": StateLook("offen", "open", ""),
    "draft": StateLook("Entwurf", "edit", "info"),
    "submitted": StateLook("eingereicht", "send", "warning"),
    "returned": StateLook("zurückgegeben", "returned", "danger"),
    "signed": StateLook("unterschrieben", "sign", "success"),
}
FINISHED = (Week.State.SUBMITTED, Week.State.SIGNED)


# Plain SQL in this file and in `queue`, `recent`, `week_rows`: an ORM query costs 0.3 to 0.5 ms of CPU before the database does
# anything, these 0.1 (docs/performance.md). `= ANY (%s)` is one prepared statement for any number of rooms.
_HEADS = """
    SELECT c.room_id, c.apprentice_id, btrim(p.given_name || ' ' || p.family_name), p.sort_key, o.name, o.specialisation, f.name,
           c.first_day, c.last_day, c.weekly_minutes, c.record_form, o.id, k.id, r.imported_at, k.stored_at
      FROM apprenticeships_contract c
      JOIN people_person p ON p.id = c.apprentice_id
      JOIN organisations_organisation f ON f.id = c.firm_id
      JOIN curricula_occupation o ON o.id = c.occupation_id
      JOIN curricula_regulation r ON r.id = o.regulation_id
      LEFT JOIN curricula_frameworkcurriculum k ON k.id = c.curriculum_id
     WHERE c.room_id = ANY (%s)"""


def head_of(room_id: UUID) -> Head:
    """Returns whose record lies in that room; raises Http404 where there is none the person may see. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_HEADS, [[room_id]])
        row = cursor.fetchone()
    if row is None:
        raise Http404
    return _head(row)


def _head(row: tuple[Any, ...]) -> Head:
    return Head(
        room_id=row[0],
        apprentice_id=row[1],
        apprentice=row[2],
        sort_key=row[3],
        occupation=list_name(row[4], row[5]),
        firm=row[6],
        first_day=row[7],
        last_day=row[8],
        weekly_minutes=row[9],
        daily=row[10] == Contract.RecordForm.DAILY,
        plan=PlanVersion(*row[11:15]),
    )


def weeks_of(head: Head) -> list[WeekSummary]:
    """Returns all weeks from the first of the contract to the present one (or its last), newest first. One query."""
    last = min(today(), head.last_day)
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT w.monday, w.state, coalesce(sum(l.minutes), 0)
                 FROM records_week w LEFT JOIN records_line l ON l.week_id = w.id
                WHERE w.room_id = %s GROUP BY w.id""",
            [head.room_id],
        )
        known = {monday: (state, total) for monday, state, total in cursor.fetchall()}
    this_monday = monday_of(today())
    return [
        _summary(head, monday, *known.get(monday, ("open", 0)), this_monday)
        for monday in reversed(mondays(head.first_day, last))
    ]


def _summary(head: Head, monday: date, state: str, total: int, this_monday: date) -> WeekSummary:
    return WeekSummary(
        monday=monday,
        slug=week_slug(monday),
        label=formats.week(monday),
        state=state,
        look=LOOKS[state],
        minutes=formats.minutes(total) if total else "–",
        year=training_year(head.first_day, monday),
        missing=state not in FINISHED and monday < this_monday,
        holidays=_holidays(monday),
    )


@cache
def _holidays(monday: date) -> str:
    names = dict.fromkeys(public_holiday(monday + timedelta(days=i)) for i in range(5))
    return ", ".join(filter(None, [*names, school_holiday(monday)]))


def total_of(week_id: UUID) -> str:
    """Returns the time written down in a week, as shown: "38 h 30". One query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sum(minutes) FROM records_line WHERE week_id = %s", [week_id])
        return formats.minutes(cursor.fetchone()[0] or 0)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a record is: state of this week (None: not begun), Mondays of returned weeks, past weeks of the contract not submitted."""

    room_id: UUID
    apprentice: str
    first_day: date
    last_day: date
    present: str | None
    returned: tuple[date, ...]
    missing: int


def progress_in(room_ids: Iterable[UUID]) -> list[Progress]:
    """Returns how far the records of these rooms are, by room. One query."""
    monday = monday_of(today())
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT c.room_id, btrim(p.given_name || ' ' || p.family_name), c.first_day, c.last_day,
                      max(w.state) FILTER (WHERE w.monday = %(monday)s),
                      coalesce(array_agg(w.monday ORDER BY w.monday) FILTER (WHERE w.state = 'returned'), '{}'),
                      count(*) FILTER (WHERE w.state IN ('submitted', 'signed') AND w.monday < %(monday)s)
                 FROM apprenticeships_contract c
                 JOIN people_person p ON p.id = c.apprentice_id
                 LEFT JOIN records_week w ON w.room_id = c.room_id
                WHERE c.room_id = ANY (%(rooms)s) GROUP BY c.id, p.id ORDER BY c.room_id""",
            {"monday": monday, "rooms": list(room_ids)},
        )
        return [
            Progress(room, name, first, last, present, tuple(returned), _missing(first, last, done))
            for room, name, first, last, present, returned, done in cursor.fetchall()
        ]


def _missing(first_day: date, last_day: date, done: int) -> int:
    before = monday_of(today()) - timedelta(days=1)
    return max(0, len(mondays(first_day, min(before, last_day))) - done)
