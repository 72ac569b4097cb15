"""From "Mit Schulkonto anmelden" to a signed-in person: what the browser carries, and what follows from what the service says."""

import time
from dataclasses import asdict
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.utils import perform_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from zweiklang.kernel.acting import as_system
from zweiklang.kernel.actor import system_actor
from zweiklang.kernel.mail import absolute_url
from zweiklang.people.identities import IdentityProvider, SchoolIdentity
from zweiklang.people.models import Person
from zweiklang.people.school_accounts.claims import read_claims
from zweiklang.people.school_accounts.conversation import discover
from zweiklang.people.school_accounts.linking import (
    LinkedBy,
    PendingSchoolAccount,
    forget_pending,
    identity_of,
    keep_pending,
    link_school_account,
    mark_used,
    person_of_roster,
)
from zweiklang.people.school_accounts.protocol import Errand, TokenRefused, authorization_address, redeem
from zweiklang.people.services import can_sign_in
from zweiklang.people.sign_in.step_up import SCHOOL, record_proof

ERRANDS, VISIT = "people.school_errands", "people.school_visit"
ERRAND_SECONDS, ERRANDS_AT_ONCE, FRESH_SECONDS = 600, 5, 300
SIGN_IN, CONFIRM = "sign_in", "confirm"
ACTOR = system_actor("school sign-in")


def set_out(request: HttpRequest, provider: IdentityProvider, *, purpose: str, next_path: str) -> str:
    """Returns where the browser goes; its session keeps what only this browser may bring back, once, within ten minutes."""
    errand = Errand.new()
    address = authorization_address(
        provider, errand, back_to=callback_address(provider), ask_anew=purpose == CONFIRM
    )
    waiting = {state: kept for state, kept in _errands(request).items() if time.time() < kept["until"]}
    newest = dict(sorted(waiting.items(), key=lambda item: float(item[1]["until"]))[-ERRANDS_AT_ONCE + 1 :])
    kept = {
        "provider": str(provider.pk),
        "errand": asdict(errand),
        "purpose": purpose,
        "next": next_path,
        "until": time.time() + ERRAND_SECONDS,
    }
    request.session[ERRANDS] = {**newest, errand.state: kept}
    return address


def come_back(request: HttpRequest, provider: IdentityProvider) -> HttpResponse:
    """Signs in, confirms, or leads to the page that says how to link; raises ServiceFailed for an answer that must not count."""
    kept = _take_errand(request, provider)
    _require_issuer(request, provider)
    if "code" not in request.GET:
        raise TokenRefused(f"no code: {request.GET.get('error', '')[:80]}")
    errand = Errand(**kept["errand"])
    token, claims = redeem(provider, errand, code=request.GET["code"], back_to=callback_address(provider))
    said = read_claims(claims, style=provider.style, mapping=provider.mapping)
    pending = PendingSchoolAccount(provider, said)
    request.session[VISIT] = {"provider": str(provider.pk), "subject": said.subject, "token": token}
    request.session[VISIT] |= {"sid": str(claims.get("sid", ""))}
    return _arrive(request, pending, kept, fresh=_is_fresh(claims))


def callback_address(provider: IdentityProvider) -> str:
    """Returns the address to which this service alone sends people back; its host is the operator's, never the request's."""
    return absolute_url(reverse("people:school_callback", args=[provider.key]))


def _arrive(
    request: HttpRequest, pending: PendingSchoolAccount, kept: dict[str, Any], *, fresh: bool
) -> HttpResponse:
    identity = identity_of(pending.provider, pending.said.subject) or _by_roster(pending)
    if kept["purpose"] == CONFIRM:
        return _confirm(request, identity, kept["next"], fresh=fresh)
    if identity is None:
        keep_pending(request, pending)
        signed_in = request.user.is_authenticated
        return redirect("people:school_link" if signed_in else "people:school_unknown")
    with as_system(ACTOR):
        mark_used(identity, pending.said)
    return _sign_in(request, identity, kept["next"], fresh=fresh)


def _sign_in(request: HttpRequest, identity: SchoolIdentity, next_path: str, *, fresh: bool) -> HttpResponse:
    person = identity.person
    if request.user.is_authenticated and request.user.pk != person.pk:
        visit = request.session.get(VISIT)
        get_adapter(request).logout(request)
        request.session[VISIT] = visit
    forget_pending(request)
    if request.user.is_authenticated:
        return redirect(next_path or "web:today")
    record_proof(request, person, SCHOOL, fresh=fresh)
    answer: HttpResponse = perform_login(
        request, person, email_verification="none", redirect_url=next_path or None
    )
    return answer


def _confirm(
    request: HttpRequest, identity: SchoolIdentity | None, next_path: str, *, fresh: bool
) -> HttpResponse:
    """The session knows a new proof if the same person has just typed a password over there."""
    person = request.user
    if not isinstance(person, Person) or identity is None or identity.person_id != person.pk or not fresh:
        raise TokenRefused("this does not confirm who is signed in here")
    record_proof(request, person, SCHOOL)
    return redirect(next_path or "mfa_index")


def _by_roster(pending: PendingSchoolAccount) -> SchoolIdentity | None:
    """The school's own list opens an entry without an account. Who has one signs in with it and links: a list is written by the school."""
    with as_system(ACTOR):
        person = person_of_roster(pending)
        if person is None or not person.is_active or can_sign_in(person):
            return None
        return link_school_account(ACTOR, person=person, pending=pending, linked_by=LinkedBy.ROSTER)


def _is_fresh(claims: dict[str, Any]) -> bool:
    """True if the service says that the person typed a password there just now; silence (and VIDIS' 0) is no proof."""
    at = claims.get("auth_time")
    return isinstance(at, int | float) and 0 <= time.time() - at + 60 < FRESH_SECONDS + 60


def _errands(request: HttpRequest) -> dict[str, Any]:
    kept = request.session.get(ERRANDS)
    return kept if isinstance(kept, dict) else {}


def _take_errand(request: HttpRequest, provider: IdentityProvider) -> dict[str, Any]:
    """Returns what this browser set out with; it counts once, and for that service only."""
    waiting = _errands(request)
    kept: dict[str, Any] | None = waiting.pop(request.GET.get("state", ""), None)
    request.session[ERRANDS] = waiting
    if kept is None or time.time() > kept["until"] or kept["provider"] != str(provider.pk):
        raise TokenRefused("the state is unknown, used, old or of another service")
    return kept


def _require_issuer(request: HttpRequest, provider: IdentityProvider) -> None:
    """The answer comes from the service it was asked of (RFC 9207); it must say so if it says that it does."""
    said = request.GET.get("iss")
    promised = discover(provider).get("authorization_response_iss_parameter_supported") is True
    if said != provider.issuer and (said is not None or promised):
        raise TokenRefused("the answer comes from another service")
