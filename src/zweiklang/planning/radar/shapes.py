"""What the page of signs shows. Weeks are Mondays."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True)
class SignEntry:
    """A part of the plan a sign is about, as the plan is now: "A 3 Titel", "KW 12–15", and how it lies to the Lernfeld now, in words."""

    id: UUID
    first_week: date
    label: str
    weeks: str
    now: str
    tone: str
    icon: str


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign of the radar: what happened at school (`title`, `note`), and the parts of this apprentice's plan it follows from.

    `gone`: how many of them are in the plan no longer. `fits`: the plan as it is now fits; there is nothing to do.
    """

    id: UUID
    room_id: UUID
    kind: str
    title: str
    note: str
    apprentice: str
    firm: str
    class_room_id: UUID
    class_label: str
    learning_field_id: UUID
    was_first: date | None
    is_first: date | None
    shift: int
    made_on: date
    made: str
    settled: str
    entries: tuple[SignEntry, ...]
    gone: int
    fits: bool

    @property
    def is_open(self) -> bool:
        """Returns whether nobody has settled it."""
        return not self.settled


@dataclass(frozen=True, slots=True)
class Beginning:
    """A Lernfeld of a class that begins soon: a fact of the school alone."""

    class_room_id: UUID
    class_label: str
    learning_field_id: UUID
    text: str
    first: date
