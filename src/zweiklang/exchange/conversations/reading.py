"""A conversation as the database gives it to this person: itself, what was said, who takes part. Plain SQL (decision 0025).

Row-level security lets through what the person may see.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection, models
from django.http import Http404

from zweiklang.exchange.conversations.derivation import STANDS_IN
from zweiklang.exchange.models import Conversation
from zweiklang.kernel.clock import today
from zweiklang.organisations.public import Organisation
from zweiklang.rooms.public import Room


class Spoken(NamedTuple):
    """A message with its author's name."""

    id: UUID
    author_id: UUID
    author: str
    kind: str
    text: str
    sent_at: datetime
    edited_at: datetime | None
    withdrawn_at: datetime | None


class Joined(NamedTuple):
    """A person's time in the conversation by choice; `left_at` None: it lasts."""

    person_id: UUID
    name: str
    described: str
    id: UUID
    visible_from: datetime | None
    added_by_id: UUID
    left_at: datetime | None


class Present(NamedTuple):
    """Somebody who reads along today, why, and until when."""

    person_id: UUID
    name: str
    reason: str
    last_day: date | None


@dataclass(frozen=True, slots=True)
class People:
    """Everybody who ever took part by choice, in the order in which they came; who reads along today; as what each has ever taken part."""

    joined: list[Joined]
    present: Mapping[UUID, Present]
    described: Mapping[UUID, str]


def _columns(model: type[models.Model], alias: str) -> tuple[list[str], str]:
    fields = model._meta.concrete_fields
    return [f.attname for f in fields], ", ".join(f'{alias}."{f.column}"' for f in fields)


_TALK_NAMES, _TALK_COLUMNS = _columns(Conversation, "c")
_ROOM_NAMES, _ROOM_COLUMNS = _columns(Room, "r")
_PLACE_NAMES, _PLACE_COLUMNS = _columns(Organisation, "o")
_TALK = f"""
    SELECT {_TALK_COLUMNS}, {_ROOM_COLUMNS}, {_PLACE_COLUMNS} FROM exchange_conversation c
      LEFT JOIN rooms_room r ON r.id = c.about_room_id
      LEFT JOIN organisations_organisation o ON o.id = c.about_organisation_id
     WHERE c.room_id = %s AND c.kind = %s"""  # noqa: S608 - columns of ours

_MESSAGES = """
    SELECT m.id, m.author_id, btrim(p.given_name || ' ' || p.family_name), m.kind, m.text, m.sent_at, m.edited_at, m.withdrawn_at
      FROM exchange_message m JOIN people_person p ON p.id = m.author_id
     WHERE m.room_id = %(room)s"""
_NEWEST = " ORDER BY m.sent_at DESC, m.id DESC LIMIT %(most)s"
_ONE = " AND m.id = %(one)s"
_BEFORE = " AND (m.sent_at, m.id) < (%(at)s, %(one)s)"
_CHANGED = """
       AND (m.sent_at >= %(at)s OR m.edited_at >= %(at)s OR m.withdrawn_at >= %(at)s OR m.id IN (
           SELECT f.message_id FROM exchange_storedfile f WHERE f.room_id = %(room)s AND f.ready_at >= %(at)s))"""

_PEOPLE = """
    SELECT p.person_id, btrim(o.given_name || ' ' || o.family_name), p.described, p.id, p.visible_from, p.added_by_id, p.left_at,
           p.added_at, NULL::date AS first_day, NULL::date, NULL::bool
      FROM exchange_participation p JOIN people_person o ON o.id = p.person_id WHERE p.room_id = %(room)s
     UNION ALL
    SELECT m.person_id, btrim(o.given_name || ' ' || o.family_name), m.reason, m.id, NULL, NULL, NULL, NULL, m.first_day, m.last_day,
           m.first_day <= %(today)s AND (m.last_day IS NULL OR m.last_day >= %(today)s)
      FROM rooms_membership m JOIN people_person o ON o.id = m.person_id WHERE m.room_id = %(room)s
     ORDER BY 8, 9, 4"""


def conversation_in(room_id: UUID, *, kind: str = Conversation.Kind.DIRECT) -> Conversation:
    """Returns the conversation in that room, with what it is about; Http404 where the person takes part in none. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_TALK, [room_id, kind])
        row = cursor.fetchone()
    if row is None:
        raise Http404
    own, room = len(_TALK_NAMES), len(_ROOM_NAMES)
    found = Conversation.from_db("default", _TALK_NAMES, row[:own])
    kept = found._state.fields_cache
    kept["about_room"] = _made(Room, _ROOM_NAMES, row[own : own + room])
    kept["about_organisation"] = _made(Organisation, _PLACE_NAMES, row[own + room :])
    return found


def _made[M: models.Model](model: type[M], names: list[str], values: tuple[Any, ...]) -> M | None:
    """Returns the joined row as an object; None where there is none, or none that the person may see."""
    return None if values[names.index("id")] is None else model.from_db("default", names, values)


def newest_messages(room_id: UUID, *, most: int, before: tuple[datetime, UUID] | None = None) -> list[Spoken]:
    """Returns the newest messages, or those before that moment and message, the newest first. One query."""
    at, one = before or (None, None)
    more = _BEFORE if before else ""
    return _messages(f"{_MESSAGES}{more}{_NEWEST}", room=room_id, most=most, at=at, one=one)


def changed_messages(room_id: UUID, *, since: datetime, most: int) -> list[Spoken]:
    """Returns what was said, changed, withdrawn or got a file since then, the newest first. One query."""
    return _messages(f"{_MESSAGES}{_CHANGED}{_NEWEST}", room=room_id, at=since, most=most)


def message_of(room_id: UUID, message_id: UUID) -> Spoken | None:
    """Returns that message of the room, or None. One query."""
    found = _messages(f"{_MESSAGES}{_ONE}", room=room_id, one=message_id)
    return found[0] if found else None


def _messages(statement: str, **values: Any) -> list[Spoken]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [Spoken(*row) for row in cursor.fetchall()]


def people_in(room_id: UUID) -> People:
    """Returns who takes part and who ever did. One query.

    Who stood in has only a membership that says so; a participation says more.
    """
    with connection.cursor() as cursor:
        cursor.execute(_PEOPLE, {"room": room_id, "today": today()})
        rows = cursor.fetchall()
    joined = [Joined(*row[:7]) for row in rows if row[7] is not None]
    members = [row for row in rows if row[7] is None]
    by_rule = {row[0]: row[2].rstrip(".") for row in members if row[2].startswith(STANDS_IN)}
    return People(
        joined=joined,
        present={row[0]: Present(row[0], row[1], row[2], row[9]) for row in members if row[10]},
        described=by_rule | {one.person_id: one.described.rstrip(".") for one in joined},
    )
