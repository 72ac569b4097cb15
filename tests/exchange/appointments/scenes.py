"""Appointments for tests: whom a world's people invite, and what stands afterwards."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from tests.clients import standing_as
from tests.worlds import World
from zweiklang.exchange.appointments.services import invite
from zweiklang.exchange.appointments.shapes import Span, Terms
from zweiklang.exchange.models import Appointment, Invitee, Notice
from zweiklang.kernel.acting import as_system
from zweiklang.kernel.clock import BERLIN, today
from zweiklang.kernel.ids import new_id
from zweiklang.people.public import Person, actor_of

TALK = Terms(kind="meeting", title="Lernstand besprechen", place="Raum 204")


def at(days: int, hour: int = 14, minutes: int = 60) -> Span:
    """Returns a time so many days from today."""
    day = today() + timedelta(days=days)
    starts = datetime(day.year, day.month, day.day, hour, tzinfo=BERLIN)
    return starts, starts + timedelta(minutes=minutes)


def invited_by(
    person: Person,
    room_id: UUID,
    people: Iterable[Person],
    *,
    times: Iterable[Span] = (),
    terms: Terms = TALK,
    open_list: bool | None = None,
    appointment_id: UUID | None = None,
) -> Appointment:
    """The person has invited these people; without `times` to one time in a week."""
    with standing_as(person):
        return invite(
            actor_of(person),
            appointment_id=appointment_id or new_id(),
            about_room=room_id,
            terms=terms,
            times=list(times) or [at(7)],
            people=[one.pk for one in people],
            open_list=open_list,
        )


def in_class(world: World) -> list[Person]:
    """Two trainers of two firms, who need not know of each other."""
    return [world.people["trainer"], world.people["other_trainer"]]


def answers_of(appointment: Appointment) -> dict[UUID, str]:
    """Returns who said what to the invitation."""
    with as_system("tests"):
        return dict(Invitee.objects.filter(room=appointment.room_id).values_list("person_id", "answer"))


def told(appointment: Appointment) -> set[UUID]:
    """Returns who has an open notice about it."""
    with as_system("tests"):
        rows = Notice.objects.filter(kind="appointment", about=appointment.room_id, done_at=None)
        return set(rows.values_list("person_id", flat=True))


def forget_notices(appointment: Appointment) -> None:
    """Everybody has seen it."""
    with as_system("tests"):
        Notice.objects.filter(about=appointment.room_id).delete()
