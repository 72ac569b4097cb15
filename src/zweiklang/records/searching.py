"""What the search finds in training records: lines by their words, German word forms included, newest first.

Row-level security cannot use an index for words: `@@` might tell what it compares. So a function proposes lines of one's own rooms by the
index, and they are read like all others: what the database does not show, the search does not find (migration 0009).
"""

from datetime import date, timedelta
from uuid import UUID

from django.db import connection

from zweiklang.kernel import formats
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import today
from zweiklang.kernel.searching import Hit, Query, Source, add_source, snippet
from zweiklang.records.weeks import week_url
from zweiklang.rooms.public import Scope, note_look

_LINES = """
    SELECT * FROM (SELECT DISTINCT ON (w.monday, l.room_id)
           l.room_id, w.monday, btrim(p.given_name || ' ' || p.family_name), l.text, l.school_text, c.apprentice_id
      FROM records_line l
      JOIN records_week w ON w.id = l.week_id
      JOIN apprenticeships_contract c ON c.id = w.contract_id
      JOIN people_person p ON p.id = c.apprentice_id
     WHERE l.id = ANY ((SELECT found_lines(wanted_words(%s)))::uuid[])
     ORDER BY w.monday DESC, l.room_id, l.id) found LIMIT %s"""
# Beyond half a year a week without its year is not clear.
_CLEAR = timedelta(days=180)


def find_lines(actor: Actor, query: Query) -> list[Hit]:
    """Returns weeks of training records with a line in which all the words stand, and that line; newest week first."""
    with connection.cursor() as cursor:
        cursor.execute(_LINES, [query.fulltext, query.most + 1])
        rows = cursor.fetchall()

    def whose(name: str, apprentice: UUID) -> str:
        return "" if apprentice == actor.person_id else name

    note_look((row[0] for row in rows[: query.most]), Scope.SCHOOL_RECORDS)
    return [
        Hit(
            title=f"Woche {formats.week(monday)}",
            href=week_url(room_id, monday),
            note=" · ".join(part for part in (whose(name, apprentice), _year(monday)) if part),
            text=snippet(" – ".join(part for part in (school_text, text) if part), query),
            day=monday,
        )
        for room_id, monday, name, text, school_text, apprentice in rows
    ]


def _year(monday: date) -> str:
    return "" if abs(monday - today()) < _CLEAR else str(monday.year)


def add_sources() -> None:
    """The search finds lines of training records."""
    add_source(Source("nachweise", "Ausbildungsnachweise", find_lines, place=60))
