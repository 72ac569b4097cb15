"""The entrance: code or link → one-time code → name and declaration → in. Each page shows only what was proven so far."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from zweiklang.joining.codes import normalised
from zweiklang.joining.doorway import (
    JOINED,
    Doorway,
    TooOften,
    account_suffices,
    knock,
    masked,
    network,
    person_of,
    sign_in,
)
from zweiklang.joining.entering import (
    ENTRANCE,
    accept,
    account_exists,
    invited_apprentices,
    note_code,
)
from zweiklang.joining.forms import AcceptForm, AddressForm, CodeForm, DeputyForm, DigitsForm
from zweiklang.joining.models import Invitation
from zweiklang.joining.proofs import prove, send_code, tries_left
from zweiklang.joining.welcome import arrived, invite_deputy
from zweiklang.kernel.errors import Conflict, Rejected
from zweiklang.people.public import Person, actor_of

GET_OR_POST = ["GET", "HEAD", "POST"]


def closed(request: HttpRequest) -> HttpResponse:
    """The one page for codes that open nothing, whatever the reason."""
    return render(request, "joining/closed.html", {"form": CodeForm()}, status=404)


def too_often(request: HttpRequest) -> HttpResponse:
    """The page for too many tries, right or wrong."""
    return render(request, "429.html", status=429)


@login_not_required
@never_cache
@require_http_methods(GET_OR_POST)
def entrance(request: HttpRequest) -> HttpResponse:
    """Asks for the code of a letter; the right one leads on, everything else to the same page. Nothing typed is no try."""
    typed = request.POST.get("code", "")
    if request.method != "POST" or not typed.strip():
        return render(request, "joining/entrance.html", {"form": CodeForm(request.POST or None)})
    try:
        invitation = knock(request, "code", normalised(typed))
    except TooOften:
        return too_often(request)
    if invitation is None:
        return closed(request)
    Doorway(request.session).open(invitation)
    return redirect("joining:proof")


@login_not_required
@never_cache
@require_http_methods(GET_OR_POST)
def link(request: HttpRequest, token: str) -> HttpResponse:
    """Shows who invites; only a press of the button opens, because mail programs follow links by themselves."""
    try:
        invitation = knock(request, "token", token, remember=request.method == "POST")
    except TooOften:
        return too_often(request)
    if invitation is None:
        return closed(request)
    if request.method != "POST":
        return render(request, "joining/link.html", _facts(request, invitation))
    Doorway(request.session).open(invitation)
    return proof(request)


@login_not_required
@never_cache
@require_http_methods(GET_OR_POST)
def proof(request: HttpRequest) -> HttpResponse:
    """The second proof: a one-time code to the address on record, to a new one, or an account that proves as much."""
    doorway = Doorway(request.session)
    invitation = doorway.invitation
    if invitation is None:
        return closed(request)
    if request.method != "POST":
        return _ask_for_proof(request, doorway, invitation)
    if request.POST.get("do") == "account" and account_suffices(person_of(request), invitation):
        doorway.remember(proven="record")
        return redirect("joining:accept")
    return _send(request, doorway, invitation)


def _send(request: HttpRequest, doorway: Doorway, invitation: Invitation) -> HttpResponse:
    form = AddressForm({"email": invitation.email or request.POST.get("email", "")})
    if not form.is_valid():
        blank = form if "email" in request.POST else AddressForm()
        return _ask_for_proof(request, doorway, invitation, address=blank)
    email = form.cleaned_data["email"]
    try:
        sent = send_code(ENTRANCE, purpose=str(invitation.pk), email=email, network=network(request))
    except Rejected as error:
        form.add_error("email", error.message)
        return _ask_for_proof(request, doorway, invitation, address=form)
    note_code(invitation, right=None)
    doorway.remember(email=email, proof=str(sent), proven="")
    return redirect("joining:check")


def _ask_for_proof(
    request: HttpRequest, doorway: Doorway, invitation: Invitation, **forms: Any
) -> HttpResponse:
    context = _facts(request, invitation) | {"address": forms.get("address") or AddressForm()}
    return render(request, "joining/proof.html", context)


@login_not_required
@never_cache
@require_http_methods(GET_OR_POST)
def check(request: HttpRequest) -> HttpResponse:
    """Asks for the six digits that were sent; five tries, ten minutes, once."""
    doorway = Doorway(request.session)
    invitation, sent = doorway.invitation, doorway.proof
    if invitation is None or sent is None:
        return closed(request)
    form = DigitsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if _proves(doorway, invitation, form.cleaned_data["digits"]):
            return redirect("joining:accept")
        form.add_error("digits", _how_on(tries_left(sent)))
    context = _facts(request, invitation) | {"form": form, "to": masked(doorway.email)}
    return render(request, "joining/check.html", context)


def _proves(doorway: Doorway, invitation: Invitation, typed: str) -> bool:
    assert doorway.proof is not None
    right = prove(proof_id=doorway.proof, purpose=str(invitation.pk), email=doorway.email, typed=typed)
    note_code(invitation, right=right)
    if right:
        doorway.remember(proven="record" if invitation.email else "claimed")
    return right


def _how_on(tries: int) -> str:
    if not tries:
        return "Dieser Code gilt nicht mehr. Fordern Sie bitte einen neuen an."
    return f"Das ist nicht der Code aus der E-Mail. Sie können es noch {tries}-mal versuchen."


@login_not_required
@never_cache
@require_http_methods(GET_OR_POST)
def accept_invitation(request: HttpRequest) -> HttpResponse:
    """Name, facts and declaration; sending it uses the invitation up and signs in."""
    doorway, person = Doorway(request.session), person_of(request)
    invitation = doorway.invitation
    if invitation is None or not doorway.proven:
        return closed(request)
    if person is None and not invitation.person and account_exists(doorway.email):
        return render(request, "joining/sign_in_first.html", _facts(request, invitation))
    form = AcceptForm.of(
        invitation, invited_apprentices(invitation), data=request.POST or None, named=bool(person)
    )
    if request.method == "POST" and form.is_valid():
        return _come_in(request, doorway, invitation, form)
    return _ask_name(request, invitation, form)


def _ask_name(request: HttpRequest, invitation: Invitation, form: AcceptForm) -> HttpResponse:
    context = _facts(request, invitation) | {"form": form, "rows": form.apprentices}
    return render(request, "joining/accept.html", context)


def _come_in(
    request: HttpRequest, doorway: Doorway, invitation: Invitation, form: AcceptForm
) -> HttpResponse:
    person = person_of(request)
    acceptance = doorway.acceptance(person, corrections=form.corrections, **form.said)
    try:
        taken, joined = accept(invitation_id=invitation.pk, acceptance=acceptance)
    except Conflict:
        return closed(request)
    except Rejected as error:
        form.add_error(None, error.message)
        return _ask_name(request, invitation, form)
    doorway.leave(invitation)
    return redirect("joining:done") if person else _arrive(request, taken, joined, email=acceptance.email)


def _arrive(request: HttpRequest, taken: Invitation, joined: Person, *, email: str) -> HttpResponse:
    """Signed in; or, before the inviter has confirmed whose entry it is, nothing but the word that it waits."""
    if not joined.email:
        return render(request, "joining/waits.html", {"organisation": taken.organisation.name})
    answer = sign_in(request, joined, email=email)
    return answer if answer and not request.user.is_authenticated else redirect("joining:done")


@never_cache
@require_http_methods(GET_OR_POST)
def done(request: HttpRequest) -> HttpResponse:
    """Her apprentices, who stands in for her, and the offer of a password or passkey."""
    actor, kept = actor_of(request.user), request.session.get(JOINED)
    if kept is None:
        return redirect("web:today")
    welcome = arrived(actor, invitation_id=kept)
    form = DeputyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            invite_deputy(actor, welcome=welcome, **form.cleaned_data)
            messages.success(request, "Die Einladung ist unterwegs.")
            return redirect("joining:done")
        except Rejected as error:
            form.add_error("email", error.message)
    return render(request, "joining/done.html", {"welcome": welcome, "form": form})


def _facts(request: HttpRequest, invitation: Invitation) -> dict[str, Any]:
    """What may be seen before anything is proven: who invites, as what, for which firm; no name of a person."""
    person = person_of(request)
    return {
        "organisation": invitation.organisation.name,
        "kind": invitation.kind,
        "post": invitation.get_capacity_display(),
        "firm": invitation.firm.name if invitation.firm else "",
        "address_on_record": masked(invitation.email) if invitation.email else "",
        "account_suffices": account_suffices(person, invitation),
        "owner": invitation.person.name if invitation.person else "",
    }
