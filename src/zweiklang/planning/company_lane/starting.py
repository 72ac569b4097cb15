"""Where a plan comes from: the regulation with one click, a template of the firm, or the plan of another apprentice."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.http import Http404

from zweiklang.apprenticeships.public import Contract
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.decisions import require
from zweiklang.kernel.errors import Rejected
from zweiklang.organisations.public import Department
from zweiklang.planning.company_lane import policy
from zweiklang.planning.company_lane.calendar import Calendar
from zweiklang.planning.company_lane.demand import Demand
from zweiklang.planning.company_lane.facts import PlanFacts, facts_of
from zweiklang.planning.company_lane.selectors import entries_of
from zweiklang.planning.company_lane.services import begin, choose_sections, replace_entries
from zweiklang.planning.company_lane.shapes import Entry, NewEntry, Undo, mondays, weeks_between
from zweiklang.planning.company_lane.spreading import Shortened, spread
from zweiklang.planning.models import PlanTemplate, TrainingPlan
from zweiklang.rooms.public import as_system, team_standing

NOTHING = "Die Ausbildungsordnung nennt keinen Rahmenplan, aus dem sich ein Plan machen lässt."


@dataclass(frozen=True, slots=True)
class Started:
    """A plan was made: what takes it back, how many entries it has, and which positions got less time than the regulation names."""

    undo: Undo
    entries: int
    shortened: tuple[Shortened, ...] = ()


@transaction.atomic
def plan_from_regulation(actor: Actor, *, room_id: UUID, revision: int) -> Started:
    """Every position with time that is not locked is laid into the weeks of its period; what is locked stays where it is."""
    _, contract = begin(actor, room_id=room_id, revision=revision)
    facts = facts_of(contract)
    if not facts.demand.needs:
        raise Rejected(NOTHING)
    kept = [one for one in facts.entries if one.locked]
    made = spread(without(facts, kept), around(facts.calendar, kept))
    entries = [*(one.as_new() for one in kept), *made.entries]
    undo = replace_entries(actor, room_id=room_id, entries=entries, revision=revision)
    return Started(undo, len(entries), made.shortened)


def without(facts: PlanFacts, kept: Iterable[Entry]) -> Demand:
    """Returns the demand without the positions that are already placed."""
    placed = {one.position_id for one in kept}
    return replace(facts.demand, needs=tuple(n for n in facts.demand.needs if n.position_id not in placed))


def around(calendar: Calendar, kept: Iterable[Entry]) -> Calendar:
    """Returns the calendar with the weeks of these entries taken, unless nothing would be left."""
    taken = {week for one in kept for week in mondays(one.first_week, one.last_week)}
    weeks = tuple(replace(week, days=0) if week.monday in taken else week for week in calendar.weeks)
    return replace(calendar, weeks=weeks) if any(week.days for week in weeks) else calendar


@transaction.atomic
def plan_from_template(actor: Actor, *, room_id: UUID, template_id: UUID, revision: int) -> Started:
    """The plan is the template's, counted from the first week of this contract; what lies behind its end is left out."""
    _, contract = begin(actor, room_id=room_id, revision=revision)
    found = PlanTemplate.objects.filter(pk=template_id, occupation_id=contract.occupation_id).first()
    if found is None or found.room_id != _team(contract):
        raise Http404
    calendar = facts_of(contract).calendar
    places = set(Department.objects.filter(organisation_id=contract.firm_id).values_list("pk", flat=True))
    entries = [_from_template(one, calendar, places) for one in found.entries]
    return _taken_over(actor, contract, _inside(entries, calendar), found.chosen_sections, revision)


def _team(contract: Contract) -> UUID | None:
    standing = team_standing(contract.firm_id)
    return standing.room_id if standing else None


def _from_template(one: dict[str, str | int | None], calendar: Calendar, places: set[UUID]) -> NewEntry:
    first = calendar.first + timedelta(weeks=int(one["week"] or 0))
    department = UUID(str(one["department"])) if one.get("department") else None
    last = first + timedelta(weeks=int(one["weeks"] or 1) - 1)
    return NewEntry(
        UUID(str(one["position"])), first, last, department_id=department if department in places else None
    )


def _inside(entries: Iterable[NewEntry], calendar: Calendar) -> list[NewEntry]:
    return [
        replace(one, last_week=min(one.last_week, calendar.last))
        for one in entries
        if calendar.first <= one.first_week <= calendar.last
    ]


def _taken_over(
    actor: Actor, contract: Contract, entries: list[NewEntry], chosen: list[UUID], revision: int
) -> Started:
    room_id = contract.room_id
    before = choose_sections(actor, room_id=room_id, chosen=chosen, revision=revision)
    undo = replace_entries(actor, room_id=room_id, entries=entries, revision=before.revision)
    return Started(replace(undo, chosen=before.chosen), len(entries))


@transaction.atomic
def plan_from_other(actor: Actor, *, room_id: UUID, other_id: UUID, revision: int) -> Started:
    """The plan is that of another apprentice of the firm in the same occupation, week for week since the first one; notes are not copied."""
    _, contract = begin(actor, room_id=room_id, revision=revision)
    other = next((one for one in alike(contract) if one.room_id == other_id), None)
    if other is None:
        raise Http404
    theirs, calendar = facts_of(other), facts_of(contract).calendar
    shift = calendar.first - theirs.calendar.first
    entries = [_copied(one, shift) for one in theirs.entries]
    return _taken_over(actor, contract, _inside(entries, calendar), sorted(theirs.chosen), revision)


def _copied(entry: Entry, shift: timedelta) -> NewEntry:
    return NewEntry(
        entry.position_id,
        entry.first_week + shift,
        entry.last_week + shift,
        department_id=entry.department_id,
        partner_wanted=entry.partner_wanted,
    )


def alike(contract: Contract) -> list[Contract]:
    """Returns the contracts of the firm's other apprentices in the same occupation that have a plan the person sees. One query."""
    planned = TrainingPlan.objects.exclude(room_id=contract.room_id).values("room_id")
    rows = Contract.objects.filter(
        room_id__in=planned, firm_id=contract.firm_id, occupation_id=contract.occupation_id
    )
    found = rows.select_related("apprentice", "occupation")
    return list(found.order_by("-first_day", "apprentice__sort_key"))


def templates_for(contract: Contract) -> list[PlanTemplate]:
    """Returns the firm's templates for the contract's occupation, by name. One query."""
    found = PlanTemplate.objects.filter(occupation_id=contract.occupation_id)
    return list(found.filter(room__organisation_id=contract.firm_id).order_by("name").defer("entries"))


@transaction.atomic
def keep_template(actor: Actor, *, contract: Contract, name: str) -> tuple[PlanTemplate, bool]:
    """The firm has a template of that name with this plan's weeks and departments, without notes and people; says whether it is new."""
    standing = team_standing(contract.firm_id)
    require(policy.may_keep_templates(actor, standing=standing))
    if standing is None:
        raise Http404
    facts = facts_of(contract)
    if not facts.entries:
        raise Rejected("Dieser Plan ist noch leer.", field="name")
    rows = [
        {
            "position": str(one.position_id),
            "week": weeks_between(facts.calendar.first, one.first_week) - 1,
            "weeks": one.weeks,
            "department": str(one.department_id) if one.department_id else None,
        }
        for one in entries_of([contract.room_id]).get(contract.room_id, [])
    ]
    with as_system(actor):
        return PlanTemplate.objects.update_or_create(
            room_id=standing.room_id,
            occupation_id=contract.occupation_id,
            name=name,
            defaults={"chosen_sections": sorted(facts.chosen), "entries": rows},
        )


@transaction.atomic
def remove_template(actor: Actor, *, firm_id: UUID, template_id: UUID) -> UUID:
    """The template is gone; plans made from it stay. Returns its id."""
    standing = team_standing(firm_id)
    require(policy.may_keep_templates(actor, standing=standing))
    if standing is None or not PlanTemplate.objects.filter(pk=template_id, room_id=standing.room_id).exists():
        raise Http404
    with as_system(actor):
        PlanTemplate.objects.filter(pk=template_id).delete()
    return template_id
