"""One case: what was said, answering, ending, withdrawing, and handing it over with consent."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from zweiklang.exchange.help.cases import case_in, said_in
from zweiklang.exchange.help.directory import helper_in
from zweiklang.exchange.help.forms import SuggestForm, WriteForm
from zweiklang.exchange.help.handing_over import others_who_help, waiting_in
from zweiklang.exchange.help.policy import may_answer, may_end, may_suggest, may_withdraw
from zweiklang.exchange.help.services import answer, decide, end, seen, suggest, withdraw
from zweiklang.exchange.help.shapes import Case
from zweiklang.exchange.help.views.leaving import unseen
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.decisions import require
from zweiklang.people.public import actor_of


@require_http_methods(["GET", "POST"])
@unseen
def case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """What was said; POST says more. Both answer here."""
    actor = actor_of(request.user)
    found = case_in(actor, case_id)
    form = WriteForm(request.POST or None)
    if form.is_valid():
        message_id, text = form.message()
        answer(actor, case=found, message_id=message_id, text=text)
        return redirect("exchange:help_case", case_id)
    seen(actor, case=found)
    return render(
        request, "exchange/help/case.html", _shown(actor, found, form), status=422 if form.errors else 200
    )


def _shown(actor: Actor, found: Case, form: WriteForm) -> dict[str, Any]:
    waiting = waiting_in(found)
    return {
        "case": found,
        "said": said_in(actor, found),
        "form": form,
        "writes": may_answer(found),
        "ends": bool(may_end(found)),
        "withdraws": bool(may_withdraw(found)),
        "suggests": bool(may_suggest(found, waiting=waiting is not None)),
        "waiting": waiting,
    }


@require_http_methods(["GET", "POST"])
@unseen
def end_case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """What ending means; POST ends it, or withdraws it from the other one."""
    actor = actor_of(request.user)
    found = case_in(actor, case_id)
    if request.method == "POST":
        act = withdraw if request.POST.get("act") == "withdraw" else end
        act(actor, case=found)
        return redirect("exchange:help_case", case_id)
    context = {"case": found, "ends": bool(may_end(found)), "withdraws": bool(may_withdraw(found))}
    return render(request, "exchange/help/end.html", context)


@require_http_methods(["GET", "POST"])
@unseen
def hand_over(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Who was asked suggests somebody else; nothing is passed on by that."""
    actor = actor_of(request.user)
    found = case_in(actor, case_id)
    require(may_suggest(found, waiting=waiting_in(found) is not None))
    helpers = others_who_help(actor, found)
    form = SuggestForm(request.POST or None, helpers=helpers)
    if form.is_valid():
        suggest(actor, case=found, helper=helper_in(helpers, form.helper_id()))
        return redirect("exchange:help_case", case_id)
    context = {"case": found, "form": form, "helpers": helpers}
    return render(request, "exchange/help/hand_over.html", context, status=422 if form.errors else 200)


@require_POST
@unseen
def decide_hand_over(request: HttpRequest, case_id: UUID, hand_over_id: UUID) -> HttpResponse:
    """Who asked agrees, with what was said so far or without it, or declines."""
    actor = actor_of(request.user)
    found = case_in(actor, case_id)
    choice = request.POST.get("choice", "")
    decide(actor, case=found, hand_over_id=hand_over_id, agrees=choice != "no", shows_all=choice == "all")
    return redirect("exchange:help_case", case_id)
