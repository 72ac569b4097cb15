"""Pages of retention: one's own time limits; for the Land what goes tonight, holds, and the protocol."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zweiklang.kernel import formats
from zweiklang.kernel.errors import Conflict, Rejected
from zweiklang.people.public import actor_of
from zweiklang.privacy.retention.forms import HoldForm
from zweiklang.privacy.retention.holds import hold_what, lift_hold
from zweiklang.privacy.retention.keeping import keep_record
from zweiklang.privacy.retention.selectors import holds, own_limits, run_lines, runs, tonight, words_of_rules

KEPT = "Ihr Ausbildungsnachweis bleibt bis {}. Vorher fragen wir Sie noch einmal."
SET = "Die Löschsperre steht. Davon wird nichts mehr gelöscht, bis sie jemand aufhebt."
LIFTED = (
    "Die Löschsperre ist aufgehoben. Was seine Frist überschritten hat, wird in der nächsten Nacht gelöscht."
)


@require_GET
def own(request: HttpRequest) -> HttpResponse:
    """How long one's own record and account stay."""
    context = {"limits": own_limits(actor_of(request.user)), "words": words_of_rules()}
    return render(request, "privacy/retention/own.html", context)


@require_POST
def keep(request: HttpRequest, contract_id: UUID) -> HttpResponse:
    """The record stays a year longer."""
    try:
        wish = keep_record(actor_of(request.user), contract_id=contract_id)
        messages.success(request, KEPT.format(formats.day_long(wish.until)))
    except Conflict as problem:
        messages.info(request, str(problem))
    return redirect("privacy:retention_own")


@require_http_methods(["GET", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """What would be deleted tonight, and the holds; a hold is set here."""
    actor, form = actor_of(request.user), HoldForm(request.POST or None)
    standing = holds(actor)
    if form.is_valid() and _set(request, form):
        return redirect("privacy:retention_index")
    context = {"form": form, "holds": standing, "preview": tonight(actor)}
    failed = form.is_bound and bool(form.errors)
    return render(request, "privacy/retention/index.html", context, status=422 if failed else 200)


def _set(request: HttpRequest, form: HoldForm) -> bool:
    try:
        hold_what(actor_of(request.user), **form.cleaned_data)
    except Rejected as error:
        form.add_error(error.field, error.message)
    except Conflict as error:
        form.add_error(None, str(error))
    else:
        messages.success(request, SET)
    return not form.errors


@require_POST
def lift(request: HttpRequest, hold_id: UUID) -> HttpResponse:
    """The hold is over."""
    try:
        lift_hold(actor_of(request.user), hold_id=hold_id)
        messages.success(request, LIFTED)
    except Conflict as problem:
        messages.info(request, str(problem))
    return redirect("privacy:retention_index")


@require_GET
def protocol(request: HttpRequest) -> HttpResponse:
    """What the last nights deleted."""
    found = run_lines(runs(actor_of(request.user)))
    return render(request, "privacy/retention/protocol.html", {"runs": found})
