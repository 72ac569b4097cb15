"""What a feed's address answers to a calendar program: the calendar, "nothing new", "too often", or the same nothing for whatever is no feed."""

from datetime import UTC, datetime, time

from django.http import HttpResponse
from django.utils.http import parse_etags

from zweiklang.kernel.calendar_files import CONTENT_TYPE
from zweiklang.kernel.limits import Limit, allowed
from zweiklang.rooms.public import as_person, noting_looks, write_looks
from zweiklang.schedule.feeds.composing import events_of
from zweiklang.schedule.feeds.selectors import feed_behind, material_of
from zweiklang.schedule.feeds.shapes import FeedEvent, Switches
from zweiklang.schedule.feeds.writing import NAME, etag_of, written
from zweiklang.schedule.models import CalendarFeed

MOST, WINDOW = 60, 3600
"""So often in an hour. Programs ask every quarter of an hour at most; several devices may share one address."""
LIMIT = Limit("feed", MOST, WINDOW)
NOTHING = "Unter dieser Adresse gibt es keinen Kalender.\n"
TOO_OFTEN = "Der Kalender wurde sehr oft abgerufen. Bitte später noch einmal.\n"


def answer(token: str, *, known: str = "") -> HttpResponse:
    """Returns the answer to one request. An address that never was and one that is switched off get the same.

    `known` is the request's If-None-Match. Whether something is new is found out before anything is written: most programs ask in vain.
    """
    feed = feed_behind(token)
    if feed is None:
        return _plain(NOTHING, 404)
    if not allowed(LIMIT, feed.pk.hex):
        response = _plain(TOO_OFTEN, 429)
        response["Retry-After"] = str(WINDOW)
        return response
    events, name, made_at = events_for(feed), feed.label or NAME, _version_of(feed)
    etag = etag_of(events, name=name, made_at=made_at)
    if etag in {one.removeprefix("W/") for one in parse_etags(known)}:
        response = HttpResponse(status=304)
    else:
        response = HttpResponse(
            written(feed.pk, events, name=name, made_at=made_at), content_type=CONTENT_TYPE
        )
        response["Content-Disposition"] = 'inline; filename="ausbildung.ics"'
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    return _unseen(response)


def events_for(feed: CalendarFeed) -> list[FeedEvent]:
    """Returns what stands in the feed, read with the rights its person has now; those whose days it tells of can see that somebody looked."""
    with as_person(feed.person_id), noting_looks() as looks:
        material = material_of(feed.person_id)
        write_looks(looks, viewer_id=feed.person_id)
    return events_of(material, Switches(subjects=feed.with_subjects, names=feed.with_names))


def _version_of(feed: CalendarFeed) -> datetime:
    """The version of what has never changed: the day on which the feed was made."""
    return datetime.combine(feed.made_at.date(), time(), UTC)


def _plain(text: str, status: int) -> HttpResponse:
    response = HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")
    response["Cache-Control"] = "no-store"
    return _unseen(response)


def _unseen(response: HttpResponse) -> HttpResponse:
    """For people only: no search engine keeps an address that got about."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response
