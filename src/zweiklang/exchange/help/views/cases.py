"""One case: what was said, answering, ending, withdrawing, and handing it over with consent."""

from contextlib import suppress
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from zweiklang.exchange.help.cases import case_in, said_in
from zweiklang.exchange.help.directory import helper_in, others_who_read, suggested_helper
from zweiklang.exchange.help.forms import SuggestForm, WriteForm
from zweiklang.exchange.help.policy import may_answer, may_end, may_suggest, may_withdraw
from zweiklang.exchange.help.services import answer, decide, end, seen, suggest, withdraw
from zweiklang.exchange.help.shapes import Case
from zweiklang.exchange.help.views.leaving import unseen
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.decisions import require
from zweiklang.kernel.errors import Conflict
from zweiklang.people.public import actor_of


@require_http_methods(["GET", "POST"])
@unseen
def case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """What was said; POST says more. Both answer here."""
    actor = actor_of(request.user)
    found = case_in(actor, case_id)
    form = WriteForm(request.POST or None)
    if form.sent(lambda key, text: answer(actor, case_id=case_id, message_id=key, text=text)):
        return redirect("exchange:help_case", case_id)
    seen(actor, case_id=case_id)
    return render(
        request, "exchange/help/case.html", _shown(actor, found, form), status=422 if form.errors else 200
    )


def _shown(actor: Actor, found: Case, form: WriteForm) -> dict[str, Any]:
    return {
        "case": found,
        "said": said_in(actor, found),
        "form": form,
        "writes": may_answer(found),
        "ends": bool(may_end(found)),
        "withdraws": bool(may_withdraw(found)),
        "suggests": bool(may_suggest(found)),
        "suggested": suggested_helper(found.suggested_id),
    }


@require_http_methods(["GET", "POST"])
@unseen
def end_case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """What ending means; POST ends it, or withdraws it from the other one."""
    actor = actor_of(request.user)
    found = case_in(actor, case_id)
    if request.method == "POST":
        # Ended in another tab: the case says so itself.
        with suppress(Conflict):
            (withdraw if request.POST.get("act") == "withdraw" else end)(actor, case_id=case_id)
        return redirect("exchange:help_case", case_id)
    context = {"case": found, "ends": bool(may_end(found)), "withdraws": bool(may_withdraw(found))}
    return render(request, "exchange/help/end.html", context)


@require_http_methods(["GET", "POST"])
@unseen
def hand_over(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Who was asked suggests somebody else; nothing is passed on by that."""
    actor = actor_of(request.user)
    found = case_in(actor, case_id)
    if (decision := may_suggest(found)).later:
        return redirect("exchange:help_case", case_id)
    require(decision)
    helpers = others_who_read(actor.person, found.asked_by)
    form = SuggestForm(request.POST or None, helpers=helpers)
    if form.is_valid():
        with suppress(Conflict):
            suggest(actor, case_id=case_id, helper=helper_in(helpers, form.helper_id()))
        return redirect("exchange:help_case", case_id)
    context = {"case": found, "form": form, "helpers": helpers}
    return render(request, "exchange/help/hand_over.html", context, status=422 if form.errors else 200)


@require_POST
@unseen
def decide_hand_over(request: HttpRequest, case_id: UUID, helper_id: UUID) -> HttpResponse:
    """Who asked agrees, with what was said so far or without it, or declines."""
    choice = request.POST.get("choice", "")
    agrees, shows_all = choice in ("all", "later"), choice == "all"
    actor = actor_of(request.user)
    with suppress(Conflict):
        decide(actor, case_id=case_id, helper_id=helper_id, agrees=agrees, shows_all=shows_all)
    return redirect("exchange:help_case", case_id)
