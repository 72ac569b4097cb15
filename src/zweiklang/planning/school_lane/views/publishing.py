"""The draft is published, after its person has read what becomes different."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from zweiklang.apprenticeships.public import SchoolClass
from zweiklang.kernel.decisions import require
from zweiklang.kernel.errors import Conflict
from zweiklang.people.public import actor_of
from zweiklang.planning.doors import reader_of_class
from zweiklang.planning.models import DidacticPlan
from zweiklang.planning.school_lane.drafting import token_of
from zweiklang.planning.school_lane.forms import PublishForm
from zweiklang.planning.school_lane.policy import can_be_published, may_publish_fields
from zweiklang.planning.school_lane.publishing import publish, step_to
from zweiklang.planning.school_lane.reading import checks_of
from zweiklang.planning.school_lane.views.frame import DRAFT, PAGE, draft_in, forget, frame

DONE = "Fassung {} ist veröffentlicht. Betriebe und Auszubildende der Klasse sehen sie ab sofort."


@require_http_methods(["GET", "POST"])
def fields_publish(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """What publishing changes, and the act itself."""
    standing, school_class = reader_of_class(room_id)
    require(may_publish_fields(actor_of(request.user), standing=standing))
    context = frame(request, standing, school_class)
    if context["draft"] is None:
        return redirect(PAGE, room_id)
    form = PublishForm(request.POST or None, initial={"seen": token_of(draft_in(context))})
    if form.is_bound and form.is_valid():
        return _published(request, school_class, form)
    context |= {"form": form} | _consequences(school_class, draft_in(context))
    return render(request, "planning/school_lane/publish.html", context, status=422 if form.errors else 200)


def _consequences(school_class: SchoolClass, draft: DidacticPlan) -> dict[str, Any]:
    step = step_to(draft)
    ready = can_be_published(placed=bool(step.now), changed=bool(step.differences))
    return {"step": step, "ready": ready, "checks": checks_of(school_class, draft, step.now, step.fields)}


def _published(request: HttpRequest, school_class: SchoolClass, form: PublishForm) -> HttpResponse:
    try:
        plan = publish(actor_of(request.user), school_class=school_class, **form.cleaned_data)
    except Conflict as error:
        messages.error(request, str(error))
        return redirect(DRAFT, school_class.room_id)
    forget(request)
    messages.success(request, DONE.format(plan.version))
    return redirect(PAGE, school_class.room_id)
