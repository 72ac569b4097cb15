"""What training plans give each position, for the comparison with law and record. Row-level security lets through what the person may see."""

from collections.abc import Collection, Mapping
from uuid import UUID

from django.db.models import OuterRef, Subquery

from zweiklang.apprenticeships.public import Contract
from zweiklang.curricula.public import PlannedPositions
from zweiklang.planning.company_lane.calendar import calendars_of
from zweiklang.planning.company_lane.demand import demand_of
from zweiklang.planning.company_lane.selectors import entries_of, leave_of
from zweiklang.planning.models import TrainingPlan
from zweiklang.planning.standing.measuring import planned_positions


def planned_time_of(room_ids: Collection[UUID]) -> Mapping[UUID, PlannedPositions]:
    """Returns by room and position what is planned of it; rooms without a plan are left out.

    Five queries, one where no room has a plan, and a few more when a regulation is read for the first time.
    """
    plan = TrainingPlan.objects.filter(room_id=OuterRef("room_id")).values("chosen_sections")[:1]
    contracts = Contract.objects.filter(room_id__in=room_ids).annotate(chosen=Subquery(plan))
    planned = [*contracts.exclude(chosen=None).select_related("occupation")]
    if not planned:
        return {}
    rooms = [one.room_id for one in planned]
    demands = {one.room_id: demand_of(one.occupation, one.chosen) for one in planned}
    entries = entries_of(rooms)
    calendars = calendars_of(
        [(one.room_id, one.first_day, one.last_day) for one in planned],
        leave=leave_of(rooms),
        months={room: demand.months for room, demand in demands.items()},
    )
    return {
        room: planned_positions(demand, calendars[room], entries.get(room, ()))
        for room, demand in demands.items()
    }
