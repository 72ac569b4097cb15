"""What the search finds of what was said: messages of one's conversations, announcements, appointments and consultation days.

Confidential help is never found, not even by those who take part: what one searches stands on a screen that others may see.
"""

from typing import Any

from django.db import connection
from django.urls import reverse

from zweiklang.kernel import formats
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.searching import Hit, Query, Source, add_source, snippet
from zweiklang.rooms.public import room_url

# A subject is found like what is said, and comes first.
_MESSAGES = """
    (SELECT 'exchange:conversation', v.room_id, v.subject, '', '', v.last_message_at FROM exchange_conversation v
      WHERE v.kind = 'direct' AND to_tsvector('german', v.subject) @@ wanted_words(%s)
      ORDER BY v.last_message_at DESC LIMIT %s)
    UNION ALL
    (SELECT 'exchange:conversation', v.room_id, v.subject, btrim(p.given_name || ' ' || p.family_name), m.text, m.sent_at
       FROM exchange_message m
       JOIN exchange_conversation v ON v.room_id = m.room_id AND v.kind = 'direct'
       JOIN people_person p ON p.id = m.author_id
      WHERE m.id = ANY ((SELECT found_messages(wanted_words(%s)))::uuid[])
      ORDER BY m.sent_at DESC, m.id DESC LIMIT %s)
    UNION ALL
    (SELECT 'exchange:announcement', a.id, a.title, o.name, a.text, COALESCE(a.sent_at, a.made_at)
       FROM exchange_announcement a JOIN organisations_organisation o ON o.id = a.organisation_id
      WHERE a.state <> 'withdrawn' AND to_tsvector('german', a.title || ' ' || a.text) @@ wanted_words(%s)
      ORDER BY 6 DESC LIMIT %s)"""
_APPOINTMENTS = """
    SELECT 'appointment', a.room_id, a.title, a.starts_at, a.text FROM exchange_appointment a
     WHERE to_tsvector('german', a.title || ' ' || a.text || ' ' || a.place) @@ wanted_words(%s)
     UNION ALL
    SELECT 'day', d.id, d.title, d.day + d.starts, d.text FROM exchange_consultationday d
     WHERE to_tsvector('german', d.title || ' ' || d.text || ' ' || d.place) @@ wanted_words(%s)
     ORDER BY 4 DESC NULLS FIRST LIMIT %s"""


def find_messages(actor: Actor, query: Query) -> list[Hit]:
    """Returns conversations one takes part in by their subject, then messages in them, then announcements; each the latest first."""
    del actor
    words, most = query.fulltext, query.most + 1
    return [
        Hit(
            title=title,
            href=room_url(page, about),
            note=" · ".join(part for part in (who, formats.moment(at)) if part),
            text=snippet(text, query),
        )
        for page, about, title, who, text, at in _rows(_MESSAGES, words, most, words, most, words, most)[
            :most
        ]
    ]


def find_appointments(actor: Actor, query: Query) -> list[Hit]:
    """Returns appointments one is invited to, and consultation days one may see, the latest first."""
    del actor
    pages = {"appointment": "exchange:appointment", "day": "exchange:consultation_day"}
    return [
        Hit(
            title=title,
            href=reverse(pages[kind], args=[about]),
            note=formats.day_of(at) if at else "noch ohne Zeit",
            text=snippet(text, query),
        )
        for kind, about, title, at, text in _rows(
            _APPOINTMENTS, query.fulltext, query.fulltext, query.most + 1
        )
    ]


def add_sources() -> None:
    """The search finds messages, announcements and appointments."""
    add_source(Source("nachrichten", "Nachrichten und Mitteilungen", find_messages, place=50))
    add_source(Source("termine", "Termine", find_appointments, place=56))


def _rows(statement: str, *values: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        rows: list[Any] = cursor.fetchall()
    return rows
