"""Where requests are answered: an organisation's people, or the Land."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zweiklang.kernel.actor import Actor
from zweiklang.kernel.errors import Conflict
from zweiklang.offices.public import done
from zweiklang.people.public import actor_of
from zweiklang.privacy.models import RightsRequest
from zweiklang.privacy.rights.casework import about, known_birth_date
from zweiklang.privacy.rights.deciding import accept, accept_correction, decline, stop_erasure
from zweiklang.privacy.rights.erasure.carrying_out import carry_out_erasure
from zweiklang.privacy.rights.erasure.preview import preview_of
from zweiklang.privacy.rights.forms import AnswerForm
from zweiklang.privacy.rights.responsibility import Desk, desk_in
from zweiklang.privacy.rights.restriction import lift
from zweiklang.privacy.rights.selectors import (
    case_at,
    cases_at,
    erasing_standing,
    erasures_for_land,
)
from zweiklang.rooms.public import room_tabs, team_standing

Kind = RightsRequest.Kind


@require_GET
def desk(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """What waits for an answer, and what was answered."""
    actor = actor_of(request.user)
    found = desk_in(actor, room_id)
    waiting, answered = cases_at(actor, found)
    context = _frame(found, waiting=waiting, answered=answered)
    context["alone"] = erasures_for_land(actor) if found.is_land else []
    return render(request, "privacy/rights/desk.html", context)


@require_http_methods(["GET", "POST"])
def case(request: HttpRequest, room_id: UUID, request_id: UUID) -> HttpResponse:
    """One request: what is asked, and the answer."""
    actor = actor_of(request.user)
    found = desk_in(actor, room_id)
    one = case_at(actor, found, request_id)
    asked = one.request
    form = AnswerForm(request.POST or None, asked=asked, born_on=known_birth_date(actor, asked))
    act = request.POST.get("act", "")
    if done(form, lambda values: _answer(actor, found, asked, act, form)):
        messages.success(request, "Die Antwort ist unterwegs.")
        return redirect("privacy:rights_desk", room_id)
    context = _frame(found, case=one, form=form) | about(actor, found, one)
    return render(request, "privacy/rights/case.html", context, status=_status(form))


@require_http_methods(["GET", "POST"])
def erase(request: HttpRequest, room_id: UUID, request_id: UUID) -> HttpResponse:
    """The second person looks at what goes and what stays, and carries it out."""
    actor = actor_of(request.user)
    one, decision = erasing_standing(actor, room_id, request_id)
    if request.method == "POST" and _said(
        request, lambda: carry_out_erasure(actor, erasure=one.plan), "Die Daten sind gelöscht."
    ):
        return redirect("web:today")
    preview = preview_of(actor, one.request.person)
    context = {"case": one, "preview": preview, "refused": decision.sentence}
    return render(request, "privacy/rights/erase.html", context)


@require_POST
def stop(request: HttpRequest, room_id: UUID, request_id: UUID) -> HttpResponse:
    """The leader who decided stops the erasure."""
    actor = actor_of(request.user)
    found = desk_in(actor, room_id)
    one = case_at(actor, found, request_id)
    _said(
        request,
        lambda: stop_erasure(actor, erasure=one.plan, desk=found),
        "Angehalten. Es wird nichts gelöscht.",
    )
    return redirect("privacy:rights_case", room_id, request_id)


@require_POST
def lift_restriction(request: HttpRequest, room_id: UUID, request_id: UUID) -> HttpResponse:
    """The leader who restricted opens the person's rooms again."""
    actor = actor_of(request.user)
    found = desk_in(actor, room_id)
    person = case_at(actor, found, request_id).restricted_person
    _said(request, lambda: lift(actor, person=person, desk=found), "Die Einschränkung ist aufgehoben.")
    return redirect("privacy:rights_case", room_id, request_id)


def _answer(actor: Actor, found: Desk, asked: RightsRequest, act: str, form: AnswerForm) -> RightsRequest:
    said: dict[str, Any] = {"desk": found, "asked": asked, "answer": form.cleaned_data["answer"]}
    if act != "annehmen":
        return decline(actor, **said, legal_basis=form.cleaned_data["legal_basis"])
    if asked.kind == Kind.CORRECTION:
        return accept_correction(actor, **said, values=form.corrections)
    return accept(actor, **said, legal_basis=GRANTED[asked.kind])


GRANTED: dict[str, str] = {
    Kind.ERASURE: "Art. 17 DSGVO",
    Kind.RESTRICTION: "Art. 18 DSGVO",
    Kind.OBJECTION: "Art. 21 DSGVO",
}


def _frame(found: Desk, **more: Any) -> dict[str, Any]:
    standing = team_standing(found.organisation.pk)
    tabs = room_tabs(standing, "requests") if standing else []
    return {"desk": found, "tabs": tabs, **more}


def _status(form: Any) -> int:
    return 422 if form.is_bound and form.errors else 200


def _said(request: HttpRequest, act: Callable[[], object], words: str) -> bool:
    try:
        act()
        messages.success(request, words)
    except Conflict as problem:
        messages.error(request, str(problem))
        return False
    return True
