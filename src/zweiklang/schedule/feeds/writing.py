"""A feed as iCalendar (RFC 5545): written the same way each time, so that a program sees what has changed and what has not."""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from icalendar import Calendar, Event, Timezone, vText

from zweiklang.kernel.calendar_files import BERLIN_RULES
from zweiklang.kernel.clock import BERLIN
from zweiklang.schedule.feeds.shapes import FeedEvent

NAME = "Ausbildung"
REFRESH = "PT1H"
_FORM = 1
"""Counts up when the same events are written differently, so that programs fetch them anew."""
_PRODUCT = "-//Zweiklang//Kalender//DE"


def written(feed_id: UUID, events: Iterable[FeedEvent], *, name: str, made_at: datetime) -> bytes:
    """Returns the calendar file. `made_at` is the version of what has never changed."""
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", str(BERLIN))
    # RFC 7986 wants the type named; programs that came before it read the other line.
    calendar.add("refresh-interval", vText(REFRESH, params={"VALUE": "DURATION"}))
    calendar.add("x-published-ttl", REFRESH)
    calendar.add_component(Timezone.from_ical(BERLIN_RULES))
    for event in _told_apart(events):
        calendar.add_component(_event(feed_id, event, made_at))
    return bytes(calendar.to_ical())


def etag_of(events: Iterable[FeedEvent], *, name: str, made_at: datetime) -> str:
    """Returns the mark of what `written` would write of them."""
    said = repr((_FORM, name, made_at, list(events)))
    return f'"{hashlib.sha256(said.encode()).hexdigest()[:32]}"'


def _told_apart(events: Iterable[FeedEvent]) -> Iterator[FeedEvent]:
    """Each event once: two with one UID would be two versions of one event."""
    seen: set[str] = set()
    for event in events:
        if event.of not in seen:
            seen.add(event.of)
            yield event


def _event(feed_id: UUID, event: FeedEvent, made_at: datetime) -> Event:
    found = Event()
    found.add("uid", uid_of(feed_id, event))
    changed = (event.changed or made_at).astimezone(UTC).replace(microsecond=0)
    found.add("dtstamp", changed)
    found.add("last-modified", changed)
    found.add("sequence", event.version)
    for name, value in _span(event):
        found.add(name, value)
    found.add("summary", _seen(event.summary))
    if event.description:
        found.add("description", "\n".join(map(_seen, event.description.split("\n"))))
    if event.location:
        found.add("location", _seen(event.location))
    found.add("status", "CANCELLED" if event.cancelled else "CONFIRMED")
    found.add("transp", "OPAQUE" if event.busy and not event.cancelled else "TRANSPARENT")
    found.add("class", "PRIVATE")
    return found


def _seen(text: str) -> str:
    """Returns one line without what cannot be seen: programs refuse the whole calendar for one such sign, or begin a new line there."""
    return "".join(c if c.isprintable() else " " for c in text)


def uid_of(feed_id: UUID, event: FeedEvent) -> str:
    """Returns the event's UID: the same each time in this feed, another in every other feed, and without any id of ours in it."""
    digest = hashlib.sha256(f"{feed_id}:{event.of}".encode()).hexdigest()
    return f"{digest[:40]}@zweiklang"


def _span(event: FeedEvent) -> list[tuple[str, date]]:
    if event.starts is None:
        return [("dtstart", event.first_day), ("dtend", event.last_day + timedelta(days=1))]
    start = datetime.combine(event.first_day, event.starts, BERLIN)
    if event.ends is None:
        return [("dtstart", start)]
    return [("dtstart", start), ("dtend", datetime.combine(event.last_day, _after(event), BERLIN))]


def _after(event: FeedEvent) -> time:
    """The end, never before the beginning: RFC 5545 wants it later, and programs refuse the event otherwise."""
    assert event.starts
    assert event.ends
    same_day = event.first_day == event.last_day
    return max(event.starts, event.ends) if same_day else event.ends
