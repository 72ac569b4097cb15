"""What the radar looks at: classes with what they are taught, their apprenticeships, and which positions belong to which Lernfeld.

Read in the system role: a publishing teacher does not see the plans of firms. A constant number of statements for any number of
apprenticeships; two more for each school and curriculum.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from zweiklang.apprenticeships.public import Enrolment, SchoolClass
from zweiklang.kernel.clock import today
from zweiklang.kernel.hesse import monday_of
from zweiklang.planning.company_lane.shapes import Entry
from zweiklang.planning.links.selectors import links_of
from zweiklang.planning.models import DidacticPlan, PlanEntry
from zweiklang.planning.school_lane.selectors import published_fields
from zweiklang.planning.school_lane.shapes import TaughtField
from zweiklang.planning.timeline.alignment import holding


@dataclass(frozen=True, slots=True)
class ClassFacts:
    """A class with its newest published plan: `fields` by Lernfeld, `rooms` of its apprenticeships, `positions` by Lernfeld."""

    room_id: UUID
    plan_id: UUID
    fields: Mapping[UUID, list[TaughtField]]
    rooms: tuple[UUID, ...]
    positions: Mapping[UUID, frozenset[UUID]]

    def belongs(self, entry: Entry, learning_field_id: UUID) -> bool:
        """Returns whether that part of a plan is linked with the Lernfeld."""
        return entry.position_id in self.positions.get(learning_field_id, ())


def facts_of(class_room_ids: Collection[UUID]) -> list[ClassFacts]:
    """Returns these classes as far as they have a published plan. Call in the system role."""
    schools = dict(SchoolClass.objects.filter(room_id__in=class_room_ids).values_list("room_id", "school_id"))
    plans = _newest_plans(schools)
    taught, rooms = published_fields(list(plans)), _apprenticeships(list(plans))
    curricula = {(schools[room], curriculum) for room, (_, curriculum) in plans.items()}
    positions = {key: _positions(*key) for key in curricula}
    return [
        ClassFacts(
            room_id=room,
            plan_id=plan,
            fields=_by_field(taught[room]),
            rooms=tuple(rooms[room]),
            positions=positions[schools[room], curriculum],
        )
        for room, (plan, curriculum) in plans.items()
    ]


def entries_for(
    facts: Collection[ClassFacts], learning_field_ids: Collection[UUID]
) -> dict[UUID, list[Entry]]:
    """Returns by room the parts of all plans that belong to one of these Lernfelder and are not over, with their weeks alone.

    One query, none where nothing is linked. A class of 25 has 750 parts of plans; some 75 belong to a Lernfeld. Call in the system role.
    """
    rooms = {room for one in facts for room in one.rooms}
    positions = {
        position for one in facts for field in learning_field_ids for position in one.positions.get(field, ())
    }
    found: defaultdict[UUID, list[Entry]] = defaultdict(list)
    rows = PlanEntry.objects.filter(
        room_id__in=rooms, position_id__in=positions, last_week__gte=monday_of(today())
    )
    columns = ("pk", "room_id", "position_id", "first_week", "last_week")
    for row in rows.order_by("first_week", "pk").values_list(*columns) if rooms and positions else ():
        found[row[1]].append(_part(*row))
    return found


def _part(key: UUID, room_id: UUID, position_id: UUID, first_week: date, last_week: date) -> Entry:
    """A part of a plan as far as the radar looks at it."""
    return Entry(
        id=key,
        room_id=room_id,
        position_id=position_id,
        section="",
        number="",
        title="",
        first_week=first_week,
        last_week=last_week,
        department_id=None,
        department="",
        responsible_id=None,
        locked=False,
        partner_wanted=False,
        note="",
    )


def _newest_plans(rooms: Collection[UUID]) -> dict[UUID, tuple[UUID, UUID]]:
    rows = DidacticPlan.objects.filter(room_id__in=rooms, state=DidacticPlan.State.PUBLISHED)
    newest = rows.order_by("room_id", "-version").distinct("room_id")
    return {
        room: (plan, curriculum)
        for room, plan, curriculum in newest.values_list("room_id", "pk", "curriculum_id")
    }


def _apprenticeships(class_rooms: Collection[UUID]) -> Mapping[UUID, list[UUID]]:
    """Those who belong to the class today or will, while their contract runs."""
    found: defaultdict[UUID, list[UUID]] = defaultdict(list)
    rows = Enrolment.objects.filter(
        school_class__room_id__in=class_rooms, contract__isnull=False, contract__last_day__gte=today()
    ).exclude(last_day__lt=today())
    pairs = rows.values_list("school_class__room_id", "contract__room_id").distinct()
    for class_room, room in pairs.order_by("school_class__room_id", "contract__room_id"):
        found[class_room].append(room)
    return found


def _positions(school_id: UUID, curriculum_id: UUID) -> dict[UUID, frozenset[UUID]]:
    found: defaultdict[UUID, set[UUID]] = defaultdict(set)
    for link in holding(links_of(school_id, curriculum_id)):
        found[link.learning_field_id].add(link.position_id)
    return {field: frozenset(positions) for field, positions in found.items()}


def _by_field(fields: Collection[TaughtField]) -> Mapping[UUID, list[TaughtField]]:
    found: defaultdict[UUID, list[TaughtField]] = defaultdict(list)
    for field in fields:
        found[field.learning_field_id].append(field)
    return dict(found)
