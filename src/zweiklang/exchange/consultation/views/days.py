"""For whoever books: the lists, a day as a table, booking, the own talk with its calendar file and video room."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zweiklang.exchange.consultation.booking import (
    book_slot,
    booking_of,
    call_off,
    move_booking,
    slot_of,
)
from zweiklang.exchange.consultation.forms import BookingForm, MoveForm
from zweiklang.exchange.consultation.grounds import makes_days, seats_for
from zweiklang.exchange.consultation.hosting import grouped
from zweiklang.exchange.consultation.policy import manages, may_book, may_call_off, may_change
from zweiklang.exchange.consultation.selectors import (
    day_of,
    free_slots,
    lists,
    seat_words,
    timetable,
    where_of,
)
from zweiklang.exchange.consultation.shapes import Seat, audience_words, span_of, state_of
from zweiklang.exchange.consultation.talks import calendar_file, video_address, video_says
from zweiklang.exchange.consultation.telling import seen
from zweiklang.exchange.models import Booking, ConsultationDay, ConsultationSlot
from zweiklang.kernel import formats
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.calendar_files import CONTENT_TYPE
from zweiklang.kernel.decisions import require
from zweiklang.kernel.errors import Conflict, Rejected
from zweiklang.people.public import actor_of
from zweiklang.rooms.public import Scope, my_standings, note_look

DONE = "Gebucht. Die Lehrkraft weiß Bescheid."
MOVED = "Geändert. Die Lehrkraft weiß Bescheid."
OFF = "Abgesagt. Die Lehrkraft weiß Bescheid."


@require_GET
def consultations(request: HttpRequest) -> HttpResponse:
    """My talks, and the days at which I can do something."""
    actor = actor_of(request.user)
    standings = list(my_standings().values())
    context = {"lists": lists(actor, standings), "makes": makes_days(standings)}
    return render(request, "exchange/consultation/list.html", context)


@require_GET
def consultation_day(request: HttpRequest, day_id: UUID) -> HttpResponse:
    """Which teacher has time when; what was new about the day is seen now."""
    actor, day = actor_of(request.user), day_of(day_id)
    seats = seats_for(day, my_standings().values())
    booking = may_book(actor, day=day, seats=len(seats))
    table = timetable(actor, day, seats, everybody="alle" in request.GET, bookable=bool(booking))
    seen(actor, day.pk)
    context = head(day) | {
        "table": table,
        "everybody": "alle" in request.GET,
        "refused": "" if booking or not seats else booking.sentence,
        "manages": manages(actor, day),
    }
    return render(request, "exchange/consultation/day.html", context)


@require_http_methods(["GET", "POST"])
def consultation_book(request: HttpRequest, day_id: UUID, slot_id: UUID) -> HttpResponse:
    """One of the teacher's times is mine; the one that was chosen is set already."""
    actor, slot = actor_of(request.user), _slot_at(day_id, slot_id)
    day = slot.day
    seats = seats_for(day, my_standings().values())
    form = _booking_form(request.POST or None, day, slot, seats)
    status = 200
    if request.method == "POST" and form.is_valid():
        booking, status = _book(actor, form)
        if booking:
            messages.success(request, DONE)
            return redirect("exchange:consultation_booking", booking.pk)
    said = may_book(actor, day=day, seats=len(seats))
    context = head(day) | {"form": form, "slot": slot, "refused": said.sentence, "seat": _only(seats)}
    context["where"] = where_of(slot.host, day)
    return render(request, "exchange/consultation/book.html", context, status=_status(form, status))


def _slot_at(day_id: UUID, slot_id: UUID) -> ConsultationSlot:
    slot = slot_of(slot_id)
    if slot.day_id != day_id:
        raise Http404
    return slot


def _booking_form(data: Any, day: ConsultationDay, slot: ConsultationSlot, seats: list[Seat]) -> BookingForm:
    note_look((seat.room_id for seat in seats), Scope.SCHEDULE)
    choices = _choices(day, slot)
    posted = data.get("slot") if data else None
    if posted and posted not in dict(choices):
        # Somebody else has it by now: the service says so in its own words, and the form offers what is left.
        choices = [(posted, ""), *choices]
    return BookingForm(data, slots=choices, seats=seats, initial={"slot": str(slot.pk)})


def _choices(day: ConsultationDay, slot: ConsultationSlot) -> list[tuple[str, str]]:
    free = free_slots(day, host_id=slot.host_id)
    return [
        (str(one.pk), f"{formats.time(one.starts_at)} bis {formats.time(one.ends_at)} Uhr") for one in free
    ]


def _only(seats: list[Seat]) -> Seat | None:
    return seats[0] if len(seats) == 1 else None


def _book(actor: Actor, form: BookingForm) -> tuple[Booking | None, int]:
    """Returns the talk, or None and the status, and the form says why."""
    said = form.cleaned_data
    try:
        booking = book_slot(actor, slot_id=said["slot"], about_room=said["about"], topic=said["topic"])
    except Conflict as problem:
        form.add_error("slot", str(problem))
        return None, 409
    except Rejected as problem:
        form.add_error(problem.field or None, problem.message)
        return None, 422
    return booking, 200


@require_GET
def consultation_booking(request: HttpRequest, booking_id: UUID) -> HttpResponse:
    """My talk: when, where, about whom, and what I can still do about it."""
    actor, booking = actor_of(request.user), booking_of(booking_id)
    seen(actor, booking.slot.day_id)
    return render(request, "exchange/consultation/booking.html", _talk(actor, booking))


def _talk(actor: Actor, booking: Booking) -> dict[str, Any]:
    day = booking.slot.day
    return head(day) | {
        "booking": booking,
        "mine": booking.person_id == actor.person_id,
        "lost": bool(booking.cancelled_at) and booking.cancelled_by_id != booking.person_id,
        "talk_when": f"{formats.moment(booking.starts_at)} bis {formats.time(booking.slot.ends_at)}",
        "where": where_of(booking.slot.host, day),
        "about": seat_words(booking),
        "changing": may_change(actor, booking=booking, day=day),
        "calling_off": may_call_off(actor, booking=booking),
        "video": video_says(actor, booking),
    }


@require_http_methods(["GET", "POST"])
def consultation_move(request: HttpRequest, booking_id: UUID) -> HttpResponse:
    """My talk at another time."""
    actor, booking = actor_of(request.user), booking_of(booking_id)
    day = booking.slot.day
    require(may_change(actor, booking=booking, day=day))
    form = MoveForm(request.POST or None, slots=grouped(free_slots(day)))
    if request.method == "POST" and form.is_valid() and _moved(actor, booking, form):
        messages.success(request, MOVED)
        return redirect("exchange:consultation_booking", booking.pk)
    context = head(day) | {"form": form, "booking": booking, "talk_when": formats.moment(booking.starts_at)}
    return render(request, "exchange/consultation/move.html", context, status=_status(form, 200))


def _moved(actor: Actor, booking: Booking, form: MoveForm) -> bool:
    try:
        move_booking(actor, booking_id=booking.pk, slot_id=form.cleaned_data["slot"])
    except (Conflict, Rejected) as problem:
        form.add_error("slot", str(problem))
        return False
    return True


@require_POST
def consultation_call_off(request: HttpRequest, booking_id: UUID) -> HttpResponse:
    """My talk does not take place."""
    booking = booking_of(booking_id)
    try:
        call_off(actor_of(request.user), booking_id=booking_id)
    except Conflict as problem:
        messages.info(request, str(problem))
        return redirect("exchange:consultation_booking", booking_id)
    messages.success(request, OFF)
    return redirect("exchange:consultation_day", booking.slot.day_id)


@require_GET
def consultation_calendar(request: HttpRequest, booking_id: UUID) -> HttpResponse:
    """The talk as a calendar file."""
    response = HttpResponse(calendar_file(booking_of(booking_id)), content_type=CONTENT_TYPE)
    response["Content-Disposition"] = 'attachment; filename="sprechtag.ics"'
    return response


@require_GET
def consultation_video(request: HttpRequest, booking_id: UUID) -> HttpResponse:
    """Into the video room of the talk, as soon as it is open."""
    try:
        return redirect(video_address(actor_of(request.user), booking_of(booking_id)))
    except Conflict as problem:
        messages.info(request, str(problem))
    return redirect("exchange:consultation_booking", booking_id)


def head(day: ConsultationDay) -> dict[str, Any]:
    """What the head of all pages of a day shows."""
    return {
        "day": day,
        "when": span_of(day),
        "state": state_of(day),
        "audience": audience_words(day),
    }


def _status(form: BookingForm | MoveForm, status: int) -> int:
    return status if status != 200 or not form.errors else 422
