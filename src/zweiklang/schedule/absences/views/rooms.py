"""One apprenticeship's absences: the list with its sums, and the reason of one."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from zweiklang.kernel.clock import today
from zweiklang.kernel.decisions import require
from zweiklang.kernel.errors import Conflict, Rejected
from zweiklang.people.public import actor_of
from zweiklang.rooms.public import Scope, Standing, members_of, note_look, room_tabs
from zweiklang.schedule.absences.forms import STATES, ReasonForm
from zweiklang.schedule.absences.overview import facts_in, notice_rows, reads_facts, schooling_of
from zweiklang.schedule.absences.rules import rule_in_words
from zweiklang.schedule.absences.selectors import absences_in, notices_in, readers_of_reasons, reason_of
from zweiklang.schedule.absences.services import take_back_reason, tell_reason, version_of
from zweiklang.schedule.absences.shapes import SchoolYear
from zweiklang.schedule.absences.views.classes import decide
from zweiklang.schedule.policy import may_decide, may_report, may_state, may_tell_reason
from zweiklang.schedule.selectors import contract_of
from zweiklang.schedule.views.frame import frame, reader

TOLD = "Gespeichert. Sie können den Grund jederzeit ändern oder entfernen."
TAKEN_BACK = "Der Grund ist entfernt. Niemand kann ihn mehr lesen."


@require_http_methods(["GET", "POST"])
def absences(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """All absences of one apprentice with their sums. POST: the class teacher decides about some."""
    standing, contract = reader(room_id, Scope.ABSENCES), contract_of(room_id)
    schooling, notices = schooling_of(contract), notices_in(room_id)
    years = absences_in(room_id, rule=schooling.rule, notices=notices)
    if request.method == "POST":
        require(may_decide(actor_of(request.user), standing=standing))
        decide(request, [row for year in years for row in year.rows])
        return redirect("schedule:absences", room_id)
    _note(room_id, years)
    context = frame(standing, contract, Scope.ABSENCES, "absences") | _acts(request, standing)
    context |= {"years": years, "states": STATES, "rule": rule_in_words(schooling.rule)}
    context["notices"] = notice_rows(notices, own=context["reports"])
    # For the apprentice and the class teacher alone, and of the newest school year.
    context["facts"] = facts_in(schooling, years[0]) if years and reads_facts(standing) else []
    return render(request, "schedule/absences/absences.html", context)


def _acts(request: HttpRequest, standing: Standing) -> dict[str, Any]:
    """What the person may do here; `own`: who may know the reason."""
    actor = actor_of(request.user)
    return {
        "decides": bool(may_decide(actor, standing=standing)),
        "tells": bool(may_tell_reason(actor, standing=standing)),
        "reports": bool(may_report(actor, standing=standing)),
        "may_state": bool(may_state(actor, standing=standing)),
        "own": standing.carries(Scope.ABSENCE_REASONS),
    }


def _note(room_id: UUID, years: list[SchoolYear]) -> None:
    note_look(room_id, Scope.ABSENCES)
    if any(row.reason for year in years for row in year.rows):
        note_look(room_id, Scope.ABSENCE_REASONS)


@require_http_methods(["GET", "POST"])
def reason(request: HttpRequest, room_id: UUID, absence_id: UUID) -> HttpResponse:
    """The apprentice or a guardian says why, changes it, or takes it back. Voluntary."""
    standing = reader(room_id, Scope.ABSENCE_REASONS)
    require(may_tell_reason(actor_of(request.user), standing=standing))
    row, told = reason_of(room_id, absence_id)
    note_look(room_id, Scope.ABSENCE_REASONS)
    shown = {"text": told.text if told else "", "seen": version_of(told)}
    form = ReasonForm(request.POST or None, initial=shown)
    if _told(request, form, room_id, absence_id):
        return redirect("schedule:absences", room_id)
    context = {"form": form, "row": row, "told": told, "tabs": room_tabs(standing, "absences")}
    context |= {
        "readers": readers_of_reasons(members_of(room_id, on=today()), but=actor_of(request.user).person)
    }
    context["contract"] = contract_of(room_id)
    return render(request, "schedule/absences/reason.html", context, status=422 if form.errors else 200)


def _told(request: HttpRequest, form: ReasonForm, room_id: UUID, absence_id: UUID) -> bool:
    """True if what was sent is done; otherwise the form says why not."""
    actor = actor_of(request.user)
    if request.POST.get("act") == "remove":
        take_back_reason(actor, room_id=room_id, absence_id=absence_id)
        messages.success(request, TAKEN_BACK)
        return True
    if not form.is_valid():
        return False
    try:
        tell_reason(actor, room_id=room_id, absence_id=absence_id, **form.cleaned_data)
        messages.success(request, TOLD)
    except (Rejected, Conflict) as error:
        form.add_error("text", str(error))
    return not form.errors
