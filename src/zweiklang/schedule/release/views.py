"""The page of one day of an apprenticeship: what school and law say, and what apprentice and firm answer."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from zweiklang.apprenticeships.public import Contract
from zweiklang.kernel import formats
from zweiklang.kernel.errors import Conflict, Rejected
from zweiklang.people.public import actor_of
from zweiklang.rooms.public import Scope, Standing, note_look, room_tabs, standing_in
from zweiklang.schedule.release.answers import BUTTONS, answer_day, answers_to
from zweiklang.schedule.release.described import FIRM_DECIDES
from zweiklang.schedule.release.forms import TravelForm
from zweiklang.schedule.release.page import day_page
from zweiklang.schedule.release.policy import may_answer, side_of
from zweiklang.schedule.selectors import contract_of

SAID = "Gespeichert. Beide Seiten sehen Ihre Antwort. Sie können sie ändern."
SAID_ALREADY = "Das steht schon so da. Beide Seiten sehen Ihre Antwort."
ONE_DAY = timedelta(days=1)


@require_http_methods(["GET", "POST"])
def day(request: HttpRequest, room_id: UUID, day: date) -> HttpResponse:
    """What the day means. POST: the person's side says "kommt" or "bleibt"."""
    standing, contract = _reader(room_id, day)
    if request.method == "POST":
        _answer(request, contract, day)
        return redirect("schedule:day", room_id, day)
    note_look(room_id, Scope.SCHEDULE)
    travel = TravelForm(request.GET if "weg" in request.GET else None)
    page = day_page(contract, day, standing=standing, travel=travel.minutes())
    context = {"contract": contract, "page": page, "travel": travel, "decides": FIRM_DECIDES}
    context |= _around(contract, day) | _answering(request, standing, day)
    return render(request, "schedule/release/day.html", context, status=422 if travel.errors else 200)


def _reader(room_id: UUID, day: date) -> tuple[Standing, Contract]:
    standing = standing_in(room_id)
    if standing.kind != "apprenticeship" or not standing.reads(Scope.SCHEDULE):
        raise Http404
    contract = contract_of(room_id)
    if not contract.first_day <= day <= contract.last_day:
        raise Http404
    return standing, contract


def _answer(request: HttpRequest, contract: Contract, day: date) -> None:
    says = request.POST.get("says", "")
    try:
        new = answer_day(actor_of(request.user), contract=contract, day=day, says=says)
    except (Conflict, Rejected) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, SAID if new else SAID_ALREADY)


def _around(contract: Contract, day: date) -> dict[str, Any]:
    """Returns how the day is called, and the days before and after it as far as the contract goes."""

    def link(other: date) -> tuple[str, str] | None:
        if not contract.first_day <= other <= contract.last_day:
            return None
        return formats.day(other), reverse("schedule:day", args=[contract.room_id, other])

    return {
        "day": f"{formats.WEEKDAY_NAMES[day.weekday()]}, {formats.day_long(day)}",
        "before": link(day - ONE_DAY),
        "after": link(day + ONE_DAY),
    }


def _answering(request: HttpRequest, standing: Standing, day: date) -> dict[str, Any]:
    side, answers = side_of(standing), answers_to(standing.room_id, day)
    own = answers.of(side)
    both = answers.apprentice, answers.firm
    return {
        "tabs": room_tabs(standing, "calendar"),
        "answers": answers,
        "buttons": BUTTONS[side] if side else (),
        "own": own.says if own else "",
        "refused": may_answer(actor_of(request.user), standing=standing, day=day).sentence,
        "differ": all(both) and len({one.says for one in both if one}) > 1,
    }
