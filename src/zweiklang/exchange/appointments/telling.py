"""What a notice about an appointment means to its reader at the moment of reading."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db.models import Func, UUIDField
from django.urls import reverse

from zweiklang.exchange.appointments.shapes import span_words
from zweiklang.exchange.models import Appointment, Invitee
from zweiklang.exchange.notices.kinds import Line, NoticeKind, OpenNotice
from zweiklang.kernel.clock import now
from zweiklang.people.public import MailKind


def describe(notices: Sequence[OpenNotice]) -> Mapping[UUID, Line]:
    """Says for each notice how the appointment stands and what it asks of its reader. Two queries, whatever the number."""
    rooms = {one.about for one in notices}
    found = {row.room_id: row for row in Appointment.objects.filter(room__in=rooms)}
    me = Func(function="my_person", output_field=UUIDField())
    mine = dict(Invitee.objects.filter(room__in=found, person_id=me).values_list("room_id", "answer"))
    return {one.id: _line(found[one.about], mine.get(one.about)) for one in notices if one.about in found}


def _line(appointment: Appointment, answer: str | None) -> Line:
    href = reverse("exchange:appointment", args=[appointment.room_id])
    if appointment.state == Appointment.State.CANCELLED:
        return Line(f"Abgesagt: {appointment.title}", href, _when(appointment))
    if answer is None:
        return Line(appointment.title, href, "Es gibt neue Antworten")
    if appointment.state == Appointment.State.POLLING:
        return Line(appointment.title, href, "Umfrage: Welche Zeiten passen Ihnen?")
    if answer == Invitee.Answer.NONE and appointment.starts_at and appointment.starts_at > now():
        return Line(appointment.title, href, f"{_when(appointment)} · Kommen Sie?")
    return Line(appointment.title, href, _when(appointment))


def _when(appointment: Appointment) -> str:
    if appointment.starts_at is None or appointment.ends_at is None:
        return ""
    return span_words(appointment.starts_at, appointment.ends_at)


APPOINTMENT = NoticeKind(key="appointment", mail_kind=MailKind.APPOINTMENTS, describe=describe)
