"""Lines of "Heute": absences entered lately by others, and what a class teacher has to decide."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from zweiklang.kernel import formats
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import now, today
from zweiklang.rooms.public import Scope, Standing, note_look, room_url
from zweiklang.schedule.absences.shapes import described

DAYS = 14
MOST = 8


@dataclass(frozen=True, slots=True)
class RecentAbsence:
    """One line of "Was hat sich geändert?": when (also in words), what, and where."""

    at: datetime
    moment: str
    text: str
    href: str


@dataclass(frozen=True, slots=True)
class WaitingAbsences:
    """One line of "Was wartet auf mich?": what, why, and the one act (label and address)."""

    title: str
    note: str
    act: str
    href: str
    tone: str = ""


_NEWEST = f"""
    SELECT a.room_id, a.day, a.kind, a.minutes, a.recorded_at, btrim(p.given_name || ' ' || p.family_name)
      FROM schedule_absence a
      JOIN apprenticeships_contract c ON c.room_id = a.room_id
      JOIN people_person p ON p.id = c.apprentice_id
     WHERE a.room_id = ANY (%s) AND a.recorded_at >= %s AND a.recorded_by_id IS DISTINCT FROM %s
     ORDER BY a.recorded_at DESC LIMIT {MOST}"""  # noqa: S608 - a number of ours


def recent_absences(actor: Actor, standings: Mapping[UUID, Standing]) -> list[RecentAbsence]:
    """Returns the absences others entered in the last two weeks, newest first, at most eight. One query, none without such a room."""
    rooms = [s.room_id for s in standings.values() if s.carries(Scope.ABSENCES)]
    if not rooms:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_NEWEST, [rooms, now() - timedelta(days=DAYS), actor.person])
        rows = cursor.fetchall()
    note_look((row[0] for row in rows), Scope.ABSENCES)
    return [_recent(row, standings) for row in rows]


def _recent(row: tuple[Any, ...], standings: Mapping[UUID, Standing]) -> RecentAbsence:
    room_id, day, kind, minutes, at, name = row
    whose = "" if "apprentice" in standings[room_id].capacities else f" von {name}"
    text = f"Fehlzeit{whose} eingetragen: {formats.day(day)}, {described(kind, minutes)}"
    return RecentAbsence(at, formats.moment(at), text, room_url("schedule:absences", room_id))


_OPEN = """
    SELECT s.room_id, s.label, count(DISTINCT a.id)
      FROM schedule_absence a
      JOIN apprenticeships_enrolment e ON e.room_id = a.room_id AND %s BETWEEN e.first_day AND COALESCE(e.last_day, 'infinity')
      JOIN apprenticeships_schoolclass s ON s.id = e.school_class_id
     WHERE a.room_id = ANY (%s) AND s.room_id = ANY (%s) AND a.state = 'open'
     GROUP BY 1, 2 ORDER BY 2"""


def absences_waiting(standings: Iterable[Standing]) -> list[WaitingAbsences]:
    """Returns one line for each class the person leads in which absences wait for a decision. One query, none for anybody else."""
    held = list(standings)
    rooms = [s.room_id for s in held if s.kind == "apprenticeship" and s.carries(Scope.ABSENCES_WRITE)]
    led = [s.room_id for s in held if s.kind == "class" and "class_teacher" in s.capacities]
    if not rooms or not led:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_OPEN, [today(), rooms, led])
        return [_waiting(*row) for row in cursor.fetchall()]


def _waiting(room_id: UUID, label: str, number: int) -> WaitingAbsences:
    words = "1 Fehlzeit ist offen" if number == 1 else f"{number} Fehlzeiten sind offen"
    note = "Entschuldigt oder nicht? Das entscheidet die Klassenleitung."
    return WaitingAbsences(
        f"Klasse {label}: {words}", note, "Entscheiden", room_url("schedule:open_absences", room_id)
    )
