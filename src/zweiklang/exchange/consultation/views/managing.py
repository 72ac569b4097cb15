"""For the school: making a day, what it consists of, opening it, calling it off."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zweiklang.exchange.consultation.forms import DayForm, initial_of
from zweiklang.exchange.consultation.grounds import ground_at, grounds
from zweiklang.exchange.consultation.hosting import counts_of, invited_classes
from zweiklang.exchange.consultation.making import call_off_day, change_day, make_day, open_day
from zweiklang.exchange.consultation.policy import (
    manages,
    manages_by,
    may_make,
    may_open,
    still_changes,
)
from zweiklang.exchange.consultation.selectors import day_of
from zweiklang.exchange.consultation.shapes import Ground
from zweiklang.exchange.consultation.views.days import head
from zweiklang.exchange.models import ConsultationDay
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.decisions import require
from zweiklang.kernel.errors import Conflict, Rejected
from zweiklang.people.public import actor_of

SAVED = "Gespeichert."
OFF = "Der Sprechtag ist abgesagt. Alle, die gebucht hatten, und die Lehrkräfte werden benachrichtigt."


@require_http_methods(["GET", "POST"])
def consultation_new(request: HttpRequest) -> HttpResponse:
    """A new day, at the school that is chosen (`?schule=`) or at the only one."""
    actor = actor_of(request.user)
    known = grounds(actor)
    require(may_make(actor, ground=next(iter(known), None)))
    wanted = request.GET.get("schule")
    ground = next((one for one in known if str(one.school_id) == wanted), known[0])
    form = DayForm(request.POST or None, teachers=ground.teachers, classes=ground.classes)
    if request.method == "POST" and form.is_valid() and (day := _made(actor, ground, form)):
        return redirect("exchange:consultation_manage", day.pk)
    context = {"form": form, "ground": ground, "grounds": known, "day": None}
    return render(request, "exchange/consultation/edit.html", context, status=422 if form.errors else 200)


def _made(actor: Actor, ground: Ground, form: DayForm) -> ConsultationDay | None:
    said = form.cleaned_data
    try:
        return make_day(
            actor,
            day_id=said["day_id"],
            school_id=ground.school_id,
            terms=form.terms(),
            teachers=said["teachers"],
            classes=said["classes"],
        )
    except Rejected as problem:
        form.add_error(problem.field or None, problem.message)
        return None


@require_http_methods(["GET", "POST"])
def consultation_edit(request: HttpRequest, day_id: UUID) -> HttpResponse:
    """What the day says; once it is open, its times stay."""
    actor, day = actor_of(request.user), day_of(day_id)
    ground = ground_at(actor, day.school_id)
    if not manages_by(actor, day, ground=ground):
        raise Http404
    require(still_changes(day))
    form = _edit_form(day, ground, request.POST or None)
    if request.method == "POST" and form.is_valid() and _changed(actor, day, form):
        messages.success(request, SAVED)
        return redirect("exchange:consultation_manage", day.pk)
    context = head(day) | {"form": form, "ground": None, "grounds": []}
    return render(request, "exchange/consultation/edit.html", context, status=422 if form.errors else 200)


def _edit_form(day: ConsultationDay, ground: Ground | None, data: Any) -> DayForm:
    """The form knows whom the day has, even if the actor could not choose them anew."""
    hosts = {host.person_id: host.person.name for host in day.hosts.select_related("person").order_by("pk")}
    invited = invited_classes(day)
    return DayForm(
        data,
        teachers={**(ground.teachers if ground else {}), **hosts},
        classes={**(ground.classes if ground else {}), **invited},
        initial=initial_of(day, teachers=hosts, classes=invited),
    )


def _changed(actor: Actor, day: ConsultationDay, form: DayForm) -> bool:
    said = form.cleaned_data
    try:
        change_day(actor, day=day, terms=form.terms(), teachers=said["teachers"], classes=said["classes"])
    except Rejected as problem:
        form.add_error(problem.field or None, problem.message)
        return False
    except Conflict as problem:
        form.add_error(None, str(problem))
        return False
    return True


@require_GET
def consultation_manage(request: HttpRequest, day_id: UUID) -> HttpResponse:
    """What the day consists of and how full it is: figures, no names of those who come."""
    actor, day = _managed(request, day_id)
    counts, classes = counts_of(day), invited_classes(day)
    context = head(day) | {
        "counts": counts,
        "classes": list(classes.values()),
        "opening": may_open(actor, day=day, hosts=len(counts), classes=len(classes)),
        "managing": still_changes(day),
        "taken": sum(one.taken for one in counts),
        "free": sum(one.free for one in counts),
    }
    return render(request, "exchange/consultation/manage.html", context)


@require_POST
def consultation_open(request: HttpRequest, day_id: UUID) -> HttpResponse:
    """Those invited can book and hear of it."""
    actor, day = _managed(request, day_id)
    try:
        told = open_day(actor, day=day)
    except Conflict as problem:
        messages.info(request, str(problem))
    else:
        messages.success(request, f"Der Sprechtag ist offen. {told} Personen werden benachrichtigt.")
    return redirect("exchange:consultation_manage", day_id)


@require_http_methods(["GET", "POST"])
def consultation_cancel(request: HttpRequest, day_id: UUID) -> HttpResponse:
    """The day does not take place; before that, what it means."""
    actor, day = _managed(request, day_id)
    if request.method == "GET":
        context = head(day) | {"taken": sum(one.taken for one in counts_of(day))}
        return render(request, "exchange/consultation/cancel.html", context)
    try:
        call_off_day(actor, day=day)
    except Conflict as problem:
        messages.info(request, str(problem))
    else:
        messages.success(request, OFF if day.state == ConsultationDay.State.OPEN else "Gelöscht.")
    return redirect("exchange:consultations")


def _managed(request: HttpRequest, day_id: UUID) -> tuple[Actor, ConsultationDay]:
    """The actor and the day; a 404 for whoever does not manage it: its figures are the school's affair."""
    actor, day = actor_of(request.user), day_of(day_id)
    if not manages(actor, day):
        raise Http404
    return actor, day
