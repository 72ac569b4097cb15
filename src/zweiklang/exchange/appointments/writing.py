"""What every write to an appointment shares: it is locked, its version counts up, those concerned are told."""

from uuid import UUID

from django.db import connection
from django.http import Http404

from zweiklang.exchange.appointments.telling import APPOINTMENT
from zweiklang.exchange.models import Appointment, Invitee
from zweiklang.exchange.notices.telling import settle, tell
from zweiklang.kernel.acting import as_system
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import now
from zweiklang.rooms.public import standing_in

CHANGED = (
    "Der Termin hat sich inzwischen geändert. Bitte sehen Sie nach, was jetzt gilt, und antworten Sie dann."
)
_ALONE = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"


def locked(actor: Actor, room_id: UUID) -> Appointment:
    """Nobody else changes this appointment until the transaction ends. Raises Http404 for whoever does not see it."""
    standing_in(room_id)
    with as_system(actor):
        found = Appointment.objects.select_for_update().filter(room=room_id).first()
    if found is None:
        raise Http404
    return found


def invitation_of(actor: Actor, room_id: UUID) -> Invitee | None:
    """Returns the actor's own invitation, None for whoever has none (any more)."""
    return Invitee.objects.filter(room=room_id, person=actor.person, removed_at=None).first()


def new_version(appointment: Appointment) -> None:
    """One more version, which calendars tell from the one before."""
    appointment.sequence += 1
    appointment.changed_at = now()
    appointment.save()


def tell_all(actor: Actor, appointment: Appointment) -> None:
    """Everybody who is invited learns that something is new."""
    room = appointment.room_id
    with as_system(actor):
        people = list(Invitee.objects.filter(room=room, removed_at=None).values_list("person_id", flat=True))
    tell(actor, people=people, kind=APPOINTMENT, about=room, room_id=room)


def answered(actor: Actor, appointment: Appointment) -> None:
    """Who organises it hears that there are answers; to the actor it asks nothing any more."""
    room = appointment.room_id
    tell(actor, people=[appointment.organiser_id], kind=APPOINTMENT, about=room, room_id=room)
    settle(actor, person_ids={actor.person}, kind=APPOINTMENT, about=room)


def alone_with(what: str) -> None:
    """Nobody else does this until the transaction ends: the second of two clicks sees what the first wrote."""
    with connection.cursor() as cursor:
        cursor.execute(_ALONE, [what])
