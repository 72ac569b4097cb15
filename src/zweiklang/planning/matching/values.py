"""What is compared, and what comes out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Reach = Literal["all", "part"]


@dataclass(frozen=True, slots=True)
class Skill:
    """One entry of a position: letter (may be empty) and text."""

    letter: str
    text: str


@dataclass(frozen=True, slots=True)
class PlanPosition:
    """A position of the training framework plan. `reach` "part": an integrative one, or one of a specialisation.

    `key` is the caller's own name for it and comes back in the results.
    """

    key: str
    section: str
    number: str
    title: str
    skills: tuple[Skill, ...] = ()
    reach: Reach = "all"

    @property
    def mark(self) -> str:
        """Returns "A 3", as the annexes of regulations print it."""
        return f"{self.section} {self.number}".strip()


@dataclass(frozen=True, slots=True)
class Field:
    """A Lernfeld. `text` may hold its aims and contents; the title alone is enough."""

    number: str
    title: str
    text: str = ""
    year: int | None = None
    hours: int | None = None


@dataclass(frozen=True, slots=True)
class SharedWords:
    """A word of the Lernfeld met a word of the position, both as printed; `share` of the score, 0 to 1."""

    of_field: str
    of_position: str
    share: float


@dataclass(frozen=True, slots=True)
class SkillFit:
    """How far one skill of the position carries the match: `share` of what its skills add, 0 to 1."""

    letter: str
    text: str
    share: float


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A position for a Lernfeld. `score` grows with what matched, below 1, and compares across all Lernfelder of one call."""

    field: Field
    position: PlanPosition
    score: float
    words: tuple[SharedWords, ...]
    skills: tuple[SkillFit, ...] = ()


@dataclass(frozen=True, slots=True)
class OfficialLink:
    """The regulation itself names this pair. `skills` are the letters it names, empty for the whole position; `rows` how often."""

    field_number: str
    specialisation: str
    position: PlanPosition
    skills: tuple[str, ...]
    annex: str
    rows: int


@dataclass(slots=True)
class AnnexReading:
    """Links that an annex states, and marks that lead nowhere in the plan ("F 9 a")."""

    links: list[OfficialLink] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
