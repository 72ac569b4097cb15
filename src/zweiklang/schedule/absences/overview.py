"""What the page of one apprentice's absences shows beside the list: notices, what the firm can say, deadlines, facts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from zweiklang.apprenticeships.public import Contract, Enrolment
from zweiklang.kernel import formats
from zweiklang.kernel.clock import today
from zweiklang.rooms.public import Standing
from zweiklang.schedule.absences.facts import Fact, Missed, facts_of, thresholds
from zweiklang.schedule.absences.filed import AbsencePlan
from zweiklang.schedule.absences.lessons import Timetables
from zweiklang.schedule.absences.notices import days_of
from zweiklang.schedule.absences.rules import rule_of
from zweiklang.schedule.absences.shapes import NoticeRow, SchoolYear, described
from zweiklang.schedule.models import Absence, AbsenceNotice, AbsenceRule
from zweiklang.schedule.policy import may_withdraw

NOTICES_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Schooling:
    """To which classes the apprentice belonged, each for its time, and the deadlines of the last school."""

    enrolled: tuple[tuple[UUID, date, date | None], ...]
    rule: AbsenceRule | None


def schooling_of(contract: Contract) -> Schooling:
    """Returns the classes of that apprentice and the deadlines of the school. Two queries."""
    rows = list(
        Enrolment.objects.filter(contract=contract).select_related("school_class").order_by("-first_day")
    )
    enrolled = tuple((one.school_class.room_id, one.first_day, one.last_day) for one in rows)
    return Schooling(enrolled, rule_of(rows[0].school_class.school_id) if rows else None)


def notice_rows(notices: Iterable[AbsenceNotice], *, own: bool) -> list[NoticeRow]:
    """Returns the newest of these notices in ready words; `own`: the reader may take them back."""
    return [
        NoticeRow(
            id=one.pk,
            days=days_of(one),
            reported=f"{formats.day_of(one.reported_at)}, {formats.time(one.reported_at)}",
            withdrawn=formats.day_of(one.withdrawn_at) if one.withdrawn_at else "",
            may_withdraw=own and one.withdrawn_at is None and bool(may_withdraw(one.last_day)),
        )
        for one in list(notices)[:NOTICES_SHOWN]
    ]


def reads_facts(standing: Standing) -> bool:
    """Returns whether the person is one of the two to whom facts are shown: the apprentice, and who records absences. Never a firm."""
    return bool(standing.capacities & {"apprentice", "class_teacher"})


def facts_in(schooling: Schooling, year: SchoolYear) -> list[Fact]:
    """Returns the facts of that school year; the timetable is asked for only where it could matter. Two queries at most."""
    least = min(thresholds()["weekday"]["times"], thresholds()["edge"]["times"])
    if len(year.rows) < least:
        return []
    timetables = Timetables(schooling.enrolled)
    entries = [
        Missed(
            row.day,
            row.kind,
            row.minutes,
            row.period,
            row.state,
            edges=timetables.edges(row.day) if row.period else None,
        )
        for row in year.rows
    ]
    whole = sum(one.whole_day for one in entries)
    first, last = date(year.first_year, 8, 1), min(date(year.first_year + 1, 7, 31), today())
    weekdays = timetables.weekdays(first, last) if whole >= least else set()
    return facts_of(entries, school_weekdays=weekdays)


def lines_of(plan: AbsencePlan) -> list[tuple[str, str, str, str]]:
    """Returns for each entry a file would make: whose, when, what, and how it is decided; by name and day."""
    found = sorted((*plan.added, *plan.changed), key=lambda one: (one.name, one.day, one.period or 0))
    return [
        (
            one.name,
            formats.day(one.day),
            described(one.kind, one.minutes, one.period),
            str(Absence.State(one.state).label),
        )
        for one in found
    ]
