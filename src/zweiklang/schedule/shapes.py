"""What pages of school time show, and what they hand to services. No reading, no writing."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True)
class TopicRow:
    """One topic in a list. `released` is the day in words, or empty; `field` is "LF 6 Anfragen bearbeiten" or what is known of it."""

    id: UUID
    day_label: str
    subject: str
    field: str
    topic: str
    released: str


@dataclass(frozen=True, slots=True)
class TopicWeek:
    """The topics of one week, by day."""

    monday: date
    label: str
    rows: list[TopicRow]


@dataclass(frozen=True, slots=True)
class Sharing:
    """What firms see of a class's topics, in a sentence; `by_item`: teachers release them one by one."""

    sentence: str
    by_item: bool
