"""Whom one can turn to, my cases, and the first message."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from zweiklang.exchange.help import facts
from zweiklang.exchange.help.cases import cases_of
from zweiklang.exchange.help.directory import helper_in, helpers_for, surroundings_of
from zweiklang.exchange.help.forms import WriteForm
from zweiklang.exchange.help.policy import may_ask
from zweiklang.exchange.help.services import ask
from zweiklang.exchange.help.views.leaving import unseen
from zweiklang.kernel.decisions import require
from zweiklang.people.public import actor_of


@require_GET
@unseen
def help_page(request: HttpRequest) -> HttpResponse:
    """Numbers that help at once, whom I can turn to, and my cases: those I have opened, and those in which I am asked."""
    actor = actor_of(request.user)
    around, cases = surroundings_of(actor), cases_of(actor)
    context = {
        "urgent": facts.URGENT,
        "listening": facts.LISTENING,
        "apprentice": around.learns,
        "helpers": helpers_for(actor, around),
        "own": [one for one in cases if one.mine],
        "asked": [one for one in cases if not one.mine],
    }
    return render(request, "exchange/help/help.html", context)


@require_http_methods(["GET", "POST"])
@unseen
def write(request: HttpRequest, helper_id: UUID) -> HttpResponse:
    """The first message to one person; where there is a case with this person already, it goes there."""
    actor = actor_of(request.user)
    around = surroundings_of(actor)
    helper = helper_in(helpers_for(actor, around), helper_id)
    require(may_ask(actor, helper=helper, learns=around.learns))
    if helper.case_id and request.method == "GET":
        return redirect("exchange:help_case", helper.case_id)
    cases: list[UUID] = []
    form = WriteForm(request.POST or None)
    if form.sent(lambda key, text: cases.append(ask(actor, helper=helper, message_id=key, text=text))):
        return redirect("exchange:help_case", cases[0])
    context = {"helper": helper, "form": form}
    return render(request, "exchange/help/write.html", context, status=422 if form.errors else 200)
