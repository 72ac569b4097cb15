"""What the search finds in both plans: parts of training plans and Lernfelder of classes, by the words of their titles."""

from datetime import date, timedelta

from django.db import connection

from zweiklang.kernel import formats
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import today
from zweiklang.kernel.searching import Hit, Query, Source, add_source, snippet
from zweiklang.rooms.public import Scope, note_look, room_url

# Titles are few, also where the entries are thousands: words are compared once for each.
_PLANS = """
    WITH mine AS MATERIALIZED (SELECT DISTINCT position_id FROM planning_planentry),
         fits AS MATERIALIZED (SELECT p.id, p.title FROM mine JOIN curricula_position p ON p.id = mine.position_id
                                WHERE to_tsvector('german', p.title) @@ wanted_words(%s))
    (SELECT 'entry', e.room_id, f.title, btrim(p.given_name || ' ' || p.family_name), c.apprentice_id, e.first_week, e.last_week
       FROM fits f
       JOIN planning_planentry e ON e.position_id = f.id
       JOIN apprenticeships_contract c ON c.room_id = e.room_id
       JOIN people_person p ON p.id = c.apprentice_id
      ORDER BY e.last_week < %s, e.first_week, p.sort_key LIMIT %s)
    UNION ALL
    (SELECT DISTINCT ON (s.room_id, l.id) 'field', s.room_id, 'Lernfeld ' || l.number || ': ' || l.title, 'Klasse ' || s.label,
            NULL, f.first_week, f.last_week
       FROM planning_didacticplan d
       JOIN planning_fieldplacement f ON f.plan_id = d.id
       JOIN curricula_learningfield l ON l.id = f.learning_field_id
       JOIN apprenticeships_schoolclass s ON s.room_id = d.room_id
      WHERE d.state = 'published' AND to_tsvector('german', l.title) @@ wanted_words(%s)
      ORDER BY s.room_id, l.id, d.version DESC LIMIT %s)"""
_PAGES = {"entry": "planning:apprenticeship", "field": "planning:class"}


def find_plans(actor: Actor, query: Query) -> list[Hit]:
    """Returns parts of training plans one may see, what is not over first, then Lernfelder of published plans of classes."""
    words, most = query.fulltext, query.most + 1
    with connection.cursor() as cursor:
        cursor.execute(_PLANS, [words, today(), most, words, most])
        rows = cursor.fetchall()[:most]
    note_look((row[1] for row in rows[: query.most] if row[0] == "entry"), Scope.PLAN)
    return [
        Hit(
            title=snippet(title, query),
            href=room_url(_PAGES[kind], room_id),
            note="" if apprentice == actor.person_id else whose,
            text=_weeks(first, last),
        )
        for kind, room_id, title, whose, apprentice, first, last in rows
    ]


def add_sources() -> None:
    """The search finds parts of training plans, and Lernfelder."""
    add_source(Source("plaene", "Pläne und Lernfelder", find_plans, place=70))


def _weeks(first: date, last: date) -> str:
    return f"{formats.day_long(first)} bis {formats.day_long(last + timedelta(days=6))}"
