"""What was sent: the list with its numbers, stopping, withdrawing, reminding, and what goes by post."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zweiklang.exchange.announcements import letters, receiving, selectors, sending
from zweiklang.exchange.announcements.policy import may_withdraw
from zweiklang.exchange.announcements.senders import senders_of
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.decisions import require
from zweiklang.kernel.errors import Conflict
from zweiklang.people.public import actor_of

STOPPED = "Gestoppt. Die Mitteilung ist wieder ein Entwurf."
WITHDRAWN = "Zurückgezogen. Wer sie bekommen hat, sieht nur noch, dass sie zurückgezogen ist."
REMINDED = "Wer noch nicht bestätigt hat, wird jetzt erinnert."
PRINTED = "Als gedruckt vermerkt."


@require_safe
def sent_announcements(request: HttpRequest) -> HttpResponse:
    """Drafts, planned and sent ones, with how they have arrived."""
    actor = actor_of(request.user)
    senders = senders_of(actor.person)
    page, lines = selectors.sent(actor, senders=senders, page=request.GET.get("page"))
    context = {"page": page, "lines": lines, "senders": senders}
    return render(request, "exchange/announcements/sent.html", context)


@require_POST
def stop_announcement(request: HttpRequest, announcement_id: UUID) -> HttpResponse:
    """What was planned is a draft again."""
    return _done(request, sending.stop, announcement_id, STOPPED)


@require_http_methods(["GET", "POST"])
def withdraw_announcement(request: HttpRequest, announcement_id: UUID) -> HttpResponse:
    """Says what it means; then it is withdrawn."""
    if request.method == "POST":
        return _done(request, sending.withdraw, announcement_id, WITHDRAWN)
    actor = actor_of(request.user)
    shown = selectors.shown(actor, announcement_id)
    try:
        require(may_withdraw(shown.row, own=sending.is_own(actor, shown.row)))
    except Conflict as problem:
        messages.info(request, str(problem))
        return redirect("exchange:announcement", announcement_id)
    return render(request, "exchange/announcements/withdraw.html", {"shown": shown})


@require_POST
def remind_of_announcement(request: HttpRequest, announcement_id: UUID) -> HttpResponse:
    """Whoever has not confirmed is told once more."""
    return _done(request, receiving.remind, announcement_id, REMINDED)


@require_safe
def announcement_letters(request: HttpRequest, announcement_id: UUID) -> HttpResponse:
    """The letters that are not printed yet, as a PDF."""
    shown = _own(request, announcement_id)
    data = letters.letters_pdf(actor_of(request.user), shown.row)
    if data is None:
        raise Http404
    return _file(data, "application/pdf", "Briefe.pdf")


@require_safe
def announcement_addresses(request: HttpRequest, announcement_id: UUID) -> HttpResponse:
    """The addresses of all letters as a table."""
    shown = _own(request, announcement_id)
    return _file(
        letters.addresses_csv(actor_of(request.user), shown.row), "text/csv; charset=utf-8", "Adressen.csv"
    )


@require_POST
def mark_letters_printed(request: HttpRequest, announcement_id: UUID) -> HttpResponse:
    """The letters of the last PDF are on paper."""

    def mark(actor: Actor, *, announcement_id: UUID) -> object:
        return letters.mark_printed(actor, announcement_id=announcement_id, seen=request.POST.get("seen", ""))

    return _done(request, mark, announcement_id, PRINTED)


def _own(request: HttpRequest, announcement_id: UUID) -> selectors.Shown:
    """Returns the announcement of the person or the office; for anybody else there are no letters."""
    actor = actor_of(request.user)
    shown = selectors.shown(actor, announcement_id)
    if not sending.is_own(actor, shown.row):
        raise Http404
    return shown


def _done(
    request: HttpRequest, act: Callable[..., Any], announcement_id: UUID, sentence: str
) -> HttpResponse:
    try:
        act(actor_of(request.user), announcement_id=announcement_id)
        messages.success(request, sentence)
    except Conflict as problem:
        messages.info(request, str(problem))
    return redirect("exchange:announcement", announcement_id)


def _file(data: bytes, content_type: str, name: str) -> HttpResponse:
    answer = HttpResponse(data, content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "no-store"
    return answer
