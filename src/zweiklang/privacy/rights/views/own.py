"""Meine Rechte: what one can ask, one's own data, one's requests and their answers."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zweiklang.kernel.errors import Conflict
from zweiklang.offices.public import done
from zweiklang.people.public import Person, actor_of
from zweiklang.privacy.consents.selectors import consent_pages
from zweiklang.privacy.models import RightsRequest
from zweiklang.privacy.rights.asking import ask_correction, ask_decision, withdraw_request
from zweiklang.privacy.rights.deciding import stop_erasure
from zweiklang.privacy.rights.erasure.preview import STAYS_ALWAYS, preview_of
from zweiklang.privacy.rights.facts import own_facts
from zweiklang.privacy.rights.forms import AskForm, CorrectionForm
from zweiklang.privacy.rights.parents import NOTICE, own_state
from zweiklang.privacy.rights.restriction import lift, own_restriction
from zweiklang.privacy.rights.selectors import (
    decider_words,
    own_cases,
    own_erasure,
    own_request,
    who_decides,
)

Kind = RightsRequest.Kind
KINDS = {"loeschung": Kind.ERASURE, "einschraenkung": Kind.RESTRICTION, "widerspruch": Kind.OBJECTION}
SENT = "Ihr Antrag ist angekommen. Sie bekommen innerhalb eines Monats eine Antwort."


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """What one can ask, who decides, how long it takes, and how one's requests stand."""
    actor = actor_of(request.user)
    context = {
        "cases": own_cases(actor),
        "decides": decider_words(who_decides(actor)),
        "restriction": own_restriction(actor),
        "parents": own_state(actor),
        "notice": NOTICE,
        "consents": consent_pages(),
    }
    return render(request, "privacy/rights/index.html", context)


@require_http_methods(["GET", "POST"])
def correction(request: HttpRequest) -> HttpResponse:
    """One's own data, and what is wrong with one of them."""
    actor, person = actor_of(request.user), _person(request)
    facts = own_facts(actor)
    form = CorrectionForm(request.POST or None, facts=facts, initial={"fact": request.GET.get("angabe", "")})
    if done(form, lambda v: ask_correction(actor, person=person, fact_key=v.pop("fact"), **v)):
        messages.success(request, SENT)
        return redirect("privacy:rights_index")
    groups: dict[str, list[Any]] = {}
    for fact in facts:
        groups.setdefault(fact.group, []).append(fact)
    context = {"form": form, "groups": groups, "words": decider_words}
    return render(request, "privacy/rights/correction.html", context, status=_status(form))


@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, kind: str) -> HttpResponse:
    """A request to erase, to restrict, or an objection; what the law keeps is said before."""
    if kind not in KINDS:
        raise Http404
    actor, person, what = actor_of(request.user), _person(request), KINDS[kind]
    form = AskForm(request.POST or None, kind=what)
    if done(form, lambda v: ask_decision(actor, person=person, kind=what, note=v["note"])):
        messages.success(request, SENT)
        return redirect("privacy:rights_index")
    preview = preview_of(actor, person) if what == Kind.ERASURE else None
    context = {"form": form, "kind": what, "preview": preview, "stays": STAYS_ALWAYS}
    context["decides"] = decider_words(who_decides(actor))
    return render(request, "privacy/rights/ask.html", context, status=_status(form))


@require_POST
def withdraw(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """The person takes the own request back."""
    actor = actor_of(request.user)
    found = own_request(actor, request_id)
    _said(request, lambda: withdraw_request(actor, asked=found), "Der Antrag ist zurückgezogen.")
    return redirect("privacy:rights_index")


@require_POST
def stop(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """The person does not want to be erased any more."""
    actor = actor_of(request.user)
    erasure = own_erasure(actor, request_id)
    _said(request, lambda: stop_erasure(actor, erasure=erasure), "Angehalten. Es wird nichts gelöscht.")
    return redirect("privacy:rights_index")


@require_POST
def lift_own(request: HttpRequest) -> HttpResponse:
    """The person's rooms are open again as the rules say."""
    actor, person = actor_of(request.user), _person(request)
    _said(request, lambda: lift(actor, person=person), "Die Einschränkung ist aufgehoben.")
    return redirect("privacy:rights_index")


def _person(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)
    return request.user


def _status(form: Any) -> int:
    return 422 if form.is_bound and form.errors else 200


def _said(request: HttpRequest, act: Callable[[], object], words: str) -> None:
    try:
        act()
        messages.success(request, words)
    except Conflict as problem:
        messages.error(request, str(problem))
