"""Everything known about one apprentice's plan, read at once for pages, checks and acts."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from zweiklang.apprenticeships.public import Contract
from zweiklang.kernel.clock import today
from zweiklang.kernel.hesse import monday_of
from zweiklang.planning.company_lane.calendar import Calendar, calendar
from zweiklang.planning.company_lane.checking import Remark, check
from zweiklang.planning.company_lane.demand import Demand, demand_of
from zweiklang.planning.company_lane.selectors import departments_of, entries_in, entries_of, leave_of
from zweiklang.planning.company_lane.shapes import Entry, Leave, Place
from zweiklang.planning.models import TrainingPlan
from zweiklang.rooms.public import Scope, my_standings
from zweiklang.schedule.public import CalendarDay, contract_days


@dataclass(frozen=True)
class PlanFacts:
    """A plan with what it is measured against. `exists`: somebody has begun it. `revision` counts its changes."""

    contract: Contract
    exists: bool
    revision: int
    chosen: frozenset[UUID]
    entries: tuple[Entry, ...]
    leave: tuple[Leave, ...]
    days: tuple[CalendarDay, ...]

    @cached_property
    def demand(self) -> Demand:
        """Returns what the regulation asks for."""
        return demand_of(self.contract.occupation, self.chosen)

    @cached_property
    def calendar(self) -> Calendar:
        """Returns the weeks of the contract."""
        contract = self.contract
        return calendar(
            contract.first_day, contract.last_day, self.days, leave=self.leave, months=self.demand.months
        )

    @cached_property
    def places(self) -> list[Place]:
        """Returns the departments of the firm."""
        return departments_of(self.contract.firm_id, people=False)

    def remarks(self) -> list[Remark]:
        """Returns what is to be said about the plan; departments count everybody of the firm whose plan the person may see."""
        used = {one.department_id for one in self.entries if one.department_id}
        others = entries_in(used, but=self.contract.room_id)
        since = monday_of(today())
        return check(self.demand, self.calendar, self.entries, places=self.places, others=others, since=since)


def facts_of(contract: Contract) -> PlanFacts:
    """Returns the plan of that contract (with its occupation and regulation). Five queries."""
    room_id = contract.room_id
    plan = TrainingPlan.objects.filter(room_id=room_id).first()
    return PlanFacts(
        contract=contract,
        exists=plan is not None,
        revision=plan.revision if plan else 0,
        chosen=frozenset(plan.chosen_sections) if plan else frozenset(),
        entries=tuple(entries_of([room_id]).get(room_id, ())),
        leave=tuple(leave_of([room_id]).get(room_id, ())),
        days=tuple(contract_days([room_id], contract.first_day, contract.last_day)[room_id]),
    )


def rooms_planned(firm_id: UUID) -> Collection[UUID]:
    """Returns the rooms of the firm's apprentices whose plan the person may change. Two queries."""
    mine = [
        room_id
        for room_id, one in my_standings().items()
        if one.kind == "apprenticeship" and one.carries(Scope.PLAN_WRITE)
    ]
    return list(Contract.objects.filter(room_id__in=mine, firm_id=firm_id).values_list("room_id", flat=True))
