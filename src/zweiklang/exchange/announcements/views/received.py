"""What somebody was told: the list, one announcement, and "Gelesen und verstanden"."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zweiklang.exchange.announcements import letters, receiving, selectors, sending
from zweiklang.exchange.announcements.answering import answer
from zweiklang.exchange.announcements.forms import AnswerForm
from zweiklang.exchange.announcements.notices import ANNOUNCEMENT
from zweiklang.exchange.announcements.policy import may_answer, may_remind, may_stop, may_withdraw
from zweiklang.exchange.announcements.senders import senders_of
from zweiklang.exchange.files.selectors import files_announced
from zweiklang.exchange.models import Announcement, Conversation, Notice
from zweiklang.exchange.notices.telling import settle_for
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.decisions import require
from zweiklang.kernel.errors import Conflict, Rejected
from zweiklang.kernel.ids import new_id
from zweiklang.people.public import actor_of

THANKS = "Bestätigt. Vielen Dank."
ALREADY = "Das haben Sie schon bestätigt."


@require_safe
def announcements(request: HttpRequest) -> HttpResponse:
    """What the person was told, newest first."""
    actor = actor_of(request.user)
    page, lines = selectors.received(actor, page=request.GET.get("page"))
    context = {"page": page, "lines": lines, "senders": senders_of(actor.person)}
    return render(request, "exchange/announcements/received.html", context)


@require_safe
def announcement(request: HttpRequest, announcement_id: UUID) -> HttpResponse:
    """One announcement; its author and office also see how it has arrived. A draft is where it is written."""
    actor = actor_of(request.user)
    shown = selectors.shown(actor, announcement_id)
    if shown.row.state == Announcement.State.DRAFT:
        return redirect("exchange:announcement_draft", announcement_id)
    if shown.received and request.method == "GET" and not shown.row.needs_receipt:
        _seen(actor, announcement_id)
    context: dict[str, Any] = {"files": files_announced(actor, announcement_id), "own": None}
    context |= {"shown": shown, "answer": may_answer(shown.row, received=shown.received)}
    if sending.is_own(actor, shown.row):
        context["own"] = _own(actor, shown)
    return render(request, "exchange/announcements/announcement.html", context)


@require_http_methods(["GET", "POST"])
def answer_announcement(request: HttpRequest, announcement_id: UUID) -> HttpResponse:
    """A form; then a conversation with whoever has written it."""
    actor = actor_of(request.user)
    shown = selectors.shown(actor, announcement_id)
    require(may_answer(shown.row, received=shown.received))
    form = AnswerForm(request.POST or None, initial={"message": new_id()})
    if form.is_valid() and (conversation := _answered(request, form, announcement_id)):
        return redirect("exchange:conversation", conversation.room_id)
    context = {"shown": shown, "form": form}
    return render(request, "exchange/announcements/answer.html", context, status=422 if form.errors else 200)


@require_POST
def confirm_announcement(request: HttpRequest, announcement_id: UUID) -> HttpResponse:
    """The person has read and understood it."""
    try:
        new = receiving.confirm_receipt(actor_of(request.user), announcement_id=announcement_id)
        messages.success(request, THANKS if new else ALREADY)
    except Conflict as problem:
        messages.info(request, str(problem))
    return redirect("exchange:announcement", announcement_id)


def _answered(request: HttpRequest, form: AnswerForm, announcement_id: UUID) -> Conversation | None:
    """Returns the conversation; None where the form says why there is none."""
    said = form.cleaned_data
    try:
        return answer(
            actor_of(request.user),
            announcement_id=announcement_id,
            text=said["text"],
            message_id=said["message"],
        )
    except (Conflict, Rejected) as problem:
        form.add_error(None, str(problem))
        return None


def _seen(actor: Actor, announcement_id: UUID) -> None:
    """What was opened is not new any more, on the counter of this person and nowhere else: senders never learn who has opened it."""
    mine = Notice.objects.filter(person_id=actor.person, kind=ANNOUNCEMENT.key, about=announcement_id)
    if mine.filter(done_at__isnull=True).exists():
        settle_for(actor, kind=ANNOUNCEMENT, about=announcement_id)


def _own(actor: Actor, shown: selectors.Shown) -> dict[str, Any]:
    """What its author and the office see beside the text."""
    row = shown.row
    receipt = receiving.receipts(actor, [row.pk])[row.pk]
    asks = row.needs_receipt and bool(receipt.firms) and receipt.missing > 0
    return {
        "receipt": receipt,
        "arrived": selectors.arrived_in_words(row, receipt),
        "missing": receiving.missing_firms(actor, row.pk) if asks else None,
        "stop": may_stop(row, own=True),
        "withdraw": may_withdraw(row, own=True),
        "remind": may_remind(row, own=True, missing=receipt.missing),
        "to_print": letters.to_print(receipt),
    }
