"""What the company lane hands out and takes. Weeks are Mondays, the first and the last both included."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Entry:
    """A part of an apprentice's plan: this position from one week to another, in a department or none. `section`: "Abschnitt A"."""

    id: UUID
    room_id: UUID
    position_id: UUID
    section: str
    number: str
    title: str
    first_week: date
    last_week: date
    department_id: UUID | None
    department: str
    responsible_id: UUID | None
    locked: bool
    partner_wanted: bool
    note: str
    responsible: str = ""
    """The name of who is responsible."""

    @property
    def weeks(self) -> int:
        """Returns how many weeks it lasts."""
        return weeks_between(self.first_week, self.last_week)

    def as_new(self) -> "NewEntry":
        """Returns it as it would be entered."""
        return NewEntry(**{name: getattr(self, name) for name in NewEntry.__dataclass_fields__})


@dataclass(frozen=True, slots=True)
class NewEntry:
    """A part of a plan as somebody enters it, or as a template, a copy or the planner proposes it."""

    position_id: UUID
    first_week: date
    last_week: date
    department_id: UUID | None = None
    responsible_id: UUID | None = None
    locked: bool = False
    partner_wanted: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Leave:
    """Leave (Urlaub) of an apprentice, both days included."""

    id: UUID
    room_id: UUID
    first_day: date
    last_day: date


@dataclass(frozen=True, slots=True)
class Place:
    """A department of a firm as a place of training: how many it takes at once, what it teaches, when it takes nobody, who works there.

    `positions` empty: no choice was made. `closed`: first and last weeks. `people`: id and name.
    """

    id: UUID
    name: str
    capacity: int
    positions: frozenset[UUID] = frozenset()
    closed: tuple[tuple[date, date], ...] = ()
    people: tuple[tuple[UUID, str], ...] = ()
    described: bool = True
    """Whether the firm has said so; otherwise, or for somebody who may not see it, `capacity` is 1 and means nothing."""

    def is_closed(self, monday: date) -> bool:
        """Returns whether it takes nobody in that week."""
        return any(first <= monday <= last for first, last in self.closed)


@dataclass(frozen=True, slots=True)
class Undo:
    """What takes the last change of a plan back: these rows again, those away, and what was chosen. `revision`: the plan's after it."""

    revision: int
    rows: tuple[NewEntry, ...] = ()
    gone: tuple[UUID, ...] = ()
    chosen: tuple[UUID, ...] | None = None


def weeks_between(first: date, last: date) -> int:
    """Returns how many weeks there are from one Monday to another, both included."""
    return (last - first).days // 7 + 1


def mondays(first: date, last: date) -> list[date]:
    """Returns the Mondays from one to another, both included."""
    return [first + timedelta(weeks=number) for number in range(weeks_between(first, last))]
