"""Lines of "Heute": school is cancelled today or tomorrow, and the person's side has not said yet who comes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.urls import reverse

from zweiklang.kernel import formats
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import today
from zweiklang.rooms.public import Scope, Standing, note_look
from zweiklang.schedule.calendar.days import contract_days
from zweiklang.schedule.calendar.shapes import CalendarDay
from zweiklang.schedule.release.answers import SENTENCES
from zweiklang.schedule.release.page import school_sentence
from zweiklang.schedule.release.policy import Side, side_of

MOST = 8
_WHAT = {Side.APPRENTICE: "Kommen Sie in den Betrieb?", Side.FIRM: "Soll jemand kommen?"}


@dataclass(frozen=True, slots=True)
class WaitingDay:
    """One line of "Was wartet auf mich?": what, why, and the one act (label and address)."""

    title: str
    note: str
    act: str
    href: str
    tone: str = ""


# A day is asked about where something of it is cancelled, and the own side has said nothing, or the other one something else since.
_CANDIDATES = """
    SELECT c.room_id, d.day, btrim(p.given_name || ' ' || p.family_name), own.says, other.says
      FROM apprenticeships_contract c
      JOIN people_person p ON p.id = c.apprentice_id
     CROSS JOIN unnest(%(days)s::date[]) d(day)
      LEFT JOIN LATERAL (SELECT says, at, id FROM schedule_dayanswer a WHERE a.room_id = c.room_id AND a.day = d.day
                          AND (a.side = 'firm') = (c.room_id = ANY (%(firm)s)) ORDER BY at DESC, id DESC LIMIT 1) own ON true
      LEFT JOIN LATERAL (SELECT says, at, id FROM schedule_dayanswer a WHERE a.room_id = c.room_id AND a.day = d.day
                          AND (a.side = 'firm') <> (c.room_id = ANY (%(firm)s)) ORDER BY at DESC, id DESC LIMIT 1) other ON true
     WHERE c.room_id = ANY (%(rooms)s) AND d.day BETWEEN c.first_day AND c.last_day
       AND (own.says IS NULL OR (other.says <> own.says AND (other.at, other.id) > (own.at, own.id)))
       AND EXISTS (SELECT FROM apprenticeships_enrolment e JOIN apprenticeships_schoolclass s ON s.id = e.school_class_id
                    WHERE e.room_id = c.room_id AND d.day BETWEEN e.first_day AND COALESCE(e.last_day, 'infinity')
                      AND (EXISTS (SELECT FROM schedule_lessonchange x
                                    WHERE x.room_id = s.room_id AND x.day = d.day AND x.kind = 'cancelled')
                        OR EXISTS (SELECT FROM schedule_closure k WHERE k.school_id = s.school_id AND k.withdrawn_at IS NULL
                                      AND d.day BETWEEN k.first_day AND k.last_day)))
     ORDER BY d.day, p.sort_key, c.room_id"""


def days_waiting(actor: Actor, standings: Iterable[Standing]) -> list[WaitingDay]:
    """Returns a line for each day, today or tomorrow, on which lessons are cancelled and the person's side should say who comes; at most eight.

    One query; none for whoever answers for nobody; two more where something is cancelled.
    """
    sides = {one.room_id: side for one in standings if (side := side_of(one))}
    rows = _candidates(sides) if sides and actor.person_id else []
    if not rows:
        return []
    first = today()
    days = contract_days({row[0] for row in rows}, first, first + timedelta(days=1))
    found = [(row, day) for row in rows if _says_something(day := days[row[0]][(row[1] - first).days])][:MOST]
    note_look((row[0] for row, _ in found), Scope.SCHEDULE)
    return [_line(row, day, sides[row[0]]) for row, day in found]


def _candidates(sides: dict[UUID, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        firm = [room for room, side in sides.items() if side == Side.FIRM]
        days = [today(), today() + timedelta(days=1)]
        cursor.execute(_CANDIDATES, {"rooms": list(sides), "firm": firm, "days": days})
        return list(cursor.fetchall())


def _says_something(day: CalendarDay) -> bool:
    """A closure concerns only those who would have had school."""
    return bool(day.cancelled) or day.basis == "closure"


def _line(row: tuple[Any, ...], day: CalendarDay, side: Any) -> WaitingDay:
    room_id, when, name, _, other = row
    whose = "" if side == Side.APPRENTICE else f"{name}: "
    note = _WHAT[side]
    if other:
        by = "Der Betrieb" if side == Side.APPRENTICE else name
        note = f"{by}: {SENTENCES[_other(side), other]}. {note}"
    title = f"{whose}{_when(when)}: {school_sentence(day)}"
    return WaitingDay(title, note, "Antworten", reverse("schedule:day", args=[room_id, when]), "warning")


def _other(side: Any) -> Any:
    return Side.FIRM if side == Side.APPRENTICE else Side.APPRENTICE


def _when(day: date) -> str:
    return f"{'Heute' if day == today() else 'Morgen'}, {formats.day(day)}"
