"""For a teacher, and whoever manages the day: the own times, where one talks, calling off. The list is made for paper, too."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zweiklang.exchange.consultation.booking import (
    block_slot,
    booking_of,
    excuse_host,
    place_host,
    send_away,
    slot_of,
)
from zweiklang.exchange.consultation.forms import PlaceForm
from zweiklang.exchange.consultation.hosting import host_of, slots_of
from zweiklang.exchange.consultation.policy import manages
from zweiklang.exchange.consultation.selectors import where_of
from zweiklang.exchange.consultation.telling import seen
from zweiklang.exchange.consultation.views.days import head
from zweiklang.exchange.models import ConsultationDay, ConsultationHost
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.errors import Conflict
from zweiklang.people.public import actor_of

AWAY = "Alle Zeiten sind gesperrt. Wer gebucht hatte, wird benachrichtigt und kann eine andere Zeit wählen."


@require_GET
def consultation_host(request: HttpRequest, day_id: UUID, host_id: UUID) -> HttpResponse:
    """A teacher's times; who comes stands there for the teacher alone."""
    actor, host = _hosted(request, day_id, host_id)
    seen(actor, day_id)
    slots = slots_of(host)
    context = _frame(actor, host) | {
        "slots": slots,
        "taken": sum(one.state == "taken" for one in slots),
        "where": where_of(host, host.day),
        "calm": host.day.state != ConsultationDay.State.CANCELLED,
    }
    return render(request, "exchange/consultation/host.html", context)


@require_http_methods(["GET", "POST"])
def consultation_place(request: HttpRequest, day_id: UUID, host_id: UUID) -> HttpResponse:
    """Where the teacher talks."""
    actor, host = _hosted(request, day_id, host_id)
    form = PlaceForm(request.POST or None, initial={"place": host.place, "video": host.video})
    if request.method == "POST" and form.is_valid():
        try:
            place_host(actor, host=host, **form.cleaned_data)
            messages.success(request, "Gespeichert.")
        except Conflict as problem:
            messages.info(request, str(problem))
        return redirect("exchange:consultation_host", day_id, host_id)
    context = _frame(actor, host) | {"form": form}
    return render(request, "exchange/consultation/place.html", context, status=422 if form.errors else 200)


@require_POST
def consultation_block(request: HttpRequest, day_id: UUID, slot_id: UUID) -> HttpResponse:
    """A time can(not) be booked."""
    slot = slot_of(slot_id)
    if slot.day_id != day_id:
        raise Http404
    try:
        block_slot(actor_of(request.user), slot_id=slot_id, blocked=request.POST.get("gesperrt") == "1")
    except Conflict as problem:
        messages.info(request, str(problem))
    return redirect("exchange:consultation_host", day_id, slot.host_id)


@require_http_methods(["GET", "POST"])
def consultation_excuse(request: HttpRequest, day_id: UUID, host_id: UUID) -> HttpResponse:
    """The teacher is not there; before that, what it means."""
    actor, host = _hosted(request, day_id, host_id)
    if request.method == "GET":
        taken = host.slots.filter(taken=True).count()
        return render(request, "exchange/consultation/excuse.html", _frame(actor, host) | {"taken": taken})
    try:
        excuse_host(actor, host=host)
        messages.success(request, AWAY)
    except Conflict as problem:
        messages.info(request, str(problem))
    return redirect("exchange:consultation_host", day_id, host_id)


@require_POST
def consultation_send_away(request: HttpRequest, booking_id: UUID) -> HttpResponse:
    """A talk does not take place; the time is blocked, and who booked can take another."""
    slot = booking_of(booking_id).slot
    try:
        send_away(actor_of(request.user), booking_id=booking_id)
        messages.success(request, "Abgesagt. Wer gebucht hatte, wird benachrichtigt.")
    except Conflict as problem:
        messages.info(request, str(problem))
    return redirect("exchange:consultation_host", slot.day_id, slot.host_id)


def _hosted(request: HttpRequest, day_id: UUID, host_id: UUID) -> tuple[Actor, ConsultationHost]:
    """The actor and the teacher at that day; a 404 for everybody else: how full somebody's list is, is not shown around."""
    actor, host = actor_of(request.user), host_of(day_id, host_id)
    if host.person_id != actor.person_id and not manages(actor, host.day):
        raise Http404
    return actor, host


def _frame(actor: Actor, host: ConsultationHost) -> dict[str, Any]:
    return head(host.day) | {
        "host": host,
        "mine": host.person_id == actor.person_id,
        "manages": manages(actor, host.day),
    }
