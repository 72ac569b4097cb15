"""Links between the lanes, as those use them who compare plans."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from zweiklang.planning.models import CurriculumLink

Standing = Literal["confirmed", "proposed"]


@dataclass(frozen=True, slots=True)
class Link:
    """A position (one skill of it where `skill` is its letter) fits a Lernfeld.

    `standing`: "confirmed" by the school that was asked for, else "proposed". `source`: "annex", "computed" or "people". `score`: how far
    the texts match, 0 to 1; `votes`: those for it less those against.
    """

    id: UUID
    position_id: UUID
    skill: str
    learning_field_id: UUID
    standing: Standing
    source: str
    score: float
    votes: int


@dataclass(frozen=True, slots=True)
class Spoken:
    """A link with what was said of it: `says` by the school ("confirmed", "rejected" or empty), `mine` the own vote (1, 0, -1)."""

    link: CurriculumLink
    says: str
    mine: int
