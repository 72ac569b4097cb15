"""What the pages of a class's plan have in common: who may open them, tabs, and the way between them."""

from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import Http404, HttpRequest

from zweiklang.apprenticeships.public import SchoolClass
from zweiklang.kernel.decisions import require
from zweiklang.people.public import actor_of
from zweiklang.rooms.public import Scope, Standing, room_tabs, room_url, standing_in
from zweiklang.schedule.planning.policy import may_plan_class
from zweiklang.schedule.selectors import class_of

TAB = "planning"
PAGES = (
    ("schedule:school_days", "Schultage"),
    ("schedule:timetable", "Stundenplan"),
    ("schedule:lesson_changes", "Änderungen"),
    ("schedule:school_events", "Termine"),
)


def reader_of_class(room_id: UUID) -> tuple[Standing, SchoolClass]:
    """Returns standing and class for whoever sees the class's dates; 404 for everybody else."""
    standing = standing_in(room_id)
    if standing.kind != "class" or not standing.reads(Scope.SCHEDULE):
        raise Http404
    return standing, class_of(room_id)


def planner_of_class(request: HttpRequest, room_id: UUID) -> tuple[Standing, SchoolClass]:
    """Returns standing and class for whoever plans it; readers get the policy's sentence, everybody else 404."""
    standing, school_class = reader_of_class(room_id)
    require(may_plan_class(actor_of(request.user), standing=standing))
    return standing, school_class


def class_frame(
    request: HttpRequest, standing: Standing, school_class: SchoolClass, page: str
) -> dict[str, Any]:
    """Returns what the template `schedule/planning/class_frame.html` shows around each page."""
    return {
        "class": school_class,
        "tabs": room_tabs(standing, TAB),
        "planning": may_plan_class(actor_of(request.user), standing=standing),
        "pages": [(label, room_url(name, school_class.room_id), name == page) for name, label in PAGES],
    }


def seen_again(form: Form, token: str) -> None:
    """What stands there now counts as seen: whoever saves once more wants it so."""
    if form.is_bound and "seen" in form.fields:
        data: Any = form.data
        form.data = data.copy()
        data = form.data
        data["seen"] = token
