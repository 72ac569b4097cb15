"""Reads a record for printing through the ORM: row-level security decides what is in it. At most ten queries, however many weeks."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Subquery
from django.http import Http404

from zweiklang.apprenticeships.public import Contract, PersonalDetails, SchoolClass, TrainerAssignment
from zweiklang.curricula.public import LearningField, Position, Regulation
from zweiklang.kernel.clock import now, today
from zweiklang.kernel.hesse import monday_of, public_holiday
from zweiklang.records.content import digest_of
from zweiklang.records.document.shape import (
    DocumentAct,
    DocumentClass,
    DocumentDay,
    DocumentLine,
    DocumentPlanItem,
    DocumentTrainer,
    DocumentWeek,
    RecordDocument,
)
from zweiklang.records.models import Line, RecordAct, Week
from zweiklang.records.weeks import mondays, training_year
from zweiklang.rooms.public import Scope, capacity_label, note_look, standing_in

_ACT, _STATE = RecordAct.Act, Week.State
_WITH_REASON = frozenset({_ACT.UNLOCKED})
_FIRM_ONLY = frozenset({_ACT.GUARDIAN_NOTED, _ACT.RETURNED, _ACT.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class _Sources:
    """What all weeks of one document share."""

    contract: Any
    first: date
    last: date
    school_only: bool
    lines: Mapping[UUID, list[Line]]
    acts: Mapping[UUID, list[RecordAct]]
    plan: Mapping[UUID, DocumentPlanItem]


def record_document(*, room_id: UUID, first: date, last: date) -> RecordDocument:
    """Returns the record of that room in the weeks that share a day with [first, last], cut to the contract's term.

    Raises Http404 without a contract in that room, or for somebody who reads neither the record nor its school days.
    """
    standing = standing_in(room_id)
    contract = _contract(room_id)
    if contract is None or not standing.carries(Scope.SCHOOL_RECORDS):
        raise Http404
    first, last = max(first, contract.first_day), min(last, contract.last_day)
    school_only = not standing.carries(Scope.RECORDS)
    _note(contract, school_only=school_only)
    weeks = list(
        Week.objects.filter(room_id=room_id, monday__gte=monday_of(first), monday__lte=last).order_by(
            "monday"
        )
    )
    sources = _sources(contract, weeks, first, last, school_only=school_only)
    printed = tuple(_week(week, sources) for week in weeks if sources.lines[week.pk] or not school_only)
    return RecordDocument(
        **_facts(contract),
        room_id=room_id,
        first=first,
        last=last,
        weeks=printed,
        missing=() if school_only else _missing(first, last, {w.monday for w in weeks}),
        school_only=school_only,
        made_at=now(),
    )


def _note(contract: Any, *, school_only: bool) -> None:
    """What the document shows is noted for the apprentice."""
    note_look(contract.room_id, Scope.SCHOOL_RECORDS if school_only else Scope.RECORDS)
    if contract.born_on is not None:
        note_look(contract.room_id, Scope.IDENTITY)


def _contract(room_id: UUID) -> Any:
    born_on = PersonalDetails.objects.filter(room_id=OuterRef("room_id")).values("born_on")
    law = Regulation.objects.filter(pk=OuterRef("occupation__regulation_id")).values("title")
    contracts = Contract.objects.filter(room_id=room_id).annotate(
        born_on=Subquery(born_on), law=Subquery(law)
    )
    return contracts.select_related("apprentice", "firm", "site", "chamber", "occupation").first()


def _facts(contract: Any) -> dict[str, Any]:
    trainers = (
        TrainerAssignment.objects.filter(contract=contract)
        .select_related("person")
        .order_by("first_day", "person__sort_key")
    )
    classes = (
        SchoolClass.objects.filter(enrolments__contract=contract)
        .select_related("school")
        .order_by("school_year", "label")
    )
    return {
        "apprentice": contract.apprentice.name,
        "born_on": contract.born_on,
        "occupation": contract.occupation.name,
        "specialisation": contract.occupation.specialisation,
        "regulation": contract.law,
        "firm": contract.firm.name,
        "site": contract.site.name if contract.site else "",
        "chamber": contract.chamber.name,
        "classes": tuple(DocumentClass(c.label, c.school.name, c.school_year) for c in classes.distinct()),
        "contract_first_day": contract.first_day,
        "contract_last_day": contract.last_day,
        "trainers": tuple(
            DocumentTrainer(t.person.name, str(t.get_capacity_display()), t.first_day, t.last_day)
            for t in trainers
        ),
        "record_form": contract.record_form,
        "record_form_label": str(contract.get_record_form_display()),
    }


def _sources(contract: Any, weeks: list[Week], first: date, last: date, *, school_only: bool) -> _Sources:
    ids = [week.pk for week in weeks]
    lines: dict[UUID, list[Line]] = defaultdict(list)
    for line in Line.objects.filter(room_id=contract.room_id, week_id__in=ids).order_by("day", "order", "pk"):
        lines[line.week_id].append(line)
    acts: dict[UUID, list[RecordAct]] = defaultdict(list)
    for act in (
        RecordAct.objects.filter(room_id=contract.room_id, week_id__in=ids)
        .select_related("person")
        .order_by("at", "pk")
    ):
        acts[act.week_id].append(act)
    plan = _plan_items({item for rows in lines.values() for line in rows for item in line.plan_items})
    return _Sources(contract, first, last, school_only, lines, acts, plan)


def _plan_items(ids: set[UUID]) -> dict[UUID, DocumentPlanItem]:
    positions = Position.objects.filter(pk__in=ids).values_list("pk", "section__key", "number", "title")
    fields = LearningField.objects.filter(pk__in=ids).values_list("pk", "number", "title")
    items = {
        pk: DocumentPlanItem("position", f"{key} {number}".strip(), title)
        for pk, key, number, title in positions
    }
    return items | {
        pk: DocumentPlanItem("learning_field", f"LF {number}", title) for pk, number, title in fields
    }


def _week(week: Week, sources: _Sources) -> DocumentWeek:
    lines, start = sources.lines[week.pk], sources.contract.first_day
    return DocumentWeek(
        monday=week.monday,
        state=week.state,
        state_label=str(_STATE(week.state).label),
        training_year=training_year(start, week.monday),
        number=(week.monday - monday_of(start)).days // 7 + 1,
        days=tuple(_days(week.monday, lines, sources)),
        acts=tuple(_acts(week, lines, sources)),
    )


def _days(monday: date, lines: list[Line], sources: _Sources) -> Iterable[DocumentDay]:
    """Yields the days that have lines; in the daily form also the other working days of the contract, so that gaps are seen."""
    by_day: dict[date | None, list[Line]] = defaultdict(list)
    for line in lines:
        by_day[line.day].append(line)
    daily = sources.contract.record_form == Contract.RecordForm.DAILY and not sources.school_only
    for day in (monday + timedelta(days=i) for i in range(7)):
        in_term = sources.contract.first_day <= day <= sources.contract.last_day
        if by_day[day] or (daily and in_term and day.weekday() < 5):
            yield DocumentDay(day, public_holiday(day), tuple(_line(line, sources) for line in by_day[day]))
    if by_day[None]:
        yield DocumentDay(None, "", tuple(_line(line, sources) for line in by_day[None]))


def _line(line: Line, sources: _Sources) -> DocumentLine:
    items = tuple(sources.plan[item] for item in line.plan_items if item in sources.plan)
    place = str(Line.Place(line.place).label)
    return DocumentLine(line.place, place, line.text, line.minutes, items, line.school_text, line.released_on)


def _acts(week: Week, lines: list[Line], sources: _Sources) -> Iterable[DocumentAct]:
    acts = sources.acts[week.pk]
    digests = {_ACT.SCHOOL_NOTED: digest_of(lines, school_only=True)}
    if not sources.school_only:
        digests[_ACT.GUARDIAN_NOTED] = digest_of(lines)
    latest = {act.act: act.pk for act in acts}
    for act in acts:
        if sources.school_only and act.act in _FIRM_ONLY:
            continue
        yield DocumentAct(
            act=act.act,
            label=str(_ACT(act.act).label),
            name=act.person.name,
            capacity=capacity_label(act.capacity),
            at=act.at,
            reason=act.reason if act.act in _WITH_REASON else "",
            digest=act.digest,
            holds=_holds(act, week.state, digests) and latest[act.act] == act.pk,
        )


def _holds(act: RecordAct, state: str, digests: Mapping[Any, str]) -> bool:
    """True for a submission of a week not taken back, a signature of a signed week, and a note on exactly these lines."""
    if act.act == _ACT.SUBMITTED:
        return state in {_STATE.SUBMITTED, _STATE.SIGNED}
    if act.act == _ACT.SIGNED:
        return state == _STATE.SIGNED
    return digests.get(act.act) == act.digest


def _missing(first: date, last: date, begun: set[date]) -> tuple[date, ...]:
    end = min(last, monday_of(today()) - timedelta(days=1))
    return tuple(monday for monday in mondays(first, end) if monday not in begun) if end >= first else ()
