"""What the page of consents shows."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from zweiklang.kernel.decisions import Decision

type Cell = tuple[str, str]
"""Category and capacity."""


@dataclass(frozen=True, slots=True)
class Concerned:
    """Whose consent it is, in which room, whether they are not yet 18, and whether the person acts as their guardian."""

    room_id: UUID
    person_id: UUID
    minor: bool
    as_guardian: bool


@dataclass(frozen=True, slots=True)
class Given:
    """A consent as it was given: the proof word by word, by whom and when, and its withdrawal. `needed`: a rule asks for it now."""

    id: UUID
    cell: Cell
    label: str
    who: str
    text: str
    version: str
    given_by: str
    given_at: datetime
    withdrawn_by: str
    withdrawn_at: datetime | None
    needed: bool

    @property
    def is_valid(self) -> bool:
        """Returns whether it holds."""
        return self.withdrawn_at is None


@dataclass(frozen=True, slots=True)
class Question:
    """A rule asks for consent: for what, to whom it would open, the text in full, who asks and why, and what was answered before."""

    cell: Cell
    label: str
    who: str
    text: str
    asked_by: str
    sentence: str
    answered: str
    decision: Decision

    @property
    def key(self) -> str:
        """Returns a name for the form of the question."""
        return "-".join(self.cell)


@dataclass(frozen=True, slots=True)
class ConsentPage:
    """All of it for one room: questions without a valid consent, valid consents, and those withdrawn."""

    concerned: Concerned
    questions: tuple[Question, ...]
    given: tuple[Given, ...]
    past: tuple[Given, ...]
