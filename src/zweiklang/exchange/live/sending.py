"""Telling those who have a page open that something is new."""

from collections.abc import Collection
from uuid import UUID

from django.db import connection

from zweiklang.exchange.live.tickets import mark_of
from zweiklang.exchange.live.wire import CHANNEL, ended_line, news_lines

_NOTIFY = "SELECT pg_notify(%s, line) FROM unnest(%s::text[]) AS line"


def nudge(people: Collection[UUID], *, what: str, about: UUID | None = None) -> None:
    """Open pages of these people learn that there is something new of this kind; at commit, and not at all if it is rolled back.

    `what` is one word (a key of a kind of notice), `about` the id a page may wait for. One statement, however many people.
    """
    _send(list(news_lines(people, what=what, about=about)))


def end_streams(session_key: str) -> None:
    """Whoever listens by that session hears nothing any more, from the end of this transaction on."""
    _send([ended_line(mark_of(session_key))])


def _send(lines: list[str]) -> None:
    if lines:
        with connection.cursor() as cursor:
            cursor.execute(_NOTIFY, [CHANNEL, lines])
