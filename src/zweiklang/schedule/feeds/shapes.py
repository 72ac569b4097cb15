"""What a feed is made of: whose days, what may be said, and the events that come out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from uuid import UUID

from zweiklang.schedule.calendar.shapes import CalendarDay


@dataclass(frozen=True, slots=True)
class Switches:
    """What the person has switched on for this feed; both are off at first."""

    subjects: bool = False
    names: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """A change that people were told of: which days of a room, and when."""

    first_day: date
    last_day: date
    at: datetime


@dataclass(frozen=True, slots=True)
class Share:
    """One room's part of a feed: an apprenticeship (`own`: the person's own), or a class one teaches in."""

    room_id: UUID
    name: str
    days: Sequence[CalendarDay]
    own: bool = False


@dataclass(frozen=True, slots=True)
class Material:
    """All a person may see of their days, before anything is left out. `told`: by room, for what has really changed since."""

    shares: Sequence[Share] = ()
    classes: Sequence[Share] = ()
    told: Mapping[UUID, Sequence[Told]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FeedEvent:
    """One event as calendar programs get it. Without `starts` it takes whole days, both inclusive. `of` makes its UID, the same each time.

    `version` counts the changes that people were told of, `changed` is when the last one was.
    """

    of: str
    summary: str
    first_day: date
    last_day: date
    starts: time | None = None
    ends: time | None = None
    description: str = ""
    location: str = ""
    cancelled: bool = False
    busy: bool = True
    version: int = 0
    changed: datetime | None = None
