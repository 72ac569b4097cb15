"""What the page of one appointment shows, and what forms say of an act that could not be."""

from typing import Any
from uuid import UUID

from django.urls import reverse

from zweiklang.exchange.appointments.forms import TimesForm
from zweiklang.exchange.appointments.policy import may_answer, may_change, may_enter, may_fix, may_say
from zweiklang.exchange.appointments.selectors import (
    about_of,
    deadline_of,
    guests_of,
    options_of,
    seats_left,
    when_of,
)
from zweiklang.exchange.appointments.shapes import ANSWERS, STATES, Answer, State, where_of
from zweiklang.exchange.appointments.telling import APPOINTMENT
from zweiklang.exchange.appointments.writing import invitation_of
from zweiklang.exchange.models import Appointment, Invitee, Notice
from zweiklang.exchange.notices.telling import settle
from zweiklang.exchange.video.joining import video_open
from zweiklang.kernel.actor import Actor
from zweiklang.rooms.public import Scope, Standing, standing_in


def settle_own(actor: Actor, room_id: UUID) -> None:
    """Whoever looks at an appointment has no notice about it any more. One query, more only where there was one."""
    if Notice.objects.filter(kind=APPOINTMENT.key, about=room_id, done_at=None).exists():
        settle(actor, person_ids={actor.person}, kind=APPOINTMENT, about=room_id)


def page_of(actor: Actor, appointment: Appointment) -> dict[str, Any]:
    """Returns what "exchange/appointments/appointment.html" shows of it to the actor."""
    standing, me = standing_in(appointment.room_id), invitation_of(actor, appointment.room_id)
    organises = standing.carries(Scope.APPOINTMENT_WRITE)
    asked: dict[str, Any] = {"actor": actor, "standing": standing, "appointment": appointment}
    options = options_of(actor, appointment) if appointment.state == State.POLLING else []
    return {
        "appointment": appointment,
        "organises": organises,
        "shows_people": organises or appointment.open_list,
        "me": me,
        "state": STATES[appointment.state],
        "answer": ANSWERS[me.answer] if me and appointment.state == State.FIXED else None,
        "facts": _facts(appointment),
        "options": options,
        "times_form": TimesForm(options=options),
        "guests": guests_of(appointment) if organises or appointment.open_list else [],
        "left": seats_left(actor, appointment) if appointment.state == State.FIXED else None,
        "may_change": may_change(**asked),
        "may_fix": may_fix(**asked),
        "may_say": may_say(**asked, me=me),
        "may_answer": may_answer(**asked, me=me),
        "buttons": _buttons(me),
        "video": _video(actor, standing, appointment, me),
    }


def _facts(appointment: Appointment) -> list[tuple[str, str]]:
    facts = (
        ("Wann", when_of(appointment)),
        ("Wo", where_of(appointment)),
        ("Betrifft", about_of(appointment)),
        ("Eingeladen von", appointment.organiser.name),
        ("Antworten bis", deadline_of(appointment)),
        ("Plätze", str(appointment.seats or "")),
        ("Hinweis", appointment.text),
    )
    return [(term, value) for term, value in facts if value]


def _buttons(me: Invitee | None) -> list[tuple[str, str, str, bool]]:
    """The answers one can give: value, label, icon, and whether it is the one that stands."""
    stands = me.answer if me else ""
    return [
        (Answer.ACCEPTED.value, "Zusagen", "check", stands in (Answer.ACCEPTED, Answer.WAITING)),
        (Answer.TENTATIVE.value, "Vielleicht", "info", stands == Answer.TENTATIVE),
        (Answer.DECLINED.value, "Absagen", "close", stands == Answer.DECLINED),
    ]


def _video(
    actor: Actor, standing: Standing, appointment: Appointment, me: Invitee | None
) -> tuple[str, str] | None:
    """Returns where the video room is and why it cannot be entered now (empty: it can); None for an appointment without one."""
    if not appointment.video or appointment.state != State.FIXED:
        return None
    allowed = may_enter(actor, standing=standing, appointment=appointment, me=me)
    if allowed and appointment.starts_at and appointment.ends_at:
        allowed = video_open(appointment.starts_at, appointment.ends_at)
    return reverse("exchange:appointment_video", args=[appointment.room_id]), allowed.sentence
