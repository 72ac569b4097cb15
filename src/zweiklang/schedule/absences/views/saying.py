"""What apprentices and firms say about an absence: that somebody is away, that the firm knows."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from zweiklang.kernel import formats
from zweiklang.kernel.decisions import require
from zweiklang.kernel.errors import Conflict, Rejected
from zweiklang.people.public import actor_of
from zweiklang.rooms.public import Scope, Standing, note_look, room_tabs
from zweiklang.schedule.absences.forms import NoticeForm, StatementForm
from zweiklang.schedule.absences.notices import report_absence, withdraw_notice
from zweiklang.schedule.absences.overview import notice_rows, schooling_of
from zweiklang.schedule.absences.rules import rule_in_words
from zweiklang.schedule.absences.selectors import (
    day_in_words,
    notices_in,
    readers_of_absences,
    statement_in_words,
)
from zweiklang.schedule.absences.statements import state_absence, statement_of
from zweiklang.schedule.policy import can_be_stated, may_report, may_state
from zweiklang.schedule.selectors import contract_of
from zweiklang.schedule.views.frame import reader

REPORTED = "Abgemeldet: {}. Mehr müssen Sie hier nicht angeben."
WITHDRAWN = "Die Abmeldung ist zurückgenommen."
STATED = "Angegeben. Die Klassenleitung liest es, wenn sie entscheidet."


@require_http_methods(["GET", "POST"])
def report(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """The apprentice or a guardian says that she is or was away, without a reason."""
    standing, contract = reader(room_id, Scope.ABSENCES), contract_of(room_id)
    require(may_report(actor_of(request.user), standing=standing))
    form = NoticeForm(request.POST or None)
    if _reported(request, form, room_id):
        return redirect("schedule:absences", room_id)
    note_look(room_id, Scope.ABSENCES)
    context = _context(standing, contract) | _around(request, room_id, contract) | {"form": form}
    return render(request, "schedule/absences/report.html", context, status=422 if form.errors else 200)


def _around(request: HttpRequest, room_id: UUID, contract: Any) -> dict[str, Any]:
    """What was reported so far, who reads it, and what the school wants."""
    readers, tells_firm = readers_of_absences(room_id, but=actor_of(request.user).person)
    return {
        "notices": notice_rows(notices_in(room_id), own=True),
        "rule": rule_in_words(schooling_of(contract).rule),
        "readers": readers,
        "tells_firm": tells_firm,
    }


def _reported(request: HttpRequest, form: NoticeForm, room_id: UUID) -> bool:
    if not form.is_valid():
        return False
    try:
        notice = report_absence(actor_of(request.user), room_id=room_id, **form.days())
    except Rejected as error:
        form.add_error(error.field or None, error.message)
        return False
    first, last = formats.day(notice.first_day), formats.day(notice.last_day)
    messages.success(request, REPORTED.format(first if first == last else f"{first} bis {last}"))
    return True


def _context(standing: Standing, contract: Any) -> dict[str, Any]:
    return {"contract": contract, "standing": standing, "tabs": room_tabs(standing, "absences")}


@require_POST
def withdraw(request: HttpRequest, room_id: UUID, notice_id: UUID) -> HttpResponse:
    """The notice counts no longer."""
    reader(room_id, Scope.ABSENCES)
    try:
        withdraw_notice(actor_of(request.user), room_id=room_id, notice_id=notice_id)
        messages.success(request, WITHDRAWN)
    except Conflict as error:
        messages.error(request, str(error))
    return redirect("schedule:absences", room_id)


@require_http_methods(["GET", "POST"])
def statement(request: HttpRequest, room_id: UUID, day: date) -> HttpResponse:
    """The firm says once what it knows of the absence on that day."""
    standing = reader(room_id, Scope.ABSENCES)
    require(may_state(actor_of(request.user), standing=standing))
    missed, contract = day_in_words(room_id, day), contract_of(room_id)
    if not can_be_stated(bool(missed)):
        raise Http404
    form = StatementForm(request.POST or None)
    if _stated(request, form, room_id, day):
        return redirect("schedule:absences", room_id)
    note_look(room_id, Scope.ABSENCES)
    said = statement_of(room_id, day)
    context = _context(standing, contract) | {"form": form, "day_label": formats.day(day), "missed": missed}
    context["said"] = statement_in_words(said) if said else ""
    return render(request, "schedule/absences/statement.html", context, status=422 if form.errors else 200)


def _stated(request: HttpRequest, form: StatementForm, room_id: UUID, day: date) -> bool:
    if not form.is_valid():
        return False
    try:
        state_absence(actor_of(request.user), room_id=room_id, day=day, says=form.cleaned_data["says"])
    except (Rejected, Conflict) as error:
        form.add_error("says", str(error))
        return False
    messages.success(request, STATED)
    return True
