"""Lines of "Heute": absences entered or reported lately by others, what a class teacher has to decide, and what a firm can say."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.urls import reverse

from zweiklang.kernel import formats
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import now, today
from zweiklang.rooms.public import Scope, Standing, note_look, room_url
from zweiklang.schedule.absences.shapes import described

DAYS = 14
MOST = 8
NOTICE = "notice"


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
    SELECT n.room_id, n.day, n.kind, n.minutes, n.period, n.at, btrim(p.given_name || ' ' || p.family_name)
      FROM (SELECT room_id, day, kind, minutes, period, recorded_at AS at FROM schedule_absence
             WHERE room_id = ANY (%(rooms)s) AND recorded_at >= %(since)s AND recorded_by_id IS DISTINCT FROM %(me)s
            UNION ALL
            SELECT room_id, first_day, '{NOTICE}', NULL, NULL, reported_at FROM schedule_absencenotice
             WHERE room_id = ANY (%(rooms)s) AND reported_at >= %(since)s AND reported_by_id <> %(me)s AND withdrawn_at IS NULL) n
      JOIN apprenticeships_contract c ON c.room_id = n.room_id
      JOIN people_person p ON p.id = c.apprentice_id
     ORDER BY n.at DESC LIMIT {MOST}"""  # noqa: S608 - words and numbers of ours


def recent_absences(actor: Actor, standings: Mapping[UUID, Standing]) -> list[RecentAbsence]:
    """Returns the absences others entered or reported in the last two weeks, newest first, at most eight. One query, none without such a room."""
    rooms = [s.room_id for s in standings.values() if s.carries(Scope.ABSENCES)]
    if not rooms:
        return []
    values: dict[str, Any] = {"rooms": rooms, "since": now() - timedelta(days=DAYS), "me": actor.person}
    with connection.cursor() as cursor:
        cursor.execute(_NEWEST, values)
        rows = cursor.fetchall()
    note_look((row[0] for row in rows), Scope.ABSENCES)
    return [_recent(row, standings) for row in rows]


def _recent(row: tuple[Any, ...], standings: Mapping[UUID, Standing]) -> RecentAbsence:
    room_id, day, kind, minutes, period, at, name = row
    own = "apprentice" in standings[room_id].capacities
    if kind == NOTICE:
        text = f"Abgemeldet{'' if own else f': {name}'}, ab {formats.day(day)}"
    else:
        whose = "" if own else f" von {name}"
        text = f"Fehlzeit{whose} eingetragen: {formats.day(day)}, {described(kind, minutes, period)}"
    return RecentAbsence(at, formats.moment(at), text, room_url("schedule:absences", room_id))


_OPEN = """
    SELECT s.room_id, s.label, count(DISTINCT a.id)
      FROM schedule_absence a
      JOIN apprenticeships_enrolment e ON e.room_id = a.room_id AND %s BETWEEN e.first_day AND COALESCE(e.last_day, 'infinity')
      JOIN apprenticeships_schoolclass s ON s.id = e.school_class_id
     WHERE a.room_id = ANY (%s) AND s.room_id = ANY (%s) AND a.state = 'open'
     GROUP BY 1, 2 ORDER BY 2"""


_UNSAID = f"""
    SELECT n.room_id, n.day, btrim(p.given_name || ' ' || p.family_name)
      FROM (SELECT DISTINCT room_id, day FROM schedule_absence a
             WHERE room_id = ANY (%(rooms)s) AND day BETWEEN %(since)s AND %(today)s AND state = 'open'
               AND NOT EXISTS (SELECT FROM schedule_firmstatement s WHERE s.room_id = a.room_id AND s.day = a.day)) n
      JOIN apprenticeships_contract c ON c.room_id = n.room_id
      JOIN people_person p ON p.id = c.apprentice_id
     ORDER BY n.day DESC, p.sort_key LIMIT {MOST}"""  # noqa: S608 - a number of ours


def absences_waiting(standings: Iterable[Standing]) -> list[WaitingAbsences]:
    """Returns what waits: for a class teacher one line for each class, for a firm one for each day of which it has said nothing.

    One query for each of the two, none for anybody else.
    """
    held = list(standings)
    return [*_to_decide(held), *_to_state(held)]


def _to_decide(held: list[Standing]) -> list[WaitingAbsences]:
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


def _to_state(held: list[Standing]) -> list[WaitingAbsences]:
    rooms = [s.room_id for s in held if s.carries(Scope.ABSENCES_STATE)]
    if not rooms:
        return []
    values: dict[str, Any] = {"rooms": rooms, "since": today() - timedelta(days=DAYS), "today": today()}
    with connection.cursor() as cursor:
        cursor.execute(_UNSAID, values)
        rows = cursor.fetchall()
    note_look((row[0] for row in rows), Scope.ABSENCES)
    return [_unsaid(*row) for row in rows]


def _unsaid(room_id: UUID, day: date, name: str) -> WaitingAbsences:
    note = "Wissen Sie davon? Die Klassenleitung liest Ihre Angabe, bevor sie entscheidet."
    title = f"Fehlzeit von {name}: {formats.day(day)}"
    return WaitingAbsences(title, note, "Angeben", reverse("schedule:state_absence", args=[room_id, day]))


def absence_acts(standings: Iterable[Standing]) -> list[tuple[str, str]]:
    """Returns label and address of what somebody may want to do at once: report an absence, where it is clear whose. No query."""
    rooms = [s.room_id for s in standings if s.carries(Scope.ABSENCES_REPORT)]
    return (
        [("Vom Unterricht abmelden", reverse("schedule:report_absence", args=rooms))]
        if len(rooms) == 1
        else []
    )
