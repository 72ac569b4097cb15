"""What waits for a person's act on records: the trainer's list, and the lines of "Heute"."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from zweiklang.apprenticeships.public import Contract
from zweiklang.curricula.public import list_name
from zweiklang.kernel import formats
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import today
from zweiklang.kernel.hesse import monday_of
from zweiklang.records.models import RecordAct, Week
from zweiklang.records.selectors import Progress, progress_in
from zweiklang.records.weeks import parse_week, training_year, week_slug, week_url
from zweiklang.rooms.public import Scope, Standing, note_look, room_url

State = Week.State
MONTHLY = 31  # what chambers ask for where they state no interval (§ 14 Abs. 2 BBiG: "regelmäßig")


@dataclass(frozen=True, slots=True)
class WaitingWeek:
    """A week that waits for a signature, as a line of the list."""

    room_id: UUID
    slug: str
    label: str
    year: int
    apprentice: str
    occupation: str
    minutes: str
    since: str
    overdue: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """One line of "Heute": what waits, why, and the one act (label and address)."""

    title: str
    note: str
    act: str
    href: str
    tone: str = ""


def rooms_with(standings: Iterable[Standing], scope: Scope) -> list[UUID]:
    """Returns the apprenticeship rooms in which the person carries the scope."""
    return [s.room_id for s in standings if s.kind == "apprenticeship" and s.carries(scope)]


# The state is written out because the index of waiting weeks holds only these. Times are summed per week, so that lines are read once.
_WAITING = """
    SELECT w.room_id, w.monday, w.changed_at, btrim(p.given_name || ' ' || p.family_name), c.first_day, o.name, o.specialisation,
           r.check_every_days,
           (SELECT sum(l.minutes) FROM records_line l WHERE l.room_id = w.room_id AND l.week_id = w.id)
      FROM records_week w
      JOIN apprenticeships_contract c ON c.id = w.contract_id
      JOIN people_person p ON p.id = c.apprentice_id
      JOIN curricula_occupation o ON o.id = c.occupation_id
      LEFT JOIN organisations_chamberrule r ON r.chamber_id = c.chamber_id
     WHERE w.room_id = ANY (%s) AND w.state = 'submitted'
     ORDER BY p.sort_key, w.monday, w.room_id"""


def queue_of(standings: Iterable[Standing]) -> list[WaitingWeek]:
    """Returns the weeks that wait for this person's signature, by apprentice and then oldest first. One query."""
    rows = _asked(_WAITING, rooms_with(standings, Scope.RECORDS_SIGN))
    note_look((row[0] for row in rows), Scope.RECORDS)
    return [_waiting_week(row) for row in rows]


def _waiting_week(row: tuple[Any, ...]) -> WaitingWeek:
    room_id, monday, changed, name, began, occupation, part, interval, total = row
    return WaitingWeek(
        room_id=room_id,
        slug=week_slug(monday),
        label=formats.week(monday),
        year=training_year(began, monday),
        apprentice=name,
        occupation=list_name(occupation, part),
        minutes=formats.minutes(total or 0),
        since=formats.day_of(changed),
        overdue=_overdue(monday, interval),
    )


def _overdue(monday: date, interval: int | None) -> bool:
    return today() - monday > timedelta(days=(interval or MONTHLY) + 6)


def _asked(sql: str, rooms: list[UUID], *values: Any) -> list[tuple[Any, ...]]:
    """Rows of a statement about rooms; none without rooms."""
    if not rooms:
        return []
    with connection.cursor() as cursor:
        cursor.execute(sql, [rooms, *values])
        return list(cursor.fetchall())


@dataclass(frozen=True, slots=True)
class Place:
    """Where a week stands in the trainer's list: the one before and after it (room and Monday), and how many wait."""

    previous: tuple[UUID, date] | None
    following: tuple[UUID, date] | None
    waiting: int


def place_in_queue(standings: Iterable[Standing], *, week: tuple[str, date, UUID]) -> Place:
    """Returns the neighbours of a week (its apprentice's sort key, Monday, room) in the trainer's list, waiting or not. One query."""
    keys = _asked(
        """SELECT p.sort_key, w.monday, w.room_id FROM records_week w
             JOIN apprenticeships_contract c ON c.id = w.contract_id JOIN people_person p ON p.id = c.apprentice_id
            WHERE w.room_id = ANY (%s) AND w.state = 'submitted' ORDER BY 1, 2, 3""",
        rooms_with(standings, Scope.RECORDS_SIGN),
    )
    before = [key for key in keys if key < week]
    after = [key for key in keys if key > week]
    return Place(
        previous=(before[-1][2], before[-1][1]) if before else None,
        following=(after[0][2], after[0][1]) if after else None,
        waiting=len(keys),
    )


def next_waiting(standings: Iterable[Standing], *, after: tuple[UUID, date]) -> tuple[UUID, date] | None:
    """Returns room and Monday of the waiting week that follows `after` in the trainer's list, wrapping round; None if none waits."""
    standings = list(standings)
    own = Contract.objects.filter(room_id=after[0]).values_list("apprentice__sort_key", flat=True).first()
    place = place_in_queue(standings, week=(own or "", after[1], after[0]))
    if place.following or not place.previous:
        return place.following
    first = queue_of(standings)[0]
    return (first.room_id, parse_week(first.slug))


def late_apprentices(standings: Iterable[Standing]) -> list[tuple[UUID, str, int]]:
    """Returns room, name and number of missing weeks of the apprentices whose record this person signs, most missing first. One query."""
    rooms = rooms_with(standings, Scope.RECORDS_SIGN)
    records = progress_in(rooms) if rooms else []
    late = [(r.room_id, r.apprentice, r.missing) for r in records if r.missing]
    note_look((row[0] for row in late), Scope.RECORDS)
    return sorted(late, key=lambda row: (-row[2], row[1]))


def waiting_for(actor: Actor, standings: Iterable[Standing]) -> list[Waiting]:
    """Returns what waits for the person in all records, the most pressing first. At most four queries."""
    standings = list(standings)
    return [
        *_for_writer(rooms_with(standings, Scope.RECORDS_WRITE)),
        *_for_signer(standings),
        *_for_guardian(actor, rooms_with(standings, Scope.RECORDS_NOTE_GUARDIAN)),
        *_for_class_teacher(actor, rooms_with(standings, Scope.RECORDS_NOTE_SCHOOL)),
    ]


def _for_writer(rooms: list[UUID]) -> list[Waiting]:
    records = progress_in(rooms) if rooms else []
    monday = monday_of(today())
    running = [r for r in records if r.first_day <= monday + timedelta(days=6) and r.last_day >= monday]
    return [
        *(_returned(r.room_id, day) for r in records for day in r.returned),
        *(_this_week(r.room_id, monday) for r in running if r.present in {None, State.DRAFT}),
        *(_missing(r) for r in running if r.missing),
    ]


def _returned(room_id: UUID, monday: date) -> Waiting:
    return Waiting(
        f"{formats.week(monday)} wurde zurückgegeben",
        "Bitte ergänzen und neu einreichen.",
        "Woche ergänzen",
        week_url(room_id, monday),
        "danger",
    )


def _this_week(room_id: UUID, monday: date) -> Waiting:
    return Waiting(
        f"Diese Woche schreiben: {formats.week(monday)}",
        "Am besten jeden Tag zwei Sätze.",
        "Woche öffnen",
        week_url(room_id, monday),
    )


def _missing(record: Progress) -> Waiting:
    return Waiting(
        "Eine Woche ist noch nicht eingereicht"
        if record.missing == 1
        else f"{record.missing} Wochen sind noch nicht eingereicht",
        "Der vollständige Nachweis ist Voraussetzung für die Prüfung (§ 43 BBiG).",
        "Offene Wochen zeigen",
        room_url("records:weeks", record.room_id) + "?zeige=offen",
        "warning",
    )


def _for_signer(standings: list[Standing]) -> list[Waiting]:
    """One line for each apprentice of whom weeks wait."""
    rows = _asked(
        """SELECT w.room_id, btrim(p.given_name || ' ' || p.family_name), min(w.monday), count(*), max(r.check_every_days)
             FROM records_week w
             JOIN apprenticeships_contract c ON c.id = w.contract_id
             JOIN people_person p ON p.id = c.apprentice_id
             LEFT JOIN organisations_chamberrule r ON r.chamber_id = c.chamber_id
            WHERE w.room_id = ANY (%s) AND w.state = 'submitted' GROUP BY w.room_id, p.id ORDER BY p.sort_key, w.room_id""",
        rooms_with(standings, Scope.RECORDS_SIGN),
    )
    note_look((row[0] for row in rows), Scope.RECORDS)
    return [_to_sign(*row) for row in rows]


def _to_sign(room_id: UUID, name: str, oldest: date, number: int, interval: int | None) -> Waiting:
    overdue = _overdue(oldest, interval)
    return Waiting(
        f"{name}: {number} {'Woche wartet' if number == 1 else 'Wochen warten'} auf Ihre Unterschrift",
        f"älteste: {formats.week(oldest)}" + (" – bitte bald durchsehen" if overdue else ""),
        "Durchsehen",
        week_url(room_id, oldest) + "?von=offen",
        "warning" if overdue else "",
    )


# Weeks of which this person has not taken note. {asked} is the column that says whether the chamber asks for it, {more} a condition.
# The acts are those of one person, and the school's lines those of the rooms: both read once. Asked for each week, they cost a class
# teacher most of "Heute"; IS TRUE keeps PostgreSQL, which expects one week here, from asking for each.
_UNNOTED = """
    SELECT c.room_id, btrim(p.given_name || ' ' || p.family_name), min(w.monday), count(*)
      FROM apprenticeships_contract c
      JOIN organisations_chamberrule r ON r.chamber_id = c.chamber_id AND r.{asked}
      JOIN people_person p ON p.id = c.apprentice_id
      JOIN records_week w ON w.room_id = c.room_id AND w.state IN ('submitted', 'signed')
     WHERE c.room_id = ANY (%s) {more}
       AND w.id NOT IN (SELECT a.week_id FROM records_recordact a WHERE a.act = %s AND a.person_id = %s)
     GROUP BY c.room_id, p.id ORDER BY max(w.monday) DESC, c.room_id"""
_BY_GUARDIAN = _UNNOTED.format(asked="guardian_notes", more="")
_BY_SCHOOL = _UNNOTED.format(
    asked="school_notes",
    more="AND (w.id IN (SELECT l.week_id FROM records_line l WHERE l.room_id = ANY (%s) AND l.place = 'school')) IS TRUE",
)


def _for_guardian(actor: Actor, rooms: list[UUID]) -> list[Waiting]:
    note = "Das gehört zum Ausbildungsnachweis, solange Ihr Kind minderjährig ist."
    rows = _asked(_BY_GUARDIAN, rooms, RecordAct.Act.GUARDIAN_NOTED, actor.person_id)
    note_look((row[0] for row in rows), Scope.RECORDS)
    return [_to_note(*row, act="zur Kenntnis nehmen", note=note) for row in rows]


def _for_class_teacher(actor: Actor, rooms: list[UUID]) -> list[Waiting]:
    rows = _asked(_BY_SCHOOL, rooms, rooms, RecordAct.Act.SCHOOL_NOTED, actor.person_id)
    note_look((row[0] for row in rows), Scope.SCHOOL_RECORDS)
    return [
        _to_note(*row, act="Schultage zur Kenntnis nehmen", note="Sie sehen nur die Schultage.")
        for row in rows
    ]


def _to_note(room_id: UUID, name: str, oldest: date, number: int, *, act: str, note: str) -> Waiting:
    return Waiting(
        f"{name}: {number} {'Woche' if number == 1 else 'Wochen'} {act}",
        note,
        "Woche öffnen",
        week_url(room_id, oldest),
    )
