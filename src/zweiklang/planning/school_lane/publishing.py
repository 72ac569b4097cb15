"""A draft becomes a version that families and firms see. One function = one use case = one transaction."""

from dataclasses import dataclass

from django.db import transaction

from zweiklang.apprenticeships.public import SchoolClass
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import now
from zweiklang.kernel.decisions import require
from zweiklang.planning.models import DidacticPlan
from zweiklang.planning.radar.signs import note_moves
from zweiklang.planning.school_lane.comparing import differences, moves
from zweiklang.planning.school_lane.curricula import fields_of
from zweiklang.planning.school_lane.drafting import as_shown, locked_draft
from zweiklang.planning.school_lane.policy import can_be_published, may_publish_fields
from zweiklang.planning.school_lane.selectors import placed_in
from zweiklang.planning.school_lane.shapes import CurriculumField, Difference, Placed
from zweiklang.rooms.public import as_system, standing_in

State = DidacticPlan.State


@dataclass(frozen=True, slots=True)
class Step:
    """From the newest published version (None: there is none yet) to the draft."""

    before: DidacticPlan | None
    was: list[Placed]
    now: list[Placed]
    fields: list[CurriculumField]
    differences: list[Difference]


def step_to(draft: DidacticPlan) -> Step:
    """Returns what publishing this draft would change. Three queries."""
    rows = DidacticPlan.objects.filter(room_id=draft.room_id, state=State.PUBLISHED)
    before = rows.order_by("-version").first()
    plans = [draft, *([before] if before else [])]
    placed = placed_in([plan.pk for plan in plans])
    was = placed[before.pk] if before else []
    fields = fields_of(plan.curriculum_id for plan in plans)
    return Step(before, was, placed[draft.pk], fields, differences(was, placed[draft.pk], fields=fields))


@transaction.atomic
def publish(actor: Actor, *, school_class: SchoolClass, seen: str, note: str) -> DidacticPlan:
    """The draft is the newest version of the class, never changes again, and the radar knows which Lernfelder moved.

    Raises Conflict if somebody has changed the draft since the page was shown, or if it says nothing new.
    """
    require(may_publish_fields(actor, standing=standing_in(school_class.room_id)))
    draft = as_shown(locked_draft(school_class), seen)
    step = step_to(draft)
    require(can_be_published(placed=bool(step.now), changed=bool(step.differences)))
    with as_system(actor):
        draft.placements.update(state=State.PUBLISHED)
        draft.state, draft.note = State.PUBLISHED, " ".join(note.split())
        draft.published_at, draft.published_by_id = now(), actor.person
        draft.save(update_fields=["state", "note", "published_at", "published_by"])
    _tell(actor, draft, step)
    return draft


def _tell(actor: Actor, plan: DidacticPlan, step: Step) -> None:
    """The radar of the firms concerned speaks of what moved; of a first version nothing has."""
    if step.before:
        note_moves(actor, plan=plan, moves=moves(step.was, step.now))
