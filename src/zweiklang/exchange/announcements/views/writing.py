"""Writing to many: begin, write (texts save themselves), see whom it would reach, send now or later."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from zweiklang.exchange.announcements import drafting, selectors, sending
from zweiklang.exchange.announcements.attaching import field_for
from zweiklang.exchange.announcements.choices import choices_for
from zweiklang.exchange.announcements.forms import DraftForm, MomentForm, SenderForm
from zweiklang.exchange.announcements.policy import may_announce, may_edit, may_send
from zweiklang.exchange.announcements.senders import senders_of
from zweiklang.exchange.files.selectors import files_announced
from zweiklang.exchange.models import Announcement
from zweiklang.kernel import formats
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import now
from zweiklang.kernel.decisions import require
from zweiklang.kernel.errors import Conflict, Refused, Rejected
from zweiklang.people.public import actor_of

SAVED = "Entwurf gespeichert."
DISCARDED = "Entwurf gelöscht."
ON_ITS_WAY = "Die Mitteilung wird jetzt verteilt."
PLANNED = "Die Mitteilung ist geplant. Bis dahin können Sie sie stoppen."
ALREADY = "Diese Mitteilung ist schon unterwegs."
NO_LONGER = "Sie schreiben nicht mehr für diese Stelle. Den Entwurf können Sie noch lesen und löschen."


@require_http_methods(["GET", "POST"])
def new_announcement(request: HttpRequest) -> HttpResponse:
    """For whom; with one office there is nothing to choose."""
    actor = actor_of(request.user)
    senders = senders_of(actor.person)
    if not senders and request.method == "GET":
        return render(request, "exchange/announcements/nobody.html", {"why": may_announce(senders).sentence})
    require(may_announce(senders))
    form = SenderForm(request.POST or None, senders=senders)
    if form.is_valid() and (draft := _begun(actor, form)):
        return redirect("exchange:announcement_draft", draft.pk)
    status = 422 if form.errors else 200
    return render(request, "exchange/announcements/new.html", {"form": form}, status=status)


@require_http_methods(["GET", "POST"])
def announcement_draft(request: HttpRequest, announcement_id: UUID) -> HttpResponse:
    """The form. POST keeps it, and leads on to the check."""
    actor = actor_of(request.user)
    draft = selectors.shown(actor, announcement_id).row
    if draft.state != Announcement.State.DRAFT:
        return redirect("exchange:announcement", announcement_id)
    require(may_edit(actor, draft))
    if (sender := drafting.sender_of_draft(draft)) is None:
        return render(request, "exchange/announcements/lost.html", {"draft": draft, "why": NO_LONGER})
    choices = choices_for(actor, sender=sender)
    form = DraftForm(request.POST or None, draft=draft, sender=sender, choices=choices)
    if form.is_valid() and _kept(request, form, draft):
        return _after_keeping(request, announcement_id)
    context = {"form": form, "draft": draft, "sender": sender, "upload": field_for(actor, draft)}
    return render(request, "exchange/announcements/draft.html", context, status=422 if form.errors else 200)


@require_POST
def announcement_field(request: HttpRequest, announcement_id: UUID) -> HttpResponse:
    """One text of the draft saves itself."""
    sent = {name: request.POST.get(name, "") for name in ("field", "base", "value")}
    try:
        value = drafting.save_text(actor_of(request.user), announcement_id=announcement_id, **sent)
    except drafting.TextConflict as problem:
        both = {
            "mine": problem.mine,
            "theirs": problem.theirs,
            "who": "Sie, in einem anderen Fenster",
            "when": "vorhin",
        }
        return render(request, "web/merge.html", both, status=409)
    except (Rejected, Conflict) as problem:
        return JsonResponse({"error": str(problem)}, status=422)
    return JsonResponse({"saved_at": formats.time(now()), "value": value})


@require_POST
def discard_announcement(request: HttpRequest, announcement_id: UUID) -> HttpResponse:
    """The draft is gone."""
    try:
        drafting.discard_draft(actor_of(request.user), announcement_id=announcement_id)
        messages.success(request, DISCARDED)
    except Conflict as problem:
        messages.error(request, str(problem))
    return redirect("exchange:sent_announcements")


@require_http_methods(["GET", "POST"])
def check_announcement(request: HttpRequest, announcement_id: UUID) -> HttpResponse:
    """What it looks like and whom it reaches. POST sends it, now or at a moment."""
    actor = actor_of(request.user)
    shown = selectors.shown(actor, announcement_id)
    form = MomentForm(request.POST or None, initial={"when": "now", "revision": shown.row.revision})
    if form.is_valid() and (answer := _send(request, form, announcement_id)):
        return answer
    if shown.row.state != Announcement.State.DRAFT:
        return redirect("exchange:announcement", announcement_id)
    numbers = sending.numbers_of(actor, shown.row)
    decision = may_send(actor, shown.row, numbers)
    if not decision and not decision.later:
        raise Refused(decision.sentence)
    context: dict[str, Any] = {"files": files_announced(actor, announcement_id)}
    context |= {"shown": shown, "numbers": numbers, "decision": decision, "form": form}
    return render(request, "exchange/announcements/check.html", context, status=422 if form.errors else 200)


def _begun(actor: Actor, form: SenderForm) -> Announcement | None:
    """Returns the draft; None where the form says why there is none."""
    said = form.cleaned_data
    try:
        return drafting.begin_draft(actor, announcement_id=said["draft"], sender_key=said["sender"])
    except Rejected as problem:
        form.add_error(problem.field or None, problem.message)
        return None


def _kept(request: HttpRequest, form: DraftForm, draft: Announcement) -> bool:
    """True if all of it is stored; otherwise the form says where somebody must look."""
    written = form.written(request.POST, request.FILES)
    try:
        drafting.save_draft(actor_of(request.user), announcement_id=draft.pk, written=written)
    except drafting.TextConflict as problem:
        theirs = f"{problem} Dort steht: „{problem.theirs}“. Bitte prüfen und noch einmal speichern."
        form.add_error(problem.field, theirs)
        setattr(draft, problem.field, problem.theirs)
    except Rejected as problem:
        form.add_error(problem.field if problem.field in form.fields else None, problem.message)
    return not form.errors


def _after_keeping(request: HttpRequest, announcement_id: UUID) -> HttpResponse:
    if "check" in request.POST:
        return redirect("exchange:check_announcement", announcement_id)
    messages.success(request, SAVED)
    return redirect("exchange:announcement_draft", announcement_id)


def _send(request: HttpRequest, form: MomentForm, announcement_id: UUID) -> HttpResponse | None:
    """Returns where to go once it is sent or cannot be; None where the form says what is missing."""
    revision, send_at = form.cleaned_data["revision"], form.moment()
    actor, one = actor_of(request.user), {"announcement_id": announcement_id, "revision": revision}
    try:
        new = sending.send(actor, send_at=send_at, **one)
    except Rejected as problem:
        form.add_error(problem.field or None, problem.message)
        return None
    except Conflict as problem:
        messages.error(request, str(problem))
        return redirect("exchange:check_announcement", announcement_id)
    messages.success(request, (PLANNED if send_at else ON_ITS_WAY) if new else ALREADY)
    return redirect("exchange:announcement", announcement_id)
