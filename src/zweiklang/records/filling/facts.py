"""Reads what fills a week. Row-level security lets through what the apprentice may see, `released_topics` what the school has released."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from zweiklang.records.filling.shapes import Facts, SchoolTopic
from zweiklang.records.shapes import Head
from zweiklang.schedule.public import contract_days

WEEK = timedelta(days=6)

# One statement for both, since each costs as much as its rows. `released_topics` is made by migration 0008.
_RELEASED_AND_MISSED = """
    SELECT id, day, subject, wording, released_on, plan_item FROM released_topics(%(room)s, %(first)s, %(last)s)
     UNION ALL
    SELECT DISTINCT NULL::uuid, day, '', '', NULL::date, NULL::uuid FROM schedule_absence
     WHERE room_id = %(room)s AND day BETWEEN %(first)s AND %(last)s AND kind = 'absent' AND minutes IS NULL AND period IS NULL"""


def facts_of(head: Head, monday: date) -> Facts:
    """Returns what is known of the days of that week within the contract."""
    first, last = max(monday, head.first_day), min(monday + WEEK, head.last_day)
    topics, missed = _released_and_missed(head.room_id, first, last)
    days = contract_days([head.room_id], first, last).get(head.room_id, [])
    return Facts(tuple(days), topics, missed)


def topics_of(room_id: UUID, monday: date) -> tuple[SchoolTopic, ...]:
    """Returns the released topics of that week. One query."""
    return _released_and_missed(room_id, monday, monday + WEEK)[0]


def _released_and_missed(
    room_id: UUID, first: date, last: date
) -> tuple[tuple[SchoolTopic, ...], frozenset[date]]:
    with connection.cursor() as cursor:
        cursor.execute(_RELEASED_AND_MISSED, {"room": room_id, "first": first, "last": last})
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    topics = [SchoolTopic(*row) for row in rows if row[0] is not None]
    topics.sort(key=lambda topic: (topic.day, topic.wording, topic.id))
    return tuple(topics), frozenset(row[1] for row in rows if row[0] is None)
