"""Reads of absences for their pages. Row-level security lets through what the person may see."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from zweiklang.apprenticeships.public import Contract, SchoolClass
from zweiklang.kernel import formats
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import today
from zweiklang.kernel.hesse import school_year
from zweiklang.rooms.public import Member, Scope, Standing, members_of
from zweiklang.schedule.absences.rules import due_on, rule_of
from zweiklang.schedule.absences.shapes import (
    TONES,
    AbsenceRow,
    DayRow,
    SchoolYear,
    described,
    entry_of,
    token_of_day,
)
from zweiklang.schedule.absences.totals import totals_of
from zweiklang.schedule.models import Absence, AbsenceNotice, AbsenceReason, AbsenceRule, FirmStatement
from zweiklang.schedule.policy import may_record
from zweiklang.schedule.selectors import contracts_on

MANY = "Mehrere Einträge: {}. Ändern lassen sie sich bei der Auszubildenden."
ALL_DAY = "Fehlt den ganzen Tag. Ändern lässt sich das unter „Ganzer Tag“."
FIRM = frozenset({"trainer", "deputy_trainer", "training_manager"})
Days = Mapping[UUID, Collection[date]]


def class_day(
    actor: Actor,
    *,
    school_class: SchoolClass,
    day: date,
    standings: Mapping[UUID, Standing],
    period: int | None = None,
) -> list[DayRow]:
    """Returns the apprentices of the class on that day with what is entered about it (or that lesson), by name. Four queries."""
    people = list(
        contracts_on(school_class, day).values_list(
            "room_id", "apprentice__given_name", "apprentice__family_name", "firm__name"
        )
    )
    entries = defaultdict(list)
    rooms = [room for room, *_ in people]
    rows = Absence.objects.filter(room_id__in=rooms, day=day)
    for row in rows.select_related("recorded_by").order_by("period", "kind"):
        entries[row.room_id].append(row)
    notices, stated = notices_of({room: [day] for room in rooms}), stated_of({room: [day] for room in rooms})
    return [
        _day_row(
            entries[room],
            period,
            room_id=room,
            name=f"{given} {family}".strip(),
            firm=firm,
            may_write=bool(may_record(actor, standing=standings.get(room))),
            notice=notices.get((room, day), ""),
            stated=stated.get((room, day), ""),
        )
        for room, given, family, firm in people
    ]


def _day_row(entries: list[Absence], period: int | None, **known: object) -> DayRow:
    here = [one for one in entries if one.period == period]
    elsewhere = [one for one in entries if one.period != period]
    first = here[0] if here else None
    who = (first.recorded_by.name if first.recorded_by else "Import") if first else ""
    return DayRow(
        **known,  # type: ignore[arg-type]  # the fields of DayRow, named above
        entry=entry_of(first),
        by=f"{who}, {formats.moment(first.recorded_at)}" if first else "",
        several=_several(here, elsewhere),
        others=" · ".join(_elsewhere(one) for one in elsewhere),
        seen=token_of_day(entries, period),
        period=period,
    )


def _several(here: list[Absence], elsewhere: list[Absence]) -> str:
    """Returns why one choice does not do: several entries of the day, or a whole day when a lesson is shown."""
    if len(here) > 1:
        return MANY.format(" · ".join(described(one.kind, one.minutes) for one in here))
    whole = any(one.period is None and one.kind == "absent" and one.minutes is None for one in elsewhere)
    return ALL_DAY if whole else ""


def _elsewhere(row: Absence) -> str:
    words = described(row.kind, row.minutes, row.period)
    return words if row.period else f"Ganzer Tag: {words}"


def notices_of(days: Days) -> dict[tuple[UUID, date], str]:
    """Returns for each of these days, by room, when it was reported ("abgemeldet am Mo, 16. März, 7:12"), as far as somebody did. One query."""
    wanted = [day for of_room in days.values() for day in of_room]
    if not wanted:
        return {}
    found = AbsenceNotice.objects.filter(
        room_id__in=list(days), withdrawn_at=None, first_day__lte=max(wanted), last_day__gte=min(wanted)
    )
    return reported_of(found, days)


def reported_of(notices: Iterable[AbsenceNotice], days: Days) -> dict[tuple[UUID, date], str]:
    """Returns for each of these days, by room, when these notices reported it first. Those that were taken back say nothing."""
    return {
        (
            one.room_id,
            day,
        ): f"abgemeldet am {formats.day_of(one.reported_at)}, {formats.time(one.reported_at)}"
        for one in sorted(notices, key=lambda one: one.reported_at, reverse=True)
        for day in days[one.room_id]
        if one.withdrawn_at is None and one.first_day <= day <= one.last_day
    }


def stated_of(days: Days) -> dict[tuple[UUID, date], str]:
    """Returns for each of these days, by room, what the firm says of it, as far as it has. One query."""
    wanted = {day for of_room in days.values() for day in of_room}
    if not wanted:
        return {}
    found = FirmStatement.objects.filter(room_id__in=list(days), day__in=wanted)
    return {(one.room_id, one.day): statement_in_words(one) for one in found}


def statement_in_words(statement: FirmStatement) -> str:
    """Returns "dem Betrieb bekannt (Mo, 16. März, 9:03)"."""
    at = statement.stated_at
    return f"{statement.get_says_display()} ({formats.day_of(at)}, {formats.time(at)})"


def open_in_class(school_class: SchoolClass) -> list[AbsenceRow]:
    """Returns the absences of the present apprentices of the class that nobody decided yet, oldest first, with what was said about them."""
    rooms = list(contracts_on(school_class, today()).values_list("room_id", flat=True))
    rows = Absence.objects.filter(room_id__in=rooms, state="open").order_by("day", "room_id", "period")
    return absence_rows(rows, rule=rule_of(school_class.school_id))


def absence_rows(
    rows: "QuerySet[Absence]",
    *,
    rule: AbsenceRule | None = None,
    notices: Collection[AbsenceNotice] | None = None,
) -> list[AbsenceRow]:
    """Returns these absences in ready words, with reasons and their tellers where the person may read them.

    Five queries, four where the notices are given.
    """
    found = list(rows)
    told = AbsenceReason.objects.filter(absence__in=[row.pk for row in found]).select_related("told_by")
    reasons = {one.absence_id: one for one in told}
    days: defaultdict[UUID, set[date]] = defaultdict(set)
    for row in found:
        days[row.room_id].add(row.day)
    people = Contract.objects.filter(room_id__in=list(days))
    names = {
        room: f"{given} {family}".strip()
        for room, given, family in people.values_list(
            "room_id", "apprentice__given_name", "apprentice__family_name"
        )
    }
    reported = notices_of(days) if notices is None else reported_of(notices, days)
    stated = stated_of(days)
    return [
        _absence_row(
            row,
            reasons.get(row.pk),
            rule,
            name=names.get(row.room_id, ""),
            notice=reported.get((row.room_id, row.day), ""),
            stated=stated.get((row.room_id, row.day), ""),
        )
        for row in found
    ]


def _absence_row(
    row: Absence, reason: AbsenceReason | None, rule: AbsenceRule | None, **known: str
) -> AbsenceRow:
    due = due_on(rule, row.day) if row.state == Absence.State.OPEN and row.kind != Absence.Kind.LATE else None
    source = "" if row.source == "hand" else f", {row.get_source_display()}"
    return AbsenceRow(
        id=row.pk,
        room_id=row.room_id,
        day=row.day,
        day_label=formats.day(row.day),
        what=described(row.kind, row.minutes, row.period),
        kind=row.kind,
        minutes=row.minutes,
        period=row.period,
        state=row.state,
        state_label=row.get_state_display(),
        tone=TONES[row.state],
        entered=f"{formats.day_of(row.recorded_at)}, {formats.time(row.recorded_at)}{source}",
        reason=reason.text if reason else "",
        told_by=reason.told_by.name if reason else "",
        due=formats.day(due) if due else "",
        overdue=bool(due and due < today()),
        **known,
    )


def notices_in(room_id: UUID) -> list[AbsenceNotice]:
    """Returns the notices of that apprenticeship, newest days first. One query."""
    return list(AbsenceNotice.objects.filter(room_id=room_id).order_by("-first_day", "-reported_at"))


def absences_in(
    room_id: UUID, *, rule: AbsenceRule | None = None, notices: Collection[AbsenceNotice] | None = None
) -> list[SchoolYear]:
    """Returns the absences of that apprenticeship by school year, newest first, with sums. Five queries, four with the notices given."""
    found = Absence.objects.filter(room_id=room_id).order_by("-day", "period", "kind")
    rows = absence_rows(found, rule=rule, notices=notices)
    by_year: defaultdict[int, list[AbsenceRow]] = defaultdict(list)
    for row in rows:
        by_year[school_year(row.day)].append(row)
    return [
        SchoolYear(f"{year}/{(year + 1) % 100:02d}", totals_of(of_year), of_year, year)
        for year, of_year in by_year.items()
    ]


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


def readers_of_absences(room_id: UUID, *, but: UUID) -> tuple[list[str], bool]:
    """Returns name and capacity of who reads absences in that room today, without that person; and whether somebody of the firm is among them."""
    found = [member for member in members_of(room_id, on=today()) if Scope.ABSENCES in member.scopes]
    others = [f"{member.name} ({member.capacity_label})" for member in found if member.person_id != but]
    return others, any(member.capacity in FIRM for member in found)


def day_in_words(room_id: UUID, day: date) -> str:
    """Returns what is known of that apprentice's day ("gefehlt", "abgemeldet am …"), or "" where nothing is. Two queries."""
    rows = Absence.objects.filter(room_id=room_id, day=day).order_by("period", "kind")
    words = [described(row.kind, row.minutes, row.period) for row in rows]
    notice = notices_of({room_id: [day]}).get((room_id, day), "")
    return ", ".join([*words, *([notice] if notice else [])])
