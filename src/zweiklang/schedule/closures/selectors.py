"""Whom a closure concerns, and which there are."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db import connection

from zweiklang.kernel.clock import today
from zweiklang.kernel.hesse import public_holiday, school_holiday
from zweiklang.rooms.public import as_system
from zweiklang.schedule.closures.shapes import Action, Effect, Wanted
from zweiklang.schedule.models import Closure
from zweiklang.schedule.notices.telling import ACTOR, CONCERNED

LISTED = timedelta(days=30)
MOST_LISTED = 20
# The rules of `calendar.combining`, asked for thousands of classes at once. A class of which nothing is known may have school.
_CLASSES = """
    WITH days AS (
        SELECT day, off, extract(isodow FROM day)::int AS weekday, extract(week FROM day)::int %% 2 AS odd
          FROM unnest(%(days)s::date[], %(off)s::bool[]) AS d(day, off)
    )
    SELECT DISTINCT s.room_id
      FROM apprenticeships_schoolclass s
      JOIN days d ON d.day BETWEEN make_date(s.school_year, 8, 1) AND make_date(s.school_year + 1, 7, 31)
     WHERE s.school_id = ANY (%(schools)s::uuid[])
       AND (EXISTS (SELECT FROM schedule_schoolevent e
                     WHERE e.room_id = s.room_id AND e.kind = 'extra' AND d.day BETWEEN e.first_day AND e.last_day)
            OR NOT d.off
               AND NOT EXISTS (SELECT FROM schedule_freeday f
                                WHERE f.school_id = s.school_id AND d.day BETWEEN f.first_day AND f.last_day)
               AND NOT EXISTS (SELECT FROM schedule_schoolevent e
                                WHERE e.room_id = s.room_id AND e.kind = 'free' AND e.starts IS NULL AND e.ends IS NULL
                                  AND d.day BETWEEN e.first_day AND e.last_day)
               AND CASE
                   WHEN EXISTS (SELECT FROM schedule_schoolperiod p WHERE p.room_id = s.room_id)
                   THEN EXISTS (SELECT FROM schedule_schoolperiod p
                                 WHERE p.room_id = s.room_id AND d.day BETWEEN p.first_day AND p.last_day
                                   AND (d.weekday = ANY (p.weekdays) OR p.weekdays = '{}' AND d.weekday <= 5)
                                   AND (p.weeks = 'every' OR d.odd = (p.weeks = 'odd')::int))
                   WHEN EXISTS (SELECT FROM schedule_lesson l WHERE l.room_id = s.room_id)
                   THEN EXISTS (SELECT FROM schedule_lesson l
                                 WHERE l.room_id = s.room_id AND l.weekday = d.weekday AND l.first_day <= d.day
                                   AND (l.last_day IS NULL OR l.last_day >= d.day))
                   ELSE d.weekday <= 5 END)
       AND (%(from)s::int IS NULL
            OR coalesce((SELECT max(l.period + l.length - 1) >= %(from)s::int FROM schedule_lesson l
                          WHERE l.room_id = s.room_id AND l.weekday = d.weekday AND l.first_day <= d.day
                            AND (l.last_day IS NULL OR l.last_day >= d.day)), true))"""
_EFFECT = f"""
    WITH classes AS ({_CLASSES})
    SELECT (SELECT count(*) FROM classes),
           (SELECT count(DISTINCT m.person_id) FROM classes c JOIN rooms_membership m ON m.room_id = c.room_id
             WHERE m.first_day <= %(today)s::date AND (m.last_day IS NULL OR m.last_day >= %(today)s::date)
               AND 'schedule' = ANY (m.scopes) AND m.capacity = ANY (%(concerned)s::text[]))"""  # noqa: S608 - a statement of ours


def concerned_classes(schools: Collection[UUID], wanted: Wanted) -> list[UUID]:
    """Returns the rooms of the classes of these schools that have school then, or of which nobody knows. In the system role: one query."""
    with as_system(ACTOR), connection.cursor() as cursor:
        cursor.execute(_CLASSES, _values(schools, wanted))
        return [room_id for (room_id,) in cursor.fetchall()]


def effect_of(schools: Collection[UUID], wanted: Wanted, *, but: UUID | None = None) -> Effect:
    """Returns how many schools, classes and people would hear of it: not where another act than `but` closes the school all the time.

    Figures only; two queries, one of them in the system role.
    """
    schools = set(schools) - still_closed(schools, wanted, but=but)
    values = _values(schools, wanted) | {"today": today(), "concerned": list(CONCERNED)}
    with as_system(ACTOR), connection.cursor() as cursor:
        cursor.execute(_EFFECT, values)
        classes, people = cursor.fetchone()
    return Effect(len(schools), classes, people)


def _values(schools: Collection[UUID], wanted: Wanted) -> dict[str, Any]:
    days = [
        wanted.first_day + timedelta(days=n) for n in range((wanted.last_day - wanted.first_day).days + 1)
    ]
    return {
        "days": days,
        "off": [bool(public_holiday(day) or school_holiday(day)) for day in days],
        "schools": list(schools),
        "from": wanted.from_period,
    }


def still_closed(schools: Collection[UUID], wanted: Wanted, *, but: UUID | None = None) -> set[UUID]:
    """Returns the schools that another act closes on all of these days, all day. One query."""
    rows = Closure.objects.filter(
        school__in=schools,
        withdrawn_at=None,
        from_period=None,
        first_day__lte=wanted.first_day,
        last_day__gte=wanted.last_day,
    )
    rows = rows.exclude(action=but) if but else rows
    return set(rows.values_list("school_id", flat=True))


def wanted_of(row: Closure) -> Wanted:
    """Returns what was said when the school was closed."""
    return Wanted(row.first_day, row.last_day, row.from_period, row.kind, row.text)


def actions(*, school_id: UUID | None = None, day: date | None = None) -> list[Action]:
    """Returns the acts of the last weeks and those to come, newest first; of one school only if it is given. One query."""
    rows = Closure.objects.filter(last_day__gte=(day or today()) - LISTED).select_related("school")
    if school_id is not None:
        rows = rows.filter(school=school_id)
    ordered = rows.order_by("-declared_at", "action", "school__sort_key")
    found = [_action(list(of)) for _, of in groupby(ordered, key=lambda row: row.action)]
    return found[:MOST_LISTED]


def action_of(rows: Iterable[Closure]) -> Action:
    """Returns the act that these rows came from."""
    return _action(list(rows))


def _action(rows: list[Closure]) -> Action:
    first = rows[0]
    return Action(
        action=first.action,
        wanted=wanted_of(first),
        schools=tuple(row.school.name for row in rows),
        declared_as=first.declared_as,
        declared_at=first.declared_at,
        withdrawn_at=first.withdrawn_at,
        over=first.last_day < today(),
    )
