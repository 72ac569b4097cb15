"""What pages of the record show: ready values, formatted once."""

import json
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from zweiklang.curricula.public import PlanVersion
from zweiklang.kernel.decisions import Decision


@dataclass(frozen=True, slots=True)
class StateLook:
    """A state as word, icon and tone (never colour alone)."""

    label: str
    icon: str
    tone: str


@dataclass(frozen=True, slots=True)
class Head:
    """Whose record it is: shown at the top of each page of the room."""

    room_id: UUID
    apprentice_id: UUID
    apprentice: str
    sort_key: str
    occupation: str
    firm: str
    first_day: date
    last_day: date
    weekly_minutes: int
    daily: bool
    plan: PlanVersion


@dataclass(frozen=True, slots=True)
class WeekSummary:
    """One week in a list. `state` "open" means: past or present, nobody has begun it."""

    monday: date
    slug: str
    label: str
    state: str
    look: StateLook
    minutes: str
    year: int
    missing: bool
    holidays: str = ""


@dataclass(frozen=True, slots=True)
class CommentView:
    """A remark as shown."""

    author: str
    initials: str
    text: str
    moment: str


@dataclass(frozen=True, slots=True)
class LineView:
    """A line as shown and edited. `name` is the stem of its field names; `is_new` lines are not stored yet."""

    id: UUID
    name: str
    place: str
    place_label: str
    text: str
    minutes: str
    minutes_label: str
    plan_items: tuple[tuple[str, str], ...]
    comments: tuple[CommentView, ...] = ()
    is_new: bool = False
    school_text: str = ""
    certified: str = ""
    """Where the school's words come from: "Unterrichtsthema laut Klassenbuch, freigegeben am 16. November 2026"."""
    mark: str = ""
    """In an open week: "changed" or "withdrawn" by the school since."""
    school_now: str = ""

    @property
    def plan_value(self) -> str:
        """Returns the codes as one field value."""
        return ", ".join(code for code, _ in self.plan_items)

    @property
    def plan_labels(self) -> str:
        """Returns the labels by code as JSON, for the combobox."""
        return json.dumps(dict(self.plan_items), ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class ProposalView:
    """A line that is proposed: `key` is what its buttons send, `source` says where it comes from. `alone`: taken by itself only."""

    key: str
    source: str
    place_label: str
    text: str
    minutes: str
    plan: str
    certified: str
    alone: bool

    @property
    def name(self) -> str:
        """Returns what its buttons are called for those who do not see where they stand."""
        return self.text or self.place_label


@dataclass(frozen=True, slots=True)
class DayView:
    """A day (or, with `date` None, the whole week in the weekly form) with its lines, and what is proposed beside them."""

    date: date | None
    key: str
    label: str
    note: str
    total: str
    lines: tuple[LineView, ...]
    is_today: bool = False
    proposals: tuple[ProposalView, ...] = ()


@dataclass(frozen=True, slots=True)
class ActView:
    """An act on the week as shown in its history."""

    act: str
    label: str
    who: str
    capacity: str
    moment: str
    reason: str


@dataclass(frozen=True, slots=True)
class WeekView:
    """Everything the page of one week shows, and what the person may do there (each a Decision with a sentence)."""

    head: Head
    monday: date
    slug: str
    label: str
    year: int
    number: int
    exists: bool
    state: str
    look: StateLook
    days: tuple[DayView, ...]
    total: str
    acts: tuple[ActView, ...]
    comments: tuple[CommentView, ...]
    digest: str
    school_digest: str
    school_only: bool
    decisions: dict[str, Decision] = field(default_factory=dict)
    refused: int = 0
    """How many proposals the apprentice did not want."""
    previous_slug: str = ""
    next_slug: str = ""
    returned_reason: str = ""

    @property
    def offered(self) -> int:
        """Returns how many proposals can be taken all at once."""
        return sum(not one.alone for day in self.days for one in day.proposals)

    @property
    def asks_alone(self) -> bool:
        """Returns whether a day missed at school is proposed, which the firm would read."""
        return any(one.alone and not one.certified for day in self.days for one in day.proposals)
