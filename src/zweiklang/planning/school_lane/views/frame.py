"""What the pages of the lane have in common: who may open them, what stands around them, and what can be taken back."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest

from zweiklang.apprenticeships.public import SchoolClass
from zweiklang.kernel.decisions import require
from zweiklang.people.public import actor_of
from zweiklang.planning.doors import reader_of_class
from zweiklang.planning.models import DidacticPlan
from zweiklang.planning.school_lane.policy import may_edit_fields, may_publish_fields
from zweiklang.planning.school_lane.selectors import plans_of
from zweiklang.planning.school_lane.shapes import Snapshot
from zweiklang.planning.tabs import frame_of_class
from zweiklang.rooms.public import Standing

PAGE, DRAFT = "planning:fields", "planning:fields_draft"
_KEY = "fields_undo"


def editor_of_class(request: HttpRequest, room_id: UUID) -> tuple[Standing, SchoolClass]:
    """Returns standing and class for whoever writes its draft; readers get the policy's sentence, everybody else 404."""
    standing, school_class = reader_of_class(room_id)
    require(may_edit_fields(actor_of(request.user), standing=standing))
    return standing, school_class


def frame(request: HttpRequest, standing: Standing, school_class: SchoolClass) -> dict[str, Any]:
    """Returns what "planning/frame.html" shows, the class's versions (newest first), and what this person may do. One query."""
    actor = actor_of(request.user)
    plans = plans_of(school_class.room_id)
    return frame_of_class(standing, school_class, PAGE) | {
        "plans": plans,
        "draft": next((plan for plan in plans if plan.state == DidacticPlan.State.DRAFT), None),
        "published": [plan for plan in plans if plan.state == DidacticPlan.State.PUBLISHED],
        "editing": may_edit_fields(actor, standing=standing),
        "publishing": may_publish_fields(actor, standing=standing),
    }


def draft_in(context: Mapping[str, Any]) -> DidacticPlan:
    """Returns the class's draft; raises Http404 where there is none."""
    draft = context["draft"]
    if not isinstance(draft, DidacticPlan):
        raise Http404
    return draft


def version_in(context: Mapping[str, Any], version: int) -> DidacticPlan:
    """Returns that published version of the class; raises Http404 where there is none."""
    found = next((plan for plan in context["published"] if plan.version == version), None)
    if not isinstance(found, DidacticPlan):
        raise Http404
    return found


def remember(request: HttpRequest, room_id: UUID, undo: Snapshot) -> None:
    """Until the next act in the editor this one can be taken back."""
    request.session[_KEY] = {"room": str(room_id), "plan": undo.plan, "after": undo.after}


def remembered(request: HttpRequest, room_id: UUID) -> Snapshot | None:
    """Returns how the last act of this person in that class is taken back."""
    kept = request.session.get(_KEY) or {}
    return Snapshot(kept["plan"], kept["after"]) if kept.get("room") == str(room_id) else None


def forget(request: HttpRequest) -> None:
    """There is nothing to take back any more."""
    request.session.pop(_KEY, None)
