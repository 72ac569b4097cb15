"""One talk: its calendar file, and the way into its video room."""

from datetime import timedelta

from django.http import Http404

from zweiklang.exchange.appointments.ical import Entry, calendar_text
from zweiklang.exchange.consultation.policy import may_join
from zweiklang.exchange.consultation.selectors import where_of
from zweiklang.exchange.models import Booking
from zweiklang.exchange.video.errors import NO_SERVER
from zweiklang.exchange.video.joining import BEFORE, join_address, video_available
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import now
from zweiklang.kernel.decisions import Decision, not_now, require
from zweiklang.rooms.public import my_standings

# Who was thrown out by a bad line at the end of the talk comes back to say good-bye.
VIDEO_CLOSES = timedelta(minutes=15)


def calendar_file(booking: Booking) -> bytes:
    """Returns the talk as a calendar file: the day, the place and the school, nobody's name (a calendar is often shared at work)."""
    slot = booking.slot
    return calendar_text(
        [
            Entry(
                of=booking.pk,
                summary=f"{slot.day.title}, {slot.day.school.name}",
                starts=slot.starts_at,
                ends=slot.ends_at,
                sequence=booking.sequence,
                changed=booking.cancelled_at or now(),
                location=where_of(slot.host, slot.day),
                cancelled=booking.cancelled_at is not None,
            )
        ]
    )


def video_says(actor: Actor, booking: Booking) -> Decision | None:
    """Says whether the video room can be entered now, and why not; None for a talk in a room."""
    return _may_join(actor, booking) if booking.slot.host.video else None


def video_address(actor: Actor, booking: Booking) -> str:
    """Returns the address by which the actor enters the talk's video room; the teacher opens it. Raises Conflict or NoVideo with a sentence."""
    if not booking.slot.host.video:
        raise Http404
    require(_may_join(actor, booking))
    moderator = booking.host_person_id == actor.person_id
    return join_address(actor, about=booking.pk, title=booking.slot.day.title, moderator=moderator)


def _may_join(actor: Actor, booking: Booking) -> Decision:
    slot = booking.slot
    if not video_available():
        return not_now(NO_SERVER)
    opens, ends = slot.starts_at - BEFORE, slot.ends_at + VIDEO_CLOSES
    return may_join(actor, booking=booking, opens=opens, ends=ends, belongs=_belongs(actor, booking))


def _belongs(actor: Actor, booking: Booking) -> bool:
    """Who booked is still with the apprentice the talk is about; of a teacher nothing is asked. One query for who booked."""
    return booking.person_id != actor.person_id or booking.about_room_id in my_standings()
