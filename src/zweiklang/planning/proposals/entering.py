"""An agreed move of a Lernfeld is entered by the school: the editor opens on a draft, with the move filled in and not yet saved."""

from urllib.parse import urlencode

from zweiklang.apprenticeships.public import SchoolClass
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.decisions import require
from zweiklang.planning.models import DidacticPlan
from zweiklang.planning.proposals.policy import can_be_entered
from zweiklang.planning.proposals.shapes import Proposal
from zweiklang.planning.school_lane.drafting import copy_to_draft
from zweiklang.rooms.public import room_url

State = DidacticPlan.State


def open_editor(actor: Actor, *, school_class: SchoolClass, proposal: Proposal) -> str:
    """The class has a draft, at the least a copy of what holds; returns the address at which the agreed week is filled in.

    Raises Conflict where nobody has agreed, or the class has no plan.
    """
    plans = DidacticPlan.objects.filter(room_id=school_class.room_id)
    newest = plans.filter(state=State.PUBLISHED).order_by("-version").first()
    require(can_be_entered(proposal, published=newest is not None))
    if newest and not plans.filter(state=State.DRAFT).exists():
        copy_to_draft(actor, school_class=school_class, plan_id=newest.pk)
    query = {"lernfeld": proposal.learning_field_id, "woche": proposal.to_week}
    return f"{room_url('planning:fields_draft', school_class.room_id)}?{urlencode(query)}"
