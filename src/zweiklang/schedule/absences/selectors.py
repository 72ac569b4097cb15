"""Reads of absences for their pages. Row-level security lets through what the person may see."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from zweiklang.apprenticeships.public import Contract, SchoolClass
from zweiklang.kernel import formats
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import today
from zweiklang.kernel.hesse import school_year
from zweiklang.rooms.public import Member, Scope, Standing
from zweiklang.schedule.absences.shapes import (
    TONES,
    AbsenceRow,
    DayRow,
    Entry,
    SchoolYear,
    Total,
    described,
)
from zweiklang.schedule.models import Absence, AbsenceReason
from zweiklang.schedule.policy import may_record
from zweiklang.schedule.selectors import contracts_on

SHOWN_AT_ONCE = 4


MANY = "Mehrere Einträge: {}. Ändern lassen sie sich bei der Auszubildenden."


def class_day(
    actor: Actor, *, school_class: SchoolClass, day: date, standings: Mapping[UUID, Standing]
) -> list[DayRow]:
    """Returns the apprentices of the class on that day with what is entered about it, by name. Two queries."""
    people = list(
        contracts_on(school_class, day).values_list(
            "room_id", "apprentice__given_name", "apprentice__family_name", "firm__name"
        )
    )
    entries = defaultdict(list)
    rows = Absence.objects.filter(room_id__in=[room for room, *_ in people], day=day)
    for row in rows.select_related("recorded_by").order_by("kind"):
        entries[row.room_id].append(row)
    return [
        _day_row(
            entries[room],
            DayRow(
                room,
                f"{given} {family}".strip(),
                firm,
                None,
                bool(may_record(actor, standing=standings.get(room))),
            ),
        )
        for room, given, family, firm in people
    ]


def _day_row(entries: list[Absence], row: DayRow) -> DayRow:
    if not entries:
        return row
    words = " · ".join(described(one.kind, one.minutes) for one in entries)
    several = MANY.format(words) if len(entries) > 1 else ""
    first = entries[0]
    who = first.recorded_by.name if first.recorded_by else "Import"
    by = f"{who}, {formats.moment(first.recorded_at)}"
    return DayRow(
        row.room_id, row.name, row.firm, Entry(first.kind, first.minutes), row.may_write, by, several
    )


def open_in_class(school_class: SchoolClass) -> list[AbsenceRow]:
    """Returns the absences of the present apprentices of the class that nobody decided yet, oldest first, with what was said about them."""
    rooms = list(contracts_on(school_class, today()).values_list("room_id", flat=True))
    return absence_rows(Absence.objects.filter(room_id__in=rooms, state="open").order_by("day", "room_id"))


def absence_rows(rows: "QuerySet[Absence]") -> list[AbsenceRow]:
    """Returns these absences in ready words, with reasons and their tellers where the person may read them. Three queries."""
    found = list(rows)
    reasons = {
        one.absence_id: one
        for one in AbsenceReason.objects.filter(absence__in=[row.pk for row in found]).select_related(
            "told_by"
        )
    }
    names = {
        room: f"{given} {family}".strip()
        for room, given, family in Contract.objects.filter(
            room_id__in={row.room_id for row in found}
        ).values_list("room_id", "apprentice__given_name", "apprentice__family_name")
    }
    return [_absence_row(row, reasons.get(row.pk), names.get(row.room_id, "")) for row in found]


def _absence_row(row: Absence, reason: AbsenceReason | None, name: str) -> AbsenceRow:
    return AbsenceRow(
        id=row.pk,
        room_id=row.room_id,
        name=name,
        day=row.day,
        day_label=formats.day(row.day),
        what=described(row.kind, row.minutes),
        kind=row.kind,
        minutes=row.minutes,
        state=row.state,
        state_label=row.get_state_display(),
        tone=TONES[row.state],
        reason=reason.text if reason else "",
        told_by=reason.told_by.name if reason else "",
    )


def absences_in(room_id: UUID) -> list[SchoolYear]:
    """Returns the absences of that apprenticeship by school year, newest first, with sums. Three queries."""
    rows = absence_rows(Absence.objects.filter(room_id=room_id).order_by("-day", "kind"))
    by_year: defaultdict[int, list[AbsenceRow]] = defaultdict(list)
    for row in rows:
        by_year[school_year(row.day)].append(row)
    return [
        SchoolYear(f"{year}/{(year + 1) % 100:02d}", _totals(of_year), of_year)
        for year, of_year in by_year.items()
    ]


def _totals(rows: list[AbsenceRow]) -> list[Total]:
    whole = [row for row in rows if row.kind == "absent" and row.minutes is None]
    found = [_total("Gefehlt", whole, "1 Tag" if len(whole) == 1 else f"{len(whole)} Tage")]
    partly = {
        "absent": "Stundenweise gefehlt",
        "late": "Verspätet",
        "left_early": "Früher gegangen",
    }
    for kind, label in partly.items():
        some = [row for row in rows if row.kind == kind and row.minutes is not None]
        minutes = sum(row.minutes or 0 for row in some)
        found.append(_total(label, some, f"{len(some)}-mal, zusammen {formats.minutes(minutes)}"))
    return [total for total in found if total.days]


def _total(label: str, rows: Iterable[AbsenceRow], figure: str) -> Total:
    held = sorted(rows, key=lambda row: row.day)
    states: defaultdict[str, int] = defaultdict(int)
    for row in held:
        states[row.state_label] += 1
    return Total(
        label,
        figure,
        ", ".join(formats.day(row.day) for row in held),
        ", ".join(f"{count} {state}" for state, count in states.items()),
        len(held) > SHOWN_AT_ONCE,
    )


def reason_of(room_id: UUID, absence_id: UUID) -> tuple[AbsenceRow, AbsenceReason | None]:
    """Returns that absence and what was said about it; raises Http404 where there is none the person may see."""
    rows = absence_rows(Absence.objects.filter(pk=absence_id, room_id=room_id))
    if not rows:
        raise Http404
    return rows[0], AbsenceReason.objects.filter(absence=absence_id).first()


def readers_of_reasons(members: Iterable[Member], *, but: UUID) -> list[str]:
    """Returns name and capacity of those among the members of a room who read reasons, without that person."""
    return [
        f"{member.name} ({member.capacity_label})"
        for member in members
        if Scope.ABSENCE_REASONS in member.scopes and member.person_id != but
    ]
