"""What fills a week, and what is proposed of it. No reading, no writing."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from zweiklang.schedule.public import CalendarDay

TOPIC, LESSONS, COURSE, ABSENT = "topic", "lessons", "course", "absent"


@dataclass(frozen=True, slots=True)
class SchoolTopic:
    """A topic that the school has released to firms, in its own words. `plan_item`: the learning field in the apprentice's plan."""

    id: UUID
    day: date
    subject: str
    wording: str
    released_on: date
    plan_item: UUID | None = None

    @property
    def key(self) -> str:
        """Returns what a line made of it remembers as its origin."""
        return f"{TOPIC}:{self.id}"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one week of one apprentice: days of school, released topics, whole days missed."""

    days: tuple[CalendarDay, ...] = ()
    topics: tuple[SchoolTopic, ...] = ()
    absent: frozenset[date] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A line that could stand in the week. `key` is what it follows from: who took or refused it once is not asked again.

    `alone`: it is taken by itself only, never with all others. `source` says in words where it comes from.
    """

    key: str
    date: date
    place: str
    text: str = ""
    minutes: int | None = None
    topic: SchoolTopic | None = None
    source: str = ""
    alone: bool = False
