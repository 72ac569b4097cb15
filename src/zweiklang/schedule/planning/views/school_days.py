"""When a class has school: the year in which blocks are painted, and entries with exact days."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from zweiklang.apprenticeships.public import SchoolClass
from zweiklang.kernel.clock import today
from zweiklang.kernel.errors import Conflict, Rejected
from zweiklang.kernel.form_fields import done
from zweiklang.people.public import actor_of
from zweiklang.schedule.models import SchoolPeriod
from zweiklang.schedule.planning.forms import ModelForm, PeriodForm, WeekdaysForm, painted
from zweiklang.schedule.planning.school_days import (
    copy_plan,
    keep_period,
    paint_blocks,
    remove_period,
    take_back,
    token_of,
)
from zweiklang.schedule.planning.selectors import models_for, period_in, plan_of, source_of
from zweiklang.schedule.planning.shapes import Outcome, Undo
from zweiklang.schedule.planning.spans import half_years
from zweiklang.schedule.planning.views.frame import (
    class_frame,
    planner_of_class,
    reader_of_class,
    seen_again,
)
from zweiklang.schedule.planning.views.undoing import forget, remember, remembered

PAGE = "schedule:school_days"
SAVED = "Gespeichert. Wer zur Klasse gehört, wird benachrichtigt."
NOTHING = "Nichts geändert. So steht es schon im Plan."
BACK = "Rückgängig gemacht. Es gilt wieder, was vorher galt."


@require_http_methods(["GET", "POST"])
def school_days(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """The school year of the class with its blocks and weekdays. POST: the chosen weeks are the blocks."""
    standing, school_class = reader_of_class(room_id)
    if request.method == "POST":
        chosen = painted(request.POST)
        _said(
            request,
            school_class,
            paint_blocks(actor_of(request.user), school_class=school_class, painted=chosen),
        )
        return redirect(PAGE, room_id)
    context = class_frame(request, standing, school_class, PAGE) | {"plan": plan_of(school_class)}
    if context["planning"]:
        context["models"] = ModelForm(models_for(school_class))
        context["undo"] = (remembered(request, PAGE, room_id) or {}).get("after") == context["plan"].token
    return render(request, "schedule/planning/school_days.html", context)


def _said(request: HttpRequest, school_class: SchoolClass, outcome: Outcome) -> None:
    """The person reads what came of it, and can take it back."""
    if outcome.others:
        messages.warning(request, outcome.others)
    if outcome.undo is None:
        messages.info(request, NOTHING)
        return
    data = {"before": list(outcome.undo.before), "after": outcome.undo.after}
    remember(request, PAGE, school_class.room_id, data)
    messages.success(request, SAVED)


@require_POST
def undo_school_days(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """The last change of this person is taken back."""
    _, school_class = planner_of_class(request, room_id)
    kept = remembered(request, PAGE, room_id)
    if kept is None:
        messages.info(request, "Hier gibt es nichts, was sich rückgängig machen lässt.")
        return redirect(PAGE, room_id)
    try:
        undo = Undo(tuple(kept["before"]), kept["after"])
        take_back(actor_of(request.user), school_class=school_class, undo=undo)
        messages.success(request, BACK)
    except Conflict as error:
        messages.error(request, str(error))
    forget(request)
    return redirect(PAGE, room_id)


@require_POST
def copy_school_days(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """The plan of another class is this one's, too."""
    _, school_class = planner_of_class(request, room_id)
    form = ModelForm(models_for(school_class), request.POST)
    if not form.is_valid():
        messages.error(request, "Bitte eine Klasse wählen, deren Schultage schon eingetragen sind.")
        return redirect(PAGE, room_id)
    try:
        outcome = copy_plan(actor_of(request.user), school_class=school_class, model=form.chosen())
        _said(request, school_class, outcome)
    except Rejected as error:
        messages.error(request, error.message)
    return redirect(PAGE, room_id)


@require_http_methods(["GET", "POST"])
def new_period(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """Further weekdays or, with exact days, a further block."""
    standing, school_class = planner_of_class(request, room_id)
    weekly = request.GET.get("art") != "block"
    form = _form_of(weekly)(request.POST or None, initial=_proposed(request, school_class, weekly=weekly))
    if outcome := done(form, lambda: _keep(request, school_class, form)):
        _said(request, school_class, outcome)
        return redirect(PAGE, room_id)
    context = class_frame(request, standing, school_class, PAGE)
    context |= {"form": form, "weekly": weekly}
    return render(request, "schedule/planning/period.html", context, status=422 if form.errors else 200)


def _form_of(weekly: bool) -> type[PeriodForm]:
    return WeekdaysForm if weekly else PeriodForm


def _proposed(request: HttpRequest, school_class: SchoolClass, *, weekly: bool) -> dict[str, Any]:
    """The half-year of the address, else the one that runs or comes next; a block has no usual days."""
    halves = half_years(school_class.school_year)
    asked = {"1": halves[0], "2": halves[1]}.get(request.GET.get("halbjahr", ""))
    first, last = asked or (halves[1] if today() >= halves[1][0] else halves[0])
    return {"first_day": first, "last_day": last} if weekly else {}


def _keep(request: HttpRequest, school_class: SchoolClass, form: PeriodForm, **which: Any) -> Outcome:
    return keep_period(actor_of(request.user), school_class=school_class, terms=form.terms(), **which)


@require_http_methods(["GET", "POST"])
def period(request: HttpRequest, room_id: UUID, period_id: UUID) -> HttpResponse:
    """One entry is changed or removed."""
    standing, school_class = planner_of_class(request, room_id)
    found = period_in(school_class, period_id)
    form = _filled(request, found)
    if outcome := done(form, lambda: _changed(request, school_class, found, form)):
        _said(request, school_class, outcome)
        return redirect(PAGE, room_id)
    seen_again(form, token_of([found]))
    context = class_frame(request, standing, school_class, PAGE)
    context |= {"form": form, "weekly": found.kind == SchoolPeriod.Kind.WEEKLY, "found": found}
    context["foreign"] = source_of(found)
    return render(request, "schedule/planning/period.html", context, status=422 if form.errors else 200)


def _filled(request: HttpRequest, found: SchoolPeriod) -> PeriodForm:
    """The form as sent; for removing it only matters what was seen."""
    shown = {name: getattr(found, name) for name in ("first_day", "last_day", "weekdays", "weeks")}
    shown["seen"] = token_of([found])
    form = _form_of(found.kind == SchoolPeriod.Kind.WEEKLY)
    if request.POST.get("act") == "remove":
        return form({**shown, "seen": request.POST.get("seen", "")})
    return form(request.POST or None, initial=shown)


def _changed(
    request: HttpRequest, school_class: SchoolClass, found: SchoolPeriod, form: PeriodForm
) -> Outcome:
    which = {"period_id": found.pk, "seen": form.cleaned_data["seen"]}
    if request.POST.get("act") == "remove":
        return remove_period(actor_of(request.user), school_class=school_class, **which)
    return _keep(request, school_class, form, **which)
