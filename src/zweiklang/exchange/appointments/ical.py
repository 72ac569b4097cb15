"""One appointment as a calendar file (RFC 5545): the same UID each time, a version that counts its changes, called off when it is.

It is handed out to whoever is signed in and may see the appointment, never mailed: title and place are words of people (see docs/decisions).
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from icalendar import Calendar, Event, Timezone, vUri

from zweiklang.kernel.calendar_files import BERLIN_RULES
from zweiklang.kernel.clock import BERLIN

_PRODUCT = "-//Zweiklang//Termine//DE"


@dataclass(frozen=True, slots=True)
class Entry:
    """One event of a calendar. `of` is the row it tells of; `sequence` counts its changes, the last at `changed` (aware, as all instants)."""

    of: UUID
    summary: str
    starts: datetime
    ends: datetime
    sequence: int
    changed: datetime
    location: str = ""
    description: str = ""
    url: str = ""
    cancelled: bool = False
    sure: bool = True
    """False while the person has not said whether they come."""


def calendar_text(entries: Iterable[Entry]) -> bytes:
    """Returns the calendar file of these events: CRLF, lines folded at 75 octets, times in Hesse's time with its rules."""
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add_component(Timezone.from_ical(BERLIN_RULES))
    for entry in entries:
        calendar.add_component(_event(entry))
    return bytes(calendar.to_ical())


def uid_of(row_id: UUID) -> str:
    """Returns the event's UID: the same each time, and without any id of ours in it."""
    return f"{hashlib.sha256(f'appointment:{row_id}'.encode()).hexdigest()[:40]}@zweiklang"


def _event(entry: Entry) -> Event:
    found = Event()
    found.add("uid", uid_of(entry.of))
    changed = entry.changed.astimezone(UTC).replace(microsecond=0)
    found.add("dtstamp", changed)
    found.add("last-modified", changed)
    found.add("sequence", entry.sequence)
    found.add("dtstart", entry.starts.astimezone(BERLIN))
    found.add("dtend", entry.ends.astimezone(BERLIN))
    found.add("summary", _seen(entry.summary))
    if entry.location:
        found.add("location", _seen(entry.location))
    if entry.description:
        found.add("description", "\n".join(map(_seen, entry.description.splitlines())))
    if entry.url:
        found.add("url", vUri(entry.url))
    found.add("status", _status(entry))
    found.add("transp", "TRANSPARENT" if entry.cancelled else "OPAQUE")
    found.add("class", "PRIVATE")
    return found


def _status(entry: Entry) -> str:
    if entry.cancelled:
        return "CANCELLED"
    return "CONFIRMED" if entry.sure else "TENTATIVE"


def _seen(text: str) -> str:
    """Returns one line without what cannot be seen: programs refuse the whole calendar for one such sign, or begin a new line there."""
    return "".join(c if c.isprintable() else " " for c in text)
