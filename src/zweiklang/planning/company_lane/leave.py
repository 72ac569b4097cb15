"""Leave (Urlaub) of an apprentice, as the plan goes around it."""

from datetime import date
from uuid import UUID

from django.db import transaction

from zweiklang.kernel import formats
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.decisions import require
from zweiklang.kernel.errors import Conflict, Rejected
from zweiklang.planning.company_lane import policy
from zweiklang.planning.company_lane.services import alone_with
from zweiklang.planning.doors import contract_of
from zweiklang.planning.models import PlanLeave
from zweiklang.rooms.public import standing_in

MOST = 200
GONE = "Diesen Urlaub hat inzwischen jemand entfernt."


@transaction.atomic
def take_leave(actor: Actor, *, room_id: UUID, first_day: date, last_day: date) -> PlanLeave:
    """The leave stands in the plan; the same entered twice is there once."""
    require(policy.may_plan(actor, standing=standing_in(room_id)))
    contract = contract_of(room_id)
    if last_day < first_day:
        raise Rejected("Der letzte Tag liegt vor dem ersten.", field="last_day")
    for field, day in (("first_day", first_day), ("last_day", last_day)):
        if not contract.first_day <= day <= contract.last_day:
            raise Rejected(
                f"Die Ausbildung dauert vom {formats.day_long(contract.first_day)} bis zum"
                f" {formats.day_long(contract.last_day)}. Bitte einen Tag in dieser Zeit angeben.",
                field=field,
            )
    # Two clicks at the same moment are one leave.
    alone_with(room_id)
    taken = PlanLeave.objects.filter(room_id=room_id)
    if same := taken.filter(first_day=first_day, last_day=last_day).first():
        return same
    if taken.count() >= MOST:
        raise Rejected(f"Mehr als {MOST} Zeiten passen nicht in einen Plan. Bitte entfernen Sie zuerst eine.")
    return PlanLeave.objects.create(room_id=room_id, first_day=first_day, last_day=last_day)


@transaction.atomic
def cancel_leave(actor: Actor, *, room_id: UUID, leave_id: UUID) -> None:
    """The leave is gone."""
    require(policy.may_plan(actor, standing=standing_in(room_id)))
    if not PlanLeave.objects.filter(pk=leave_id, room_id=room_id).delete()[0]:
        raise Conflict(GONE)
