"""What a school keeps for all its classes: free days, and the times of lessons."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from zweiklang.kernel.decisions import require
from zweiklang.kernel.errors import Conflict
from zweiklang.kernel.form_fields import done
from zweiklang.organisations.public import Organisation
from zweiklang.people.public import actor_of
from zweiklang.rooms.public import Scope, Standing, room_tabs, standing_in
from zweiklang.schedule.models import FreeDay
from zweiklang.schedule.planning.forms import FreeDayForm
from zweiklang.schedule.planning.grids import TimesForm
from zweiklang.schedule.planning.policy import may_plan_school
from zweiklang.schedule.planning.school import (
    keep_free_day,
    keep_lesson_times,
    lesson_times,
    remove_free_day,
    times_token,
    token_of,
)
from zweiklang.schedule.planning.selectors import free_day_in, free_day_rows, school_holiday_rows, school_of
from zweiklang.schedule.planning.views.frame import seen_again

PAGE, TAB = "schedule:school_calendar", "school_calendar"
KEPT = "Gespeichert. Alle Klassen der Schule werden benachrichtigt."
GONE = "Entfernt. Alle Klassen der Schule werden benachrichtigt."
TIMES = "Die Unterrichtszeiten sind gespeichert."
NOTHING = "Nichts geändert. Diese Zeiten gelten schon."


@require_http_methods(["GET", "POST"])
def school_calendar(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """The free days of the school, and its times of lessons. POST adds a free day."""
    standing, school = _office(room_id)
    form = FreeDayForm(request.POST or None)
    if done(form, lambda: _keep(request, standing, school, form)):
        messages.success(request, KEPT)
        return redirect(PAGE, room_id)
    context = _frame(request, standing, school) | {"form": form, "rows": free_day_rows(school)}
    context |= {"times": lesson_times(school.pk), "holidays": school_holiday_rows()}
    return render(request, "schedule/planning/school.html", context, status=422 if form.errors else 200)


def _office(room_id: UUID) -> tuple[Standing, Organisation]:
    """Returns standing and school for its administration; 404 for everybody else."""
    standing = standing_in(room_id)
    if standing.kind != "team" or not standing.carries(Scope.ADMINISTRATION):
        raise Http404
    return standing, school_of(room_id)


def _frame(request: HttpRequest, standing: Standing, school: Organisation) -> dict[str, Any]:
    writes = may_plan_school(actor_of(request.user), standing=standing)
    return {"school": school, "room_id": standing.room_id, "tabs": room_tabs(standing, TAB), "writes": writes}


def _keep(
    request: HttpRequest, standing: Standing, school: Organisation, form: FreeDayForm, **which: Any
) -> FreeDay:
    said = {"kind": form.cleaned_data["kind"], "name": form.cleaned_data["name"]}
    return keep_free_day(
        actor_of(request.user), school=school, standing=standing, days=form.days(), **said, **which
    )


@require_http_methods(["GET", "POST"])
def free_day(request: HttpRequest, room_id: UUID, free_day_id: UUID) -> HttpResponse:
    """One free day is changed or removed."""
    standing, school = _office(room_id)
    found = free_day_in(school, free_day_id)
    require(may_plan_school(actor_of(request.user), standing=standing))
    form = _filled(request, found)
    if said := done(form, lambda: _changed(request, standing, school, found, form)):
        messages.success(request, said)
        return redirect(PAGE, room_id)
    seen_again(form, token_of(found))
    context = _frame(request, standing, school) | {"form": form, "found": found}
    return render(request, "schedule/planning/free_day.html", context, status=422 if form.errors else 200)


def _filled(request: HttpRequest, found: FreeDay) -> FreeDayForm:
    """The form as sent; for removing it only matters what was seen."""
    shown = {name: getattr(found, name) for name in ("kind", "first_day", "last_day", "name")}
    shown["seen"] = token_of(found)
    if request.POST.get("act") == "remove":
        return FreeDayForm({**shown, "seen": request.POST.get("seen", "")})
    return FreeDayForm(request.POST or None, initial=shown)


def _changed(
    request: HttpRequest, standing: Standing, school: Organisation, found: FreeDay, form: FreeDayForm
) -> str:
    which: dict[str, Any] = {"free_day_id": found.pk, "seen": form.cleaned_data["seen"]}
    if request.POST.get("act") == "remove":
        remove_free_day(actor_of(request.user), school=school, standing=standing, **which)
        return GONE
    _keep(request, standing, school, form, **which)
    return KEPT


@require_http_methods(["GET", "POST"])
def times_of_lessons(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """From when to when each lesson of the school lasts."""
    standing, school = _office(room_id)
    require(may_plan_school(actor_of(request.user), standing=standing))
    present = lesson_times(school.pk)
    form = TimesForm(present, request.POST or None, usual="vorschlag" in request.GET)
    clash = ""
    if request.method == "POST" and not form.errors:
        clash = _times_kept(request, standing, school, form)
        if not clash:
            return redirect(PAGE, room_id)
    context = _frame(request, standing, school) | {"form": form, "clash": clash}
    context |= {"seen": times_token(present), "none_yet": not present}
    return render(
        request, "schedule/planning/times.html", context, status=422 if form.errors or clash else 200
    )


def _times_kept(request: HttpRequest, standing: Standing, school: Organisation, form: TimesForm) -> str:
    """Returns why not, or "" once it is done."""
    seen = request.POST.get("seen", "")
    try:
        changed = keep_lesson_times(
            actor_of(request.user), school=school, standing=standing, times=form.times, seen=seen
        )
    except Conflict as error:
        return str(error)
    messages.success(request, TIMES if changed else NOTHING)
    return ""
