"""Pages of firms that come by themselves, of those who decide, and of recovery."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zweiklang.apprenticeships.public import SchoolClass
from zweiklang.joining.chambers.asking import take_in
from zweiklang.joining.doorway import masked, network, person_of, sign_in
from zweiklang.joining.entering import ENTRANCE, account_exists
from zweiklang.joining.forms import DigitsForm
from zweiklang.joining.models import Answer, ContractProposal, FirmRegistration, Invitation
from zweiklang.joining.policy import MAY_INVITE, may_decide_report
from zweiklang.joining.proofs import prove, send_code, tries_left
from zweiklang.joining.recovery import approve_recovery, ask_recovery, firms_in_care, refuse_recovery
from zweiklang.joining.report_forms import ProposeForm, RecoveryForm, RegisterForm
from zweiklang.joining.reporting import (
    confirm_proposal,
    confirm_registration,
    refuse_report,
    register_firm,
    report_contract,
)
from zweiklang.joining.reports import (
    TONES,
    pupils_for,
    recoveries_of,
    recovery_in,
    report_in,
    report_rows,
    suggestions_for,
)
from zweiklang.joining.selectors import classes_of, office_of
from zweiklang.kernel.errors import Conflict, Rejected
from zweiklang.organisations.public import Organisation
from zweiklang.people.public import actor_of
from zweiklang.rooms.public import Scope, room_tabs, standing_in

GET_OR_POST = ["GET", "HEAD", "POST"]
KEY = "registering"


@login_not_required
@never_cache
@require_http_methods(GET_OR_POST)
def register(request: HttpRequest) -> HttpResponse:
    """A firm without an invitation says who it is; nothing exists before the address is proven."""
    person = person_of(request)
    form = RegisterForm(request.POST or None, signed_in=person is not None)
    if request.method == "POST" and form.is_valid():
        if person is not None:
            return _registered(request, form)
        answer = _send_digits(request, form)
        if answer is not None:
            return answer
    return render(request, "joining/register.html", {"form": form})


def _send_digits(request: HttpRequest, form: RegisterForm) -> HttpResponse | None:
    email, purpose = form.cleaned_data["email"], f"registration:{uuid4()}"
    try:
        sent = send_code(ENTRANCE, purpose=purpose, email=email, network=network(request))
    except Rejected as error:
        form.add_error("email", error.message)
        return None
    request.session.cycle_key()
    request.session[KEY] = {
        "said": request.POST.dict(),
        "proof": str(sent),
        "purpose": purpose,
        "email": email,
    }
    return redirect("joining:register_check")


@login_not_required
@never_cache
@require_http_methods(GET_OR_POST)
def register_check(request: HttpRequest) -> HttpResponse:
    """Asks for the six digits; the right ones register the firm and sign in."""
    kept = request.session.get(KEY)
    if kept is None:
        raise Http404
    form = DigitsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if _proves(kept, form.cleaned_data["digits"]):
            return _after_proof(request, kept)
        left = tries_left(UUID(kept["proof"]))
        form.add_error(
            "digits", f"Das ist nicht der Code aus der E-Mail. Sie können es noch {left}-mal versuchen."
        )
    return render(request, "joining/register_check.html", {"form": form, "to": masked(kept["email"])})


def _proves(kept: dict[str, Any], typed: str) -> bool:
    return prove(proof_id=UUID(kept["proof"]), purpose=kept["purpose"], email=kept["email"], typed=typed)


def _after_proof(request: HttpRequest, kept: dict[str, Any]) -> HttpResponse:
    if account_exists(kept["email"]):
        return render(request, "joining/register_sign_in.html")
    form = RegisterForm(kept["said"], signed_in=False)
    if not form.is_valid():
        return redirect("joining:register")
    return _registered(request, form)


def _registered(request: HttpRequest, form: RegisterForm) -> HttpResponse:
    person = person_of(request)
    registrar = form.registrar(person)
    try:
        made = register_firm(
            facts=form.facts(), registrar=registrar, addressed_to=form.cleaned_data["addressed_to"]
        )
    except Rejected as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return render(request, "joining/register.html", {"form": form})
    request.session.pop(KEY, None)
    answer = sign_in(request, made.registered_by, email=registrar.email) if person is None else None
    signed_in = request.user.is_authenticated
    return redirect("joining:report", made.room_id) if signed_in or answer is None else answer


@never_cache
@require_GET
def report(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """A registration or a reported contract: the firm reads how it stands, the office decides."""
    standing, found = report_in(room_id)
    decides = standing.carries(Scope.PROPOSAL_CONFIRM) and bool(
        may_decide_report(actor_of(request.user), report=found)
    )
    tone = TONES[Answer(found.state)]
    context: dict[str, Any] = {"report": found, "decides": decides, "tone": tone, "room_id": room_id}
    if isinstance(found, FirmRegistration):
        context["suggestions"] = suggestions_for(found) if decides else []
        return render(request, "joining/registration.html", context)
    context["pupils"] = pupils_for(found) if decides else []
    context["classes"] = classes_of(found.addressed_to) if decides and found.from_chamber else []
    return render(request, "joining/proposal.html", context)


@never_cache
@require_POST
def decide(request: HttpRequest, room_id: UUID, what: str) -> HttpResponse:
    """Confirms or refuses a report; then shows it."""
    _, found = report_in(room_id)
    try:
        if what == "ablehnen":
            refuse_report(actor_of(request.user), report=found, reason=request.POST.get("reason", ""))
        elif what == "bestaetigen":
            _confirm(request, found)
        else:
            raise Http404
    except (Conflict, Rejected) as error:
        messages.error(request, str(error))
    return redirect("joining:report", room_id)


def _confirm(request: HttpRequest, found: Any) -> None:
    actor, chosen = actor_of(request.user), request.POST.get("chosen", "")
    if isinstance(found, FirmRegistration):
        offered = {str(s.firm.id): s.firm.id for s in suggestions_for(found)}
        known = get_object_or_404(Organisation, pk=offered[chosen]) if chosen in offered else None
        confirm_registration(actor, registration=found, known=known)
        return
    pupils = {str(pupil.pk): pupil for pupil, _ in pupils_for(found)}
    if chosen != "new" and chosen not in pupils:
        raise Rejected("Bitte wählen Sie, wer gemeint ist.")
    if found.from_chamber:
        take_in(actor, proposal=found, pupil=pupils.get(chosen), school_class=_class_chosen(request, found))
    else:
        confirm_proposal(actor, proposal=found, pupil=pupils.get(chosen))


def _class_chosen(request: HttpRequest, found: ContractProposal) -> SchoolClass | None:
    classes = {str(one.pk): one for one in classes_of(found.addressed_to)}
    return classes.get(request.POST.get("school_class", ""))


@never_cache
@require_GET
def reports(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """What was reported to a school or chamber, or by a firm."""
    organisation = office_of(room_id)
    context = _frame(room_id, organisation) | {"rows": report_rows(organisation)}
    context["recovers"] = Invitation.Kind.MANAGER in MAY_INVITE.get(organisation.kind, frozenset())
    return render(request, "joining/reports.html", context)


@never_cache
@require_http_methods(GET_OR_POST)
def propose(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """A firm reports a training contract."""
    organisation = office_of(room_id)
    if organisation.kind != Organisation.Kind.FIRM:
        raise Http404
    form = ProposeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = report_contract(actor_of(request.user), firm=organisation, said=form.said())
            return redirect("joining:report", made.room_id)
        except Rejected as error:
            form.add_error(error.field, error.message)
    return render(request, "joining/propose.html", _frame(room_id, organisation) | {"form": form})


@never_cache
@require_http_methods(GET_OR_POST)
def recovery(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """Asks for a new manager of a firm, and shows what waits for a second person."""
    organisation = office_of(room_id)
    if Invitation.Kind.MANAGER not in MAY_INVITE.get(organisation.kind, frozenset()):
        raise Http404
    text = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    found = firms_in_care(organisation, text=text) if text else []
    form = RecoveryForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _asks(request, organisation, found, form):
        return redirect("joining:recovery", room_id)
    context = _frame(room_id, organisation) | {"form": form, "text": text, "firms": found}
    return render(request, "joining/recovery.html", context | {"rows": recoveries_of(organisation)})


def _asks(
    request: HttpRequest, organisation: Organisation, found: list[Organisation], form: RecoveryForm
) -> bool:
    firm = next((one for one in found if str(one.pk) == request.POST.get("firm")), None)
    if firm is None:
        form.add_error(None, "Bitte wählen Sie den Betrieb.")
        return False
    try:
        ask_recovery(actor_of(request.user), organisation=organisation, firm=firm, **form.cleaned_data)
    except Rejected as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return False
    return True


@never_cache
@require_POST
def recovery_act(request: HttpRequest, room_id: UUID, recovery_id: UUID, what: str) -> HttpResponse:
    """A second person approves, or somebody refuses."""
    acts = {"zustimmen": approve_recovery, "ablehnen": refuse_recovery}
    organisation = office_of(room_id)
    if what not in acts:
        raise Http404
    row = recovery_in(organisation, recovery_id)
    try:
        acts[what](actor_of(request.user), recovery=row)
    except (Conflict, Rejected) as error:
        messages.error(request, str(error))
    return redirect("joining:recovery", room_id)


def _frame(room_id: UUID, organisation: Organisation) -> dict[str, Any]:
    tabs = room_tabs(standing_in(room_id), "reports")
    return {"room_id": room_id, "organisation": organisation, "tabs": tabs}
