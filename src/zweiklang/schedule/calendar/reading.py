"""Reads of calendar pages beside the days themselves: who is in which class, who is absent, what somebody teaches.

Row-level security lets through what the person may see.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from zweiklang.apprenticeships.public import SchoolClass
from zweiklang.kernel.hesse import school_year
from zweiklang.kernel.sorting import sort_key
from zweiklang.rooms.public import Scope, Standing, note_look
from zweiklang.schedule.calendar.places import Mark


@dataclass(frozen=True, slots=True)
class Apprentice:
    """One apprenticeship with the class of these days; `class_room_id` is None without one."""

    room_id: UUID
    name: str
    firm: str
    school_class: str
    class_room_id: UUID | None
    school: str


@dataclass(frozen=True, slots=True)
class Teaching:
    """What somebody teaches in a class: by the abbreviation (`code`) if the school has told it, else by the subject."""

    class_room_id: UUID
    label: str
    subject: str
    code: str


_PEOPLE = """
    SELECT c.room_id, btrim(p.given_name || ' ' || p.family_name), f.name, coalesce(k.label, ''), k.room_id, coalesce(k.school, '')
      FROM apprenticeships_contract c
      JOIN people_person p ON p.id = c.apprentice_id
      JOIN organisations_organisation f ON f.id = c.firm_id
      LEFT JOIN LATERAL (
           SELECT s.label, s.room_id, o.name AS school
             FROM apprenticeships_enrolment e
             JOIN apprenticeships_schoolclass s ON s.id = e.school_class_id
             JOIN organisations_organisation o ON o.id = s.school_id
            WHERE e.contract_id = c.id AND e.room_id = c.room_id AND e.first_day <= %(last)s AND coalesce(e.last_day, 'infinity') >= %(first)s
              AND s.school_year = %(year)s
            ORDER BY e.first_day DESC LIMIT 1) k ON true
     WHERE c.room_id = ANY (%(rooms)s) AND c.first_day <= %(last)s AND c.last_day >= %(first)s
       AND NOT EXISTS (SELECT FROM unnest(%(words)s::text[]) word WHERE position(word IN p.sort_key) = 0)
     ORDER BY k.school NULLS LAST, k.label NULLS LAST, p.sort_key"""
_ABSENCES = """
    SELECT a.room_id, a.day, a.day, a.kind, a.period FROM schedule_absence a
     WHERE a.room_id = ANY (%(rooms)s) AND a.day BETWEEN %(first)s AND %(last)s
    UNION ALL
    SELECT n.room_id, n.first_day, n.last_day, 'reported', NULL FROM schedule_absencenotice n
     WHERE n.room_id = ANY (%(rooms)s) AND n.first_day <= %(last)s AND n.last_day >= %(first)s AND n.withdrawn_at IS NULL"""
# Whoever stands in for somebody holds that one's lessons.
_TEACHING = """
    SELECT s.room_id, s.label, coalesce(nullif(t.subject, ''), o.subject, ''), coalesce(nullif(o.code, ''), t.code)
      FROM apprenticeships_teachingassignment t
      JOIN apprenticeships_schoolclass s ON s.id = t.school_class_id
      LEFT JOIN apprenticeships_teachingassignment o ON o.id = t.substitutes_for_id
     WHERE t.person_id = %(person)s AND t.first_day <= %(last)s AND coalesce(t.last_day, 'infinity') >= %(first)s
       AND s.school_year = %(year)s
     ORDER BY s.label"""


def apprentices(rooms: Collection[UUID], first: date, last: date, *, name: str = "") -> list[Apprentice]:
    """Returns the apprenticeships of these rooms that run in these days, by class and name. One query, none without a room.

    `name`: only those whose name contains each of its words.
    """
    if not rooms:
        return []
    values = {
        "rooms": list(rooms),
        "first": first,
        "last": last,
        "year": school_year(last),
        "words": [sort_key(word) for word in name.split()],
    }
    return [Apprentice(*row) for row in _asked(_PEOPLE, values)]


def absences(standings: Iterable[Standing], first: date, last: date) -> dict[UUID, dict[date, list[Mark]]]:
    """Returns who was or will be absent, by room and day, where absences are open to the person; notes that they are shown.

    That nobody was absent is shown, too. One query, none where nothing is open.
    """
    rooms = [one.room_id for one in standings if one.kind == "apprenticeship" and one.carries(Scope.ABSENCES)]
    found: defaultdict[UUID, defaultdict[date, list[Mark]]] = defaultdict(lambda: defaultdict(list))
    if not rooms:
        return {}
    note_look(rooms, Scope.ABSENCES)
    for room, begins, ends, kind, period in _asked(_ABSENCES, {"rooms": rooms, "first": first, "last": last}):
        for step in range((min(ends, last) - max(begins, first)).days + 1):
            found[room][max(begins, first) + timedelta(days=step)].append(Mark(kind, period))
    return {room: {day: _once(marks) for day, marks in days.items()} for room, days in found.items()}


def _once(marks: list[Mark]) -> list[Mark]:
    """Returns what the school has entered; what was reported beforehand only where it has entered nothing."""
    entered = [mark for mark in marks if mark.kind != "reported"]
    return sorted(entered or marks[:1], key=lambda mark: mark.period or 0)


def teaching_of(person_id: UUID, first: date, last: date) -> list[Teaching]:
    """Returns what the person teaches in these days, by class. One query."""
    values = {"person": person_id, "first": first, "last": last, "year": school_year(last)}
    return [Teaching(*row) for row in _asked(_TEACHING, values)]


def classes_in(rooms: Collection[UUID], day: date) -> list[SchoolClass]:
    """Returns the classes of these rooms in that day's school year with their school, by name. One query, none without a room."""
    if not rooms:
        return []
    found = SchoolClass.objects.filter(room_id__in=rooms, school_year=school_year(day))
    return list(found.select_related("school").order_by("school__name", "label"))


def _asked(statement: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())
