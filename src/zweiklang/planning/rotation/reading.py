"""Reads what the planner needs of a firm. The number of statements grows with schools and occupations, never with apprentices or weeks."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from zweiklang.apprenticeships.public import Contract, Enrolment
from zweiklang.curricula.public import Occupation
from zweiklang.planning.company_lane.calendar import calendars_of
from zweiklang.planning.company_lane.checking import cut, name_of
from zweiklang.planning.company_lane.demand import Demand, demand_of
from zweiklang.planning.company_lane.selectors import departments_of, entries_of, leave_of
from zweiklang.planning.company_lane.shapes import Entry, mondays
from zweiklang.planning.links.selectors import links_of
from zweiklang.planning.models import DidacticPlan, TrainingPlan
from zweiklang.planning.rotation.shapes import Firm, Learner
from zweiklang.planning.school_lane.selectors import published_fields
from zweiklang.planning.school_lane.shapes import TaughtField
from zweiklang.planning.timeline.alignment import holding


def firm_facts(firm_id: UUID, room_ids: Collection[UUID]) -> Firm:
    """Returns these apprentices of the firm with all they are measured by; `others` counts everybody else the reader sees."""
    rows = Contract.objects.filter(firm_id=firm_id, room_id__in=room_ids)
    contracts = list(rows.order_by("first_day", "room_id"))
    everybody = Contract.objects.filter(firm_id=firm_id).values_list("room_id", flat=True)
    entries = entries_of(list(everybody))
    taught, links = _school(contracts)
    return Firm(
        learners=tuple(_learners(contracts, entries, taught)),
        places=tuple(departments_of(firm_id)),
        others=_others(entries, {one.room_id for one in contracts}),
        links=links,
    )


def _learners(
    contracts: Sequence[Contract],
    entries: Mapping[UUID, list[Entry]],
    taught: Mapping[UUID, list[TaughtField]],
) -> Iterable[Learner]:
    rooms = [one.room_id for one in contracts]
    plans = {one.room_id: one for one in TrainingPlan.objects.filter(room_id__in=rooms)}
    learned = Occupation.objects.filter(pk__in={one.occupation_id for one in contracts})
    occupations = {one.pk: one for one in learned.select_related("regulation")}
    demands = {
        one.room_id: demand_of(
            occupations[one.occupation_id], plans[one.room_id].chosen_sections if one.room_id in plans else ()
        )
        for one in contracts
    }
    calendars = calendars_of(
        [(one.room_id, one.first_day, one.last_day) for one in contracts],
        leave=leave_of(rooms),
        months={room: demand.months for room, demand in demands.items()},
    )
    for one in contracts:
        demand = demands[one.room_id]
        yield Learner(
            room_id=one.room_id,
            revision=plans[one.room_id].revision if one.room_id in plans else 0,
            demand=demand,
            calendar=calendars[one.room_id],
            entries=tuple(entries.get(one.room_id, ())),
            taught=tuple(taught.get(one.room_id, ())),
            titles=_titles(demand, entries.get(one.room_id, ())),
        )


def _titles(demand: Demand, entries: Iterable[Entry]) -> dict[UUID, str]:
    """Returns "A 3 Planen von Abläufen" of each position, cut where it is long."""
    known = {one.position_id: name_of(one) for one in entries}
    labels = {one.id: one.label for one in demand.sections}
    for one in demand.positions:
        label = labels.get(one.section_id, "")
        key = label.removeprefix("Abschnitt ") if label.startswith("Abschnitt ") else ""
        known[one.id] = cut(" ".join(part for part in (key, one.number, one.title) if part))
    return known


def _others(
    entries: Mapping[UUID, list[Entry]], planned: Collection[UUID]
) -> Mapping[tuple[UUID, date], int]:
    found: Counter[tuple[UUID, date]] = Counter()
    for room_id, rows in entries.items():
        for one in rows if room_id not in planned else ():
            if one.department_id:
                found.update((one.department_id, monday) for monday in mondays(one.first_week, one.last_week))
    return found


def _school(
    contracts: Sequence[Contract],
) -> tuple[dict[UUID, list[TaughtField]], dict[UUID, frozenset[UUID]]]:
    """Returns what each apprentice's classes are taught, and the Lernfelder of each position as the schools go by."""
    stays = Enrolment.objects.filter(contract__in=contracts).values_list(
        "room_id", "school_class__room_id", "school_class__school_id"
    )
    classes: defaultdict[UUID, set[UUID]] = defaultdict(set)
    schools: dict[UUID, UUID] = {}
    for room_id, class_room, school_id in stays:
        classes[room_id].add(class_room)
        schools[class_room] = school_id
    fields = published_fields(list(schools))
    taught = {room: [one for key in sorted(own) for one in fields[key]] for room, own in classes.items()}
    plans = DidacticPlan.objects.filter(room_id__in=list(schools), state=DidacticPlan.State.PUBLISHED)
    pairs = {
        (schools[room_id], curriculum)
        for room_id, curriculum in plans.values_list("room_id", "curriculum_id")
    }
    links: defaultdict[UUID, set[UUID]] = defaultdict(set)
    for school_id, curriculum_id in sorted(pairs):
        for link in holding(links_of(school_id, curriculum_id)):
            links[link.position_id].add(link.learning_field_id)
    return taught, {position: frozenset(found) for position, found in links.items()}
