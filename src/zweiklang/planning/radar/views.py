"""Pages of the radar: one's own signs, and what a firm looks for partners for."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from zweiklang.apprenticeships.public import narrowed
from zweiklang.kernel.errors import Conflict
from zweiklang.organisations.public import chosen_organisation
from zweiklang.people.public import actor_of
from zweiklang.planning.radar.page import partner_lines, radar_page
from zweiklang.planning.radar.services import reopen_sign, settle_sign
from zweiklang.rooms.public import my_standings

SETTLED = "Erledigt. Unter „Erledigte Hinweise“ steht der Hinweis weiter."
REOPENED = "Der Hinweis ist wieder offen."


@require_GET
def radar(request: HttpRequest) -> HttpResponse:
    """What moved or begins soon and whose plans it concerns, and which proposals wait for an answer."""
    standings = narrowed(my_standings(), chosen_organisation(request.session))
    page = radar_page(standings, settled="erledigt" in request.GET)
    return render(request, "planning/radar/radar.html", {"page": page})


@require_POST
def settle(request: HttpRequest, sign_id: UUID) -> HttpResponse:
    """The sign is settled, or open again (`act`: settle, reopen)."""
    actor = actor_of(request.user)
    if request.POST.get("act") == "reopen":
        try:
            reopen_sign(actor, sign_id=sign_id)
            messages.success(request, REOPENED)
        except Conflict as error:
            messages.error(request, str(error))
    else:
        settle_sign(actor, sign_id=sign_id)
        messages.success(request, SETTLED)
    return redirect("planning:radar")


@require_GET
def partners(request: HttpRequest) -> HttpResponse:
    """The parts of the firm's plans it cannot teach itself, for those who keep the plans; others read nothing of it."""
    standings = narrowed(my_standings(), chosen_organisation(request.session))
    return render(request, "planning/radar/partners.html", {"rows": partner_lines(standings)})
