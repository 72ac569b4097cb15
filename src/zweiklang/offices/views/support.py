"""The support desk, and what people read about help they got."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zweiklang.kernel.errors import Conflict, Rejected
from zweiklang.offices.forms.answers import done
from zweiklang.offices.forms.support import AddressForm, BeginForm
from zweiklang.offices.models import SupportStep
from zweiklang.offices.selectors.support import (
    help_of,
    own_session,
    own_sessions,
    step_for,
    steps_of,
    waiting_steps,
)
from zweiklang.offices.services.support import (
    approve_step,
    ask_other_address,
    ask_without_second_factor,
    begin_session,
    end_session,
    is_waiting,
    require_support,
    send_link,
    stop_step,
)
from zweiklang.offices.views.frame import answer
from zweiklang.people.public import actor_of, sign_in_facts

SENT = "Der Link ist unterwegs. Er geht an die hinterlegte E-Mail-Adresse."
ASKED = "Eine zweite Person im Support entscheidet. Die Person hat eine E-Mail bekommen."


@require_http_methods(["GET", "POST"])
def desk(request: HttpRequest) -> HttpResponse:
    """Begin to help somebody; own sessions; what waits for a second person."""
    actor, begun = actor_of(request.user), []
    require_support(actor)
    form = BeginForm(request.POST or None)
    if done(form, lambda values: begun.append(begin_session(actor, **values))):
        return redirect("offices:support_session", begun[0].pk)
    context = {"form": form, "sessions": own_sessions(actor), "waiting": waiting_steps(actor)}
    return answer(request, "offices/desk.html", context, form)


@require_GET
def session(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """One running session: how the person signs in, and what can be done."""
    actor = actor_of(request.user)
    require_support(actor)
    return _session_page(request, session_id, AddressForm())


@require_POST
def help_act(request: HttpRequest, session_id: UUID, act: str) -> HttpResponse:
    """One act of a session; an address that cannot be taken comes back with the page."""
    actor = actor_of(request.user)
    require_support(actor)
    found, form = own_session(actor, session_id), AddressForm(request.POST)
    if act == "adresse":
        if not done(form, lambda values: ask_other_address(actor, session=found, **values)):
            return _session_page(request, session_id, form)
        messages.success(request, ASKED)
        return redirect("offices:support_session", session_id)
    service, words, after = _act(act)
    _said(request, lambda: service(actor, session=found), words)
    return redirect(after, *([session_id] if after == "offices:support_session" else []))


def _act(act: str) -> tuple[Callable[..., object], str, str]:
    acts: dict[str, tuple[Callable[..., object], str, str]] = {
        "link": (send_link, SENT, "offices:support_session"),
        "zweiter-schritt": (ask_without_second_factor, ASKED, "offices:support_session"),
        "ende": (end_session, "Die Sitzung ist beendet.", "offices:desk"),
    }
    if act not in acts:
        raise Http404
    return acts[act]


def _session_page(request: HttpRequest, session_id: UUID, form: AddressForm) -> HttpResponse:
    found = own_session(actor_of(request.user), session_id)
    context: dict[str, Any] = {"session": found, "facts": sign_in_facts(found.helped), "form": form}
    return answer(request, "offices/support_session.html", context | {"steps": steps_of(found)}, form)


@require_POST
def decide(request: HttpRequest, step_id: UUID, act: str) -> HttpResponse:
    """A second person of the desk approves a step, or stops it."""
    actor = actor_of(request.user)
    found = step_for(actor, step_id)
    services: dict[str, tuple[Callable[..., object], str]] = {
        "zustimmen": (
            approve_step,
            "Erledigt. Die Person ist überall abgemeldet und hat eine E-Mail bekommen.",
        ),
        "ablehnen": (stop_step, "Abgelehnt. Es wurde nichts geändert."),
    }
    if act not in services:
        raise Http404
    service, words = services[act]
    _said(request, lambda: service(actor, step=found), words)
    return redirect("offices:desk")


@require_GET
def help_received(request: HttpRequest) -> HttpResponse:
    """Who of the support desk helped me, when, why, and what was done."""
    found = help_of(actor_of(request.user))
    return render(request, "offices/help_received.html", {"found": found, "is_waiting": is_waiting})


@require_POST
def stop(request: HttpRequest, step_id: UUID) -> HttpResponse:
    """The person concerned stops a step of the support desk."""
    actor = actor_of(request.user)
    found = get_object_or_404(SupportStep, pk=step_id, helped_id=actor.person)
    _said(request, lambda: stop_step(actor, step=found), "Angehalten. Es wurde nichts geändert.")
    return redirect("offices:help_received")


def _said(request: HttpRequest, act: Callable[[], object], words: str) -> None:
    try:
        act()
        messages.success(request, words)
    except (Conflict, Rejected) as error:
        messages.error(request, str(error))
