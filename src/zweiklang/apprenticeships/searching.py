"""What the search finds here: apprenticeships and classes one may see, people one shares such a room with, firms and schools of those.

Row-level security decides; a statement names no person. Names are found by the beginning of each of their words.
"""

from datetime import date
from typing import Any, NamedTuple
from urllib.parse import urlencode
from uuid import UUID

from django.db import connection
from django.urls import reverse

from zweiklang.curricula.public import list_name
from zweiklang.kernel import formats
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import today
from zweiklang.kernel.searching import Hit, Query, Source, add_source
from zweiklang.rooms.public import Scope, capacity_label, note_look, room_url

_ROOMS = """
    (SELECT 'contract', c.room_id, btrim(p.given_name || ' ' || p.family_name), o.name, o.specialisation, f.name, c.last_day, 0
       FROM apprenticeships_contract c
       JOIN people_person p ON p.id = c.apprentice_id
       JOIN organisations_organisation f ON f.id = c.firm_id
       JOIN curricula_occupation o ON o.id = c.occupation_id
      WHERE {contract}
      ORDER BY c.last_day < %s, p.sort_key LIMIT %s)
    UNION ALL
    (SELECT 'class', s.room_id, s.label, s.occupation_name, '', f.name, NULL, s.school_year
       FROM apprenticeships_schoolclass s JOIN organisations_organisation f ON f.id = s.school_id
      WHERE {of_class}
      ORDER BY s.school_year DESC, s.label LIMIT %s)"""
# A person once, with what they are in most of the rooms, and one of these.
_PEOPLE = """
    SELECT name, capacity, number, room_id, kind FROM (
        SELECT btrim(p.given_name || ' ' || p.family_name) AS name, p.sort_key, m.capacity, r.kind, m.room_id,
               count(*) OVER (PARTITION BY m.person_id, m.capacity) AS number,
               row_number() OVER (PARTITION BY m.person_id ORDER BY r.kind, m.first_day DESC, m.room_id) AS nth
          FROM rooms_membership m
          JOIN people_person p ON p.id = m.person_id
          JOIN rooms_room r ON r.id = m.room_id AND r.kind IN ('apprenticeship', 'class')
         WHERE m.person_id <> %s AND m.capacity <> 'apprentice'
           AND m.first_day <= %s AND (m.last_day IS NULL OR m.last_day >= %s) AND {matches}
    ) found WHERE nth = 1 ORDER BY sort_key LIMIT %s"""
_ORGANISATIONS = """
    SELECT o.name, o.town, o.kind, count(*)
      FROM (SELECT firm_id AS id FROM apprenticeships_contract
            UNION ALL SELECT school_id FROM apprenticeships_schoolclass) mine
      JOIN organisations_organisation o ON o.id = mine.id
     WHERE {matches}
     GROUP BY o.id ORDER BY o.sort_key LIMIT %s"""
_CONTRACT_KEY = "' ' || p.sort_key || ' ' || f.sort_key || ' ' || o.sort_key"
_CLASS_KEY = "' ' || lower(s.label) || ' ' || translate(lower(s.occupation_name), 'äöüß-/', 'aous  ') || ' ' || f.sort_key"
_ORGANISATION_KEY = "' ' || o.sort_key || ' ' || translate(lower(o.town), 'äöüß-/', 'aous  ')"
ROOMS = "ausbildungen"
_KINDS = {"firm": "Betrieb", "school": "Schule"}


def find_rooms(actor: Actor, query: Query) -> list[Hit]:
    """Returns apprenticeships whose apprentice, firm or occupation is called so, those that run first; then classes."""
    del actor
    words, most = query.names, query.most + 1
    statement = _ROOMS.format(contract=_matches(_CONTRACT_KEY, words), of_class=_matches(_CLASS_KEY, words))
    with connection.cursor() as cursor:
        cursor.execute(statement, [*words, today(), most, *words, most])
        rows = [_Room(*row) for row in cursor.fetchall()[:most]]
    note_look((row.room_id for row in rows[: query.most] if row.kind == "contract"), Scope.SCHEDULE)
    return [_contract(row) if row.kind == "contract" else _class(row) for row in rows]


class _Room(NamedTuple):
    kind: str
    room_id: UUID
    name: str
    occupation: str
    specialisation: str
    organisation: str
    last_day: date
    school_year: int


def _contract(row: _Room) -> Hit:
    return Hit(
        title=row.name,
        href=room_url("apprenticeships:room", row.room_id),
        note=" · ".join((list_name(row.occupation, row.specialisation), row.organisation)),
        text="" if row.last_day >= today() else f"beendet am {formats.day_long(row.last_day)}",
    )


def _class(row: _Room) -> Hit:
    return Hit(
        title=f"Klasse {row.name}",
        href=room_url("apprenticeships:school_class", row.room_id),
        note=f"{row.organisation} · Schuljahr {row.school_year}/{(row.school_year + 1) % 100:02d}",
        text=row.occupation,
    )


def find_people(actor: Actor, query: Query) -> list[Hit]:
    """Returns people with whom one is in the room of an apprenticeship or class, as what, and leads to it."""
    day = today()
    rows = _rows(_PEOPLE, "' ' || p.sort_key", [actor.person, day, day], query, [query.most + 1])
    pages = {"apprenticeship": "apprenticeships:room", "class": "apprenticeships:school_class"}
    return [
        Hit(
            title=name,
            href=room_url(pages[kind], room_id),
            note=f"{capacity_label(capacity)}{f' in {number} Räumen' if number > 1 else ''}",
        )
        for name, capacity, number, room_id, kind in rows
    ]


def find_organisations(actor: Actor, query: Query) -> list[Hit]:
    """Returns firms and schools of the apprenticeships and classes one may see, by name or town; leads to those."""
    del actor
    found = reverse("web:search")
    return [
        Hit(
            title=name,
            href=f"{found}?{urlencode({'q': name, 'art': ROOMS})}",
            note=" · ".join(part for part in (_KINDS.get(kind, ""), town) if part),
            text=f"{number} {_counted(kind, number)}",
        )
        for name, town, kind, number in _rows(_ORGANISATIONS, _ORGANISATION_KEY, [], query, [query.most + 1])
    ]


def add_sources() -> None:
    """The search finds apprenticeships, classes, people, and firms and schools."""
    add_source(Source(ROOMS, "Ausbildungen und Klassen", find_rooms, place=10))
    add_source(Source("personen", "Personen", find_people, place=30))
    add_source(Source("betriebe", "Betriebe und Schulen", find_organisations, place=40))


def _rows(statement: str, key: str, before: list[Any], query: Query, after: list[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement.format(matches=_matches(key, query.names)), [*before, *query.names, *after])
        rows: list[Any] = cursor.fetchall()
    return rows


def _matches(key: str, words: list[list[str]]) -> str:
    return " AND ".join([f"({key}) LIKE ANY (%s)"] * len(words))


def _counted(kind: str, number: int) -> str:
    if kind == "firm":
        return "Ausbildung" if number == 1 else "Ausbildungen"
    return "Klasse" if number == 1 else "Klassen"
