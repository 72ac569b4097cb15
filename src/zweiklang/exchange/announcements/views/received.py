"""What somebody was told: the list, one announcement, and "Gelesen und verstanden"."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from zweiklang.exchange.announcements import letters, receiving, selectors, sending
from zweiklang.exchange.announcements.notices import ANNOUNCEMENT
from zweiklang.exchange.announcements.policy import may_answer, may_remind, may_stop, may_withdraw
from zweiklang.exchange.announcements.senders import senders_of
from zweiklang.exchange.models import Announcement, Notice
from zweiklang.exchange.notices.telling import settle_for
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.errors import Conflict
from zweiklang.people.public import actor_of

THANKS = "Bestätigt. Vielen Dank."
ALREADY = "Das haben Sie schon bestätigt."


@require_safe
def announcements(request: HttpRequest) -> HttpResponse:
    """What the person was told, newest first."""
    actor = actor_of(request.user)
    context = {
        "page": selectors.received(actor, page=request.GET.get("page")),
        "senders": senders_of(actor.person),
    }
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
    context = {"shown": shown, "own": None, "answer": may_answer(shown.row, received=shown.received)}
    if sending.is_own(actor, shown.row):
        context["own"] = _own(actor, shown)
    return render(request, "exchange/announcements/announcement.html", context)


@require_POST
def confirm_announcement(request: HttpRequest, announcement_id: UUID) -> HttpResponse:
    """The person has read and understood it."""
    try:
        new = receiving.confirm_receipt(actor_of(request.user), announcement_id=announcement_id)
        messages.success(request, THANKS if new else ALREADY)
    except Conflict as problem:
        messages.info(request, str(problem))
    return redirect("exchange:announcement", announcement_id)


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
