"""What waits for a person's act on records: the trainer's list, and the lines of "Heute"."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.urls import reverse

from zweiklang.apprenticeships.public import Contract
from zweiklang.kernel import formats
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import today
from zweiklang.kernel.hesse import monday_of
from zweiklang.records.models import Line, RecordAct, Week
from zweiklang.records.selectors import head_from, missing_weeks, waiting_weeks
from zweiklang.records.weeks import parse_week, training_year, week_slug
from zweiklang.rooms.public import Scope, Standing

State = Week.State


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


def queue_of(standings: Iterable[Standing]) -> list[WaitingWeek]:
    """Returns the weeks that wait for this person's signature, by apprentice and then oldest first. One query."""
    rooms = rooms_with(standings, Scope.RECORDS_SIGN)
    return [
        WaitingWeek(
            room_id=week.room_id,
            slug=week_slug(week.monday),
            label=formats.week(week.monday),
            year=training_year(contract.first_day, week.monday),
            apprentice=contract.apprentice.name,
            occupation=contract.occupation.short,
            minutes=formats.minutes(week.total or 0),  # type: ignore[attr-defined]
            since=formats.day_of(week.changed_at),
            overdue=today() - week.monday > timedelta(days=week.check_every_days + 6),  # type: ignore[attr-defined]
        )
        for week, contract in waiting_weeks(rooms, states=(State.SUBMITTED,))
    ]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a week stands in the trainer's list: the one before and after it (room and Monday), and how many wait."""

    previous: tuple[UUID, date] | None
    following: tuple[UUID, date] | None
    waiting: int


def place_in_queue(standings: Iterable[Standing], *, week: tuple[str, date, UUID]) -> Place:
    """Returns the neighbours of a week (its apprentice's sort key, Monday, room) in the trainer's list, waiting or not. One query."""
    rooms = rooms_with(standings, Scope.RECORDS_SIGN)
    keys = [
        (contract.apprentice.sort_key, week.monday, week.room_id)
        for week, contract in waiting_weeks(rooms, states=(State.SUBMITTED,))
    ]
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
    """Returns room, name and number of missing weeks of the apprentices whose record this person signs, most missing first. Two queries."""
    rooms = rooms_with(standings, Scope.RECORDS_SIGN)
    contracts = Contract.objects.filter(room_id__in=rooms).select_related("apprentice", "firm", "occupation")
    heads = [head_from(contract) for contract in contracts]
    missing = missing_weeks(heads) if heads else {}
    late = [(head.room_id, head.apprentice, missing[head.room_id]) for head in heads if missing[head.room_id]]
    return sorted(late, key=lambda row: (-row[2], row[1]))


def waiting_for(actor: Actor, standings: Iterable[Standing]) -> list[Waiting]:
    """Returns what waits for the person in all records, the most pressing first. At most five queries."""
    standings = list(standings)
    return [
        *_for_writer(rooms_with(standings, Scope.RECORDS_WRITE)),
        *_for_signer(standings),
        *_for_guardian(actor, rooms_with(standings, Scope.RECORDS_NOTE_GUARDIAN)),
        *_for_class_teacher(actor, rooms_with(standings, Scope.RECORDS_NOTE_SCHOOL)),
    ]


def _week_url(room_id: UUID, monday: date) -> str:
    return reverse("records:week", args=[room_id, monday])


def _for_writer(rooms: list[UUID]) -> list[Waiting]:
    if not rooms:
        return []
    returned = [
        Waiting(
            f"{formats.week(week.monday)} wurde zurückgegeben",
            "Bitte ergänzen und neu einreichen.",
            "Woche ergänzen",
            _week_url(week.room_id, week.monday),
            "danger",
        )
        for week, _ in waiting_weeks(rooms, states=(State.RETURNED,))
    ]
    return [*returned, *_to_write(rooms)]


def _to_write(rooms: list[UUID]) -> list[Waiting]:
    monday = monday_of(today())
    contracts = Contract.objects.filter(
        room_id__in=rooms, first_day__lte=monday + timedelta(days=6), last_day__gte=monday
    )
    heads = [head_from(c) for c in contracts.select_related("apprentice", "firm", "occupation")]
    if not heads:
        return []
    present = dict(Week.objects.filter(room_id__in=rooms, monday=monday).values_list("room_id", "state"))
    missing = missing_weeks(heads)
    lines = [
        Waiting(
            f"Diese Woche schreiben: {formats.week(monday)}",
            "Am besten jeden Tag zwei Sätze.",
            "Woche öffnen",
            _week_url(head.room_id, monday),
        )
        for head in heads
        if present.get(head.room_id) in {None, State.DRAFT}
    ]
    return [*lines, *(_missing(head.room_id, number) for head in heads if (number := missing[head.room_id]))]


def _missing(room_id: UUID, number: int) -> Waiting:
    return Waiting(
        "Eine Woche ist noch nicht eingereicht"
        if number == 1
        else f"{number} Wochen sind noch nicht eingereicht",
        "Der vollständige Nachweis ist Voraussetzung für die Prüfung (§ 43 BBiG).",
        "Offene Wochen zeigen",
        reverse("records:weeks", args=[room_id]) + "?zeige=offen",
        "warning",
    )


def _for_signer(standings: list[Standing]) -> list[Waiting]:
    by_person: dict[tuple[UUID, str], list[WaitingWeek]] = {}
    for row in queue_of(standings) if rooms_with(standings, Scope.RECORDS_SIGN) else ():
        by_person.setdefault((row.room_id, row.apprentice), []).append(row)
    return [
        Waiting(
            f"{name}: {len(rows)} {'Woche wartet' if len(rows) == 1 else 'Wochen warten'} auf Ihre Unterschrift",
            f"älteste: {rows[0].label}" + (" – bitte bald durchsehen" if rows[0].overdue else ""),
            "Durchsehen",
            _week_url(room_id, parse_week(rows[0].slug)) + "?von=offen",
            "warning" if rows[0].overdue else "",
        )
        for (room_id, name), rows in by_person.items()
    ]


def _unnoted(actor: Actor, rooms: list[UUID], act: str) -> list[tuple[Week, Contract]]:
    noted = RecordAct.objects.filter(week=OuterRef("pk"), act=act, person_id=actor.person)
    weeks = Week.objects.filter(~Exists(noted), room_id__in=rooms, state__in=(State.SUBMITTED, State.SIGNED))
    return [
        (week, week.contract) for week in weeks.select_related("contract__apprentice").order_by("-monday")
    ]


def _for_guardian(actor: Actor, rooms: list[UUID]) -> list[Waiting]:
    if not rooms:
        return []
    asked = Contract.objects.filter(room_id__in=rooms, chamber__record_rule__guardian_notes=True).values_list(
        "room_id", flat=True
    )
    rows = _unnoted(actor, list(asked), RecordAct.Act.GUARDIAN_NOTED)
    return _grouped(
        rows, "zur Kenntnis nehmen", "Das gehört zum Ausbildungsnachweis, solange Ihr Kind minderjährig ist."
    )


def _for_class_teacher(actor: Actor, rooms: list[UUID]) -> list[Waiting]:
    if not rooms:
        return []
    asked = list(
        Contract.objects.filter(room_id__in=rooms, chamber__record_rule__school_notes=True).values_list(
            "room_id", flat=True
        )
    )
    rows = _unnoted(actor, asked, RecordAct.Act.SCHOOL_NOTED) if asked else []
    school = (
        set(
            Line.objects.filter(week_id__in=[w.pk for w, _ in rows], place=Line.Place.SCHOOL).values_list(
                "week_id", flat=True
            )
        )
        if rows
        else set()
    )
    return _grouped(
        [row for row in rows if row[0].pk in school],
        "Schultage zur Kenntnis nehmen",
        "Sie sehen nur die Schultage.",
    )


def _grouped(rows: list[tuple[Week, Contract]], act: str, note: str) -> list[Waiting]:
    by_room: dict[UUID, list[tuple[Week, Contract]]] = {}
    for row in rows:
        by_room.setdefault(row[0].room_id, []).append(row)
    return [
        Waiting(
            f"{group[0][1].apprentice.name}: {len(group)} {'Woche' if len(group) == 1 else 'Wochen'} {act}",
            note,
            "Woche öffnen",
            _week_url(room_id, group[-1][0].monday),
        )
        for room_id, group in by_room.items()
    ]
