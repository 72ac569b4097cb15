"""Pages of appointments: the list, a new one, one with its answers, and the acts on it."""

from collections.abc import Callable
from functools import partial, wraps
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zweiklang.exchange.appointments import answering, services
from zweiklang.exchange.appointments.choosing import candidates, grounds
from zweiklang.exchange.appointments.forms import ChangeForm, GuestsForm, InvitationForm, TimesForm
from zweiklang.exchange.appointments.ical import calendar_text
from zweiklang.exchange.appointments.page import page_of, settle_own
from zweiklang.exchange.appointments.policy import may_change, may_enter, may_invite
from zweiklang.exchange.appointments.selectors import (
    appointment_in,
    entry_of,
    guests_left,
    lists_of,
    options_of,
)
from zweiklang.exchange.appointments.shapes import Answer
from zweiklang.exchange.appointments.writing import CHANGED as VERSION
from zweiklang.exchange.appointments.writing import invitation_of
from zweiklang.exchange.models import Appointment
from zweiklang.exchange.video.errors import NotOpenYet, NoVideo
from zweiklang.exchange.video.joining import join_address, video_available, video_open
from zweiklang.kernel.calendar_files import CONTENT_TYPE
from zweiklang.kernel.decisions import require
from zweiklang.kernel.errors import Conflict, Rejected
from zweiklang.kernel.form_fields import done
from zweiklang.kernel.mail import absolute_url
from zweiklang.people.public import actor_of
from zweiklang.rooms.public import Scope, note_look, standing_in

INVITED = "Die Einladung ist unterwegs. Alle Eingeladenen bekommen eine Nachricht."
CHANGED = "Geändert. Alle Eingeladenen bekommen eine Nachricht."
SAID = {
    Answer.ACCEPTED.value: "Sie haben zugesagt.",
    Answer.TENTATIVE.value: "Gespeichert: Sie kommen vielleicht.",
    Answer.DECLINED.value: "Sie haben abgesagt.",
    Answer.WAITING.value: "Alle Plätze sind vergeben. Sie stehen auf der Warteliste und hören, sobald einer frei wird.",
}


type View = Callable[[HttpRequest, UUID], HttpResponse]


def back_if_late(view: View) -> View:
    """The view, and where it is too late for it: the page of the appointment, which says so."""

    @wraps(view)
    def answered(request: HttpRequest, room_id: UUID) -> HttpResponse:
        try:
            return view(request, room_id)
        except Conflict as error:
            messages.warning(request, str(error))
            return redirect("exchange:appointment", room_id)

    return answered


def acted(request: HttpRequest, room_id: UUID, act: Callable[[], str]) -> HttpResponse:
    """Does it, and leads back to the appointment, which says what the act gave or why it could not be."""
    try:
        messages.success(request, act())
    except Rejected as error:
        messages.error(request, error.message)
    except Conflict as error:
        messages.warning(request, str(error))
    return redirect("exchange:appointment", room_id)


@require_GET
def appointments(request: HttpRequest) -> HttpResponse:
    """My appointments: those that wait for an answer, those to come, those that are over."""
    actor = actor_of(request.user)
    return render(request, "exchange/appointments/appointments.html", {"lists": lists_of(actor)})


@require_GET
def new_appointment(request: HttpRequest) -> HttpResponse:
    """About which apprenticeship, class or organisation it is. With one only, nothing is asked."""
    found = grounds(actor_of(request.user))
    if len(found) == 1:
        return redirect("exchange:new_appointment_in", found[0].room_id)
    return render(request, "exchange/appointments/grounds.html", {"grounds": found})


@require_http_methods(["GET", "POST"])
def new_appointment_in(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """Whom to invite, to what, when and where."""
    actor, standing = actor_of(request.user), standing_in(room_id)
    require(may_invite(actor, standing=standing))
    note_look(room_id, Scope.DEVELOPMENT)
    people = candidates(actor, standing=standing)
    form = InvitationForm(request.POST or None, people=people, with_video=video_available())
    made = done(form, lambda: services.invite(actor, about_room=room_id, **form.wanted()))
    if made is not None:
        messages.success(request, INVITED)
        return redirect("exchange:appointment", made.room_id)
    return _form_page(request, "new", form, people=people)


@require_GET
def appointment(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """One appointment: its time or the poll for it, who comes, and what one can do."""
    actor, found = actor_of(request.user), appointment_in(room_id)
    settle_own(actor, room_id)
    if found.about_room_id is not None:
        note_look(found.about_room_id, Scope.SCHEDULE)
    return render(request, "exchange/appointments/appointment.html", page_of(actor, found))


@require_POST
def say_times(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """Somebody invited says which times fit."""
    actor, found = actor_of(request.user), appointment_in(room_id)
    form = TimesForm(request.POST, options=options_of(actor, found))
    answers = form.answers() if form.is_valid() else {}

    def act() -> str:
        answering.say(actor, room_id=room_id, answers=answers)
        return "Gespeichert. Sie können Ihre Antworten ändern, solange die Umfrage läuft."

    return acted(request, room_id, act)


@require_POST
def fix_time(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """Whoever organises chooses one of the times."""
    actor, option = actor_of(request.user), request.POST.get("option", "")

    def act() -> str:
        answering.fix(actor, room_id=room_id, option_id=_uuid(option))
        return "Die Zeit steht fest. Alle Eingeladenen bekommen eine Nachricht."

    return acted(request, room_id, act)


@require_POST
def answer_invitation(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """Somebody invited comes, perhaps, or not."""
    said, seen = request.POST.get("answer", ""), request.POST.get("seen", "")
    actor, found = actor_of(request.user), appointment_in(room_id)
    version = int(seen) if seen.isdecimal() and len(seen) < 10 else found.sequence
    answer = partial(answering.answer, actor, room_id=room_id, answer=said, seen=version)
    return acted(request, room_id, lambda: SAID[answer()])


@require_http_methods(["GET", "POST"])
@back_if_late
def change_appointment(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """Whoever organises changes words, place, seats and time."""
    actor, found = actor_of(request.user), _to_change(request, room_id)
    form = ChangeForm(request.POST or None, appointment=found, with_video=video_available())
    changed = done(form, lambda: services.change(actor, room_id=room_id, **form.wanted()))
    if changed is not None:
        messages.success(
            request, CHANGED if changed.sequence != found.sequence else "Es hat sich nichts geändert."
        )
        return redirect("exchange:appointment", room_id)
    return _form_page(request, "change", form, appointment=found)


@require_http_methods(["GET", "POST"])
@back_if_late
def invite_more(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """Whoever organises invites further people of the room it is about."""
    actor, found = actor_of(request.user), _to_change(request, room_id)
    form = GuestsForm(request.POST or None, people=guests_left(actor, found))
    number = done(
        form, lambda: services.invite_more(actor, room_id=room_id, people=form.cleaned_data["people"])
    )
    if number is not None:
        messages.success(request, "Eingeladen. Sie bekommen eine Nachricht.")
        return redirect("exchange:appointment", room_id)
    return _form_page(request, "guests", form, appointment=found)


@require_http_methods(["GET", "POST"])
@back_if_late
def cancel_appointment(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """Whoever organises calls it off, after a look at what that means."""
    actor = actor_of(request.user)
    if request.method == "GET":
        context = {"appointment": _to_change(request, room_id)}
        return render(request, "exchange/appointments/cancel.html", context)

    def act() -> str:
        services.cancel(actor, room_id=room_id)
        return "Abgesagt. Alle Eingeladenen bekommen eine Nachricht."

    appointment_in(room_id)
    return acted(request, room_id, act)


@require_GET
@never_cache
def appointment_file(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """The appointment as a file for a calendar program."""
    found = appointment_in(room_id)
    me = invitation_of(actor_of(request.user), room_id)
    url = absolute_url(reverse("exchange:appointment", args=[room_id]))
    entry = entry_of(found, answer=me.answer if me else None, url=url)
    response = HttpResponse(calendar_text([entry]), content_type=CONTENT_TYPE)
    response["Content-Disposition"] = 'attachment; filename="termin.ics"'
    return response


@require_GET
@never_cache
def appointment_video(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """Leads into the video room; whoever organises opens it, the others wait.

    A link, not a form: our pages let no form lead to another server. Asking twice opens nothing twice.
    """
    found = appointment_in(room_id)
    try:
        return redirect(_way_in(request, found))
    except Conflict as error:
        context = {"appointment": found, "sentence": str(error), "waits": isinstance(error, NotOpenYet)}
        return render(request, "exchange/appointments/video.html", context, status=409)


def _form_page(request: HttpRequest, name: str, form: Form, **more: object) -> HttpResponse:
    context = {"form": form, **more}
    status = 422 if form.errors else 200
    return render(request, f"exchange/appointments/{name}.html", context, status=status)


def _way_in(request: HttpRequest, found: Appointment) -> str:
    actor, standing = actor_of(request.user), standing_in(found.room_id)
    me = invitation_of(actor, found.room_id)
    require(may_enter(actor, standing=standing, appointment=found, me=me))
    assert found.starts_at
    assert found.ends_at
    if not (opened := video_open(found.starts_at, found.ends_at)):
        raise NoVideo(opened.sentence)
    moderator = standing.carries(Scope.APPOINTMENT_WRITE)
    return join_address(actor, about=found.pk, title=found.title, moderator=moderator)


def _to_change(request: HttpRequest, room_id: UUID) -> Appointment:
    """Returns the appointment for whoever may change it now."""
    found = appointment_in(room_id)
    require(may_change(actor_of(request.user), standing=standing_in(room_id), appointment=found))
    return found


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Conflict(VERSION) from None
