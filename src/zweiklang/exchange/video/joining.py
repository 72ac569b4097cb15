"""The way into a video room: whoever leads it opens it, everybody else waits until it is open.

Who may ask is decided by whoever calls (appointments, consultation days). The meeting has an id of its own that nobody can guess, made when
the first one asks; the address that lets somebody in is made anew each time and shown to nobody else.
"""

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from zweiklang.exchange.models import VideoMeeting
from zweiklang.exchange.video.bigbluebutton import Server, server_of
from zweiklang.exchange.video.errors import ENDED, NotOpenYet, NoVideo
from zweiklang.kernel.acting import as_system
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import now
from zweiklang.kernel.decisions import YES, Decision, not_now
from zweiklang.kernel.formats import moment
from zweiklang.kernel.mail import absolute_url
from zweiklang.people.public import Person

BEFORE, AFTER = timedelta(minutes=10), timedelta(hours=1)
"""So long before the beginning the room opens, and so long after the end one may still come back to it."""
_TITLE, _NAME = 200, 100


def video_available() -> bool:
    """True if this installation has a video server."""
    return bool(settings.VIDEO_URL and settings.VIDEO_SECRET)


def video_open(starts: datetime, ends: datetime) -> Decision:
    """Says whether the room of a meeting between these instants may be entered now."""
    if now() < starts - BEFORE:
        return not_now(f"Der Videoraum öffnet am {moment(starts - BEFORE)} Uhr, 10 Minuten vor dem Beginn.")
    if now() > ends + AFTER:
        return not_now("Dieses Treffen ist vorbei. Der Videoraum ist geschlossen.")
    return YES


def join_address(actor: Actor, *, about: UUID, title: str, moderator: bool) -> str:
    """Returns the address by which the actor's browser enters the room about that row; a moderator's asking opens the room.

    Raises NotOpenYet for others while nobody leads it, and NoVideo where the server is missing, away, or does not want us.
    """
    server = _server()
    name = Person.objects.get(pk=actor.person).name[:_NAME]
    found = _meeting(actor, about)
    if moderator:
        made = server.create(
            meeting=found.meeting, title=title[:_TITLE], back=absolute_url(reverse("web:today"))
        )
        _note_ended(actor, found, None)
        return server.join(meeting=found.meeting, name=name, moderator=True, made=made)
    if not server.is_running(meeting=found.meeting):
        raise NoVideo(ENDED) if found.ended_at else NotOpenYet
    return server.join(meeting=found.meeting, name=name, moderator=False)


def end_meeting(actor: Actor, *, about: UUID) -> None:
    """Nobody is in that room any more. Nothing is asked of the server where nobody ever came. Raises NoVideo if it does not answer."""
    found = VideoMeeting.objects.filter(about=about).first()
    if found is None:
        return
    _server().end(meeting=found.meeting)
    _note_ended(actor, found, now())


def _server() -> Server:
    return server_of(settings.VIDEO_URL, settings.VIDEO_SECRET)


def _note_ended(actor: Actor, meeting: VideoMeeting, at: datetime | None) -> None:
    if meeting.ended_at != at:
        with as_system(actor):
            VideoMeeting.objects.filter(pk=meeting.pk).update(ended_at=at)


def _meeting(actor: Actor, about: UUID) -> VideoMeeting:
    """Returns the meeting as the server knows it. Two who come at once get the same one."""
    found = VideoMeeting.objects.filter(about=about).first()
    if found is None:
        with transaction.atomic(), as_system(actor):
            found = VideoMeeting.objects.get_or_create(
                about=about, defaults={"meeting": secrets.token_urlsafe(32)}
            )[0]
    return found
