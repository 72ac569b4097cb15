"""Seats of an appointment: how many are left, who gets one that was given up."""

from collections.abc import Mapping
from uuid import UUID

from zweiklang.exchange.appointments.shapes import Answer, Says
from zweiklang.exchange.appointments.telling import APPOINTMENT
from zweiklang.exchange.models import Appointment, Invitee
from zweiklang.exchange.notices.telling import tell
from zweiklang.kernel.acting import as_system
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import now

# What was said of a time, as an answer to the invitation for it.
_COMES = {
    Says.YES.value: Answer.ACCEPTED,
    Says.IF_NEEDED.value: Answer.TENTATIVE,
    Says.NO.value: Answer.DECLINED,
}


def free_seats(appointment: Appointment) -> int | None:
    """Returns how many seats are left, None without a bound. Call in the system role, with the appointment locked."""
    if appointment.seats is None:
        return None
    taken = Invitee.objects.filter(room=appointment.room_id, answer=Answer.ACCEPTED, removed_at=None).count()
    return max(appointment.seats - taken, 0)


def promote(actor: Actor, appointment: Appointment) -> None:
    """Free seats are given to those who wait longest, and they are told."""
    with as_system(actor):
        waiting = Invitee.objects.filter(room=appointment.room_id, answer=Answer.WAITING, removed_at=None)
        ordered = list(waiting.order_by("answered_at", "pk"))
        free = free_seats(appointment)
        lucky = ordered if free is None else ordered[:free]
        Invitee.objects.filter(pk__in=[row.pk for row in lucky]).update(answer=Answer.ACCEPTED)
    people = [row.person_id for row in lucky]
    tell(actor, people=people, kind=APPOINTMENT, about=appointment.room_id, room_id=appointment.room_id)


def take_over(appointment: Appointment, said: Mapping[UUID, str]) -> None:
    """Seats go to those who said yes first; who finds none is on the waiting list."""
    left = appointment.seats
    rows = {row.person_id: row for row in Invitee.objects.filter(room=appointment.room_id, removed_at=None)}
    for person_id, says in said.items():
        row = rows.get(person_id)
        if row is None:
            continue
        row.answer, row.answered_at = _COMES[says], now()
        if row.answer == Answer.ACCEPTED and left is not None:
            row.answer, left = (Answer.ACCEPTED, left - 1) if left else (Answer.WAITING, 0)
    Invitee.objects.bulk_update(rows.values(), ["answer", "answered_at"])
