"""The emergency brake: close a category at once; two persons open it again."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from zweiklang.kernel.errors import Conflict, Rejected
from zweiklang.offices.public import done
from zweiklang.people.public import actor_of
from zweiklang.privacy.rules.brakes import brake_of, brakeable, brakes_page
from zweiklang.privacy.rules.forms import BrakeForm
from zweiklang.privacy.rules.ruling import Ruler, ruler_in
from zweiklang.privacy.rules.views.deciding import frame
from zweiklang.rooms.public import ask_for_release, pull_brake, release_brake

PAGE = "privacy:rules_brakes"


@require_http_methods(["GET", "POST"])
def brakes(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """What is closed and what can be; POST closes."""
    actor, ruler = actor_of(request.user), _ruler(request, room_id)
    form = BrakeForm(request.POST or None, categories=brakeable())
    school_id = ruler.body.organisation_id
    if done(form, lambda values: pull_brake(actor, school_id=school_id, **values)):
        messages.success(request, "Der Bereich ist geschlossen. Alle, die es betrifft, sehen den Hinweis.")
        return redirect(PAGE, room_id)
    context = frame(ruler, form=form, **brakes_page(actor, ruler))
    return render(request, "privacy/rules/brakes.html", context, status=422 if form.errors else 200)


@require_POST
def brake(request: HttpRequest, room_id: UUID, brake_id: UUID) -> HttpResponse:
    """One person asks for the reopening, another one agrees."""
    actor, found = actor_of(request.user), brake_of(_ruler(request, room_id), brake_id)
    if found is None:
        raise Http404
    asking = request.POST.get("act") == "ask"
    try:
        (ask_for_release if asking else release_brake)(actor, brake_id=found.pk)
        messages.success(
            request, "Vorgeschlagen. Jetzt stimmt eine zweite Person zu." if asking else "Wieder offen."
        )
    except (Conflict, Rejected) as problem:
        messages.error(request, str(problem))
    return redirect(PAGE, room_id)


def _ruler(request: HttpRequest, room_id: UUID) -> Ruler:
    """Returns the Land or the school of that room; firms and classes have no brake."""
    ruler = ruler_in(actor_of(request.user), room_id)
    if ruler.kind not in ("land", "school"):
        raise Http404
    return ruler
