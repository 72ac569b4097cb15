"""Pages of school accounts: choose a service, come back from it, link, unlink, and what services tell us when somebody signs out."""

import logging
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.csp import CSP
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csp import csp_override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zweiklang.kernel.acting import as_system
from zweiklang.kernel.errors import Conflict
from zweiklang.people.identities import IdentityProvider, SchoolIdentity
from zweiklang.people.models import Person
from zweiklang.people.school_accounts import linking, logout
from zweiklang.people.school_accounts.arriving import ACTOR, CONFIRM, SIGN_IN, come_back, set_out
from zweiklang.people.school_accounts.conversation import ServiceFailed
from zweiklang.people.school_accounts.providers import active_providers
from zweiklang.people.services import actor_of
from zweiklang.people.sign_in.step_up import step_up_required

log = logging.getLogger(__name__)


@login_not_required
@require_safe
def school_services(request: HttpRequest) -> HttpResponse:
    """Lists the services one can sign in with."""
    context = {"services": active_providers(), "next": _next(request)}
    return render(request, "people/school_services.html", context)


@login_not_required
@never_cache
@require_safe
def school_sign_in(request: HttpRequest, key: str) -> HttpResponse:
    """Sends the browser to the service."""
    return _set_out(request, _provider(key), SIGN_IN)


@never_cache
@require_safe
def school_confirm(request: HttpRequest, key: str) -> HttpResponse:
    """Sends the browser to the service to have the password asked once more."""
    return _set_out(request, _provider(key), CONFIRM)


@login_not_required
@never_cache
@require_safe
def school_callback(request: HttpRequest, key: str) -> HttpResponse:
    """Takes what the browser brings back; whatever is wrong with it, the page is the same, and the log says why."""
    provider = _provider(key)
    try:
        return come_back(request, provider)
    except ServiceFailed as error:
        log.warning("sign-in by %s refused: %s", provider.key, error)
        return _failed(request, provider)


@login_not_required
@never_cache
@require_safe
def school_unknown(request: HttpRequest) -> HttpResponse:
    """Says how a school account that belongs to nobody here is linked."""
    pending = linking.pending_school_account(request)
    return render(request, "people/school_unknown.html", {"pending": pending})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def school_link(request: HttpRequest) -> HttpResponse:
    """Asks whether the waiting school account is to belong to who is signed in."""
    pending = linking.pending_school_account(request)
    if pending is None:
        return redirect("people:school_accounts")
    if request.method == "POST":
        return _link(request)
    return render(request, "people/school_link.html", {"pending": pending})


@step_up_required
def _link(request: HttpRequest) -> HttpResponse:
    pending = linking.pending_school_account(request)
    assert pending is not None
    person = _person(request)
    try:
        with as_system(ACTOR):
            linked_by = linking.LinkedBy.SIGNED_IN
            linking.link_school_account(actor_of(person), person=person, pending=pending, linked_by=linked_by)
        messages.success(request, f"Ihr Schulkonto bei {pending.provider.name} ist verbunden.")
    except Conflict as error:
        messages.error(request, str(error))
    linking.forget_pending(request)
    return redirect("people:school_accounts")


@require_safe
def school_accounts(request: HttpRequest) -> HttpResponse:
    """Lists one's own school accounts, and the services where more can be added."""
    mine = SchoolIdentity.objects.filter(person=_person(request)).select_related("provider")
    context: dict[str, Any] = {"identities": mine.order_by("linked_at"), "services": active_providers()}
    context["pending"] = linking.pending_school_account(request)
    return render(request, "people/school_accounts.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@step_up_required
def school_unlink(request: HttpRequest, identity_id: UUID) -> HttpResponse:
    """Asks, and takes the link away; sessions that began with that account are over."""
    mine = SchoolIdentity.objects.filter(person=_person(request)).select_related("provider", "person")
    identity = get_object_or_404(mine, pk=identity_id)
    if request.method == "POST":
        return _unlink(request, identity)
    context = {"identity": identity, "other_ways": linking.has_other_ways(identity)}
    return render(request, "people/school_unlink.html", context)


def _unlink(request: HttpRequest, identity: SchoolIdentity) -> HttpResponse:
    with as_system(ACTOR):
        name = linking.unlink_school_account(actor_of(_person(request)), identity_id=identity.pk)
    logout.end_sessions_of(identity, but=request.session.session_key)
    messages.success(request, f"Das Schulkonto bei {name} ist nicht mehr verbunden.")
    return redirect("people:school_accounts")


@login_not_required
@never_cache
@require_safe
def school_signed_out(request: HttpRequest) -> HttpResponse:
    """After signing out here: offers to sign out of the service too, which matters on shared computers."""
    found = logout.way_out(request)
    if found is None:
        return redirect("account_login")
    return render(request, "people/school_signed_out.html", {"service": found[0], "address": found[1]})


# The service's server posts a signed token; there is no cookie that anybody could ride on.
@csrf_exempt
@login_not_required
@never_cache
@require_POST
def school_backchannel(request: HttpRequest, key: str) -> HttpResponse:
    """Ends the sessions that a signed logout token names."""
    provider = _provider(key)
    try:
        logout.end_by_token(provider, request.POST.get("logout_token", ""))
    except ServiceFailed as error:
        log.warning("logout by %s refused: %s", provider.key, error)
        return JsonResponse({"error": "invalid_request"}, status=400)
    return HttpResponse(status=200)


@csp_override({"default-src": [CSP.NONE]})
@xframe_options_exempt
@login_not_required
@never_cache
@require_safe
def school_frontchannel(request: HttpRequest, key: str) -> HttpResponse:
    """Ends the session whose number the service has given us; shown in a frame of the service, so no cookie comes along."""
    provider = _provider(key)
    sid = request.GET.get("sid", "")
    if sid and request.GET.get("iss") == provider.issuer:
        logout.end_sessions(provider, sid=sid)
    return HttpResponse("", content_type="text/plain; charset=utf-8")


def _set_out(request: HttpRequest, provider: IdentityProvider, purpose: str) -> HttpResponse:
    try:
        address = set_out(request, provider, purpose=purpose, next_path=_next(request))
    except ServiceFailed as error:
        log.warning("sign-in by %s is not possible: %s", provider.key, error)
        return _failed(request, provider, status=503)
    return redirect(address)


def _failed(request: HttpRequest, provider: IdentityProvider, status: int = 400) -> HttpResponse:
    return render(request, "people/school_failed.html", {"service": provider}, status=status)


def _provider(key: str) -> IdentityProvider:
    return get_object_or_404(IdentityProvider, key=key, active=True)


def _next(request: HttpRequest) -> str:
    """Returns a path of this site, or nothing."""
    wanted = request.GET.get("next", "")
    parts = urlsplit(wanted) if wanted.startswith("/") else None
    return wanted if parts and get_adapter(request).is_safe_url(wanted) else ""


def _person(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)
    return request.user
