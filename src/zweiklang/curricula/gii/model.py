"""What a training regulation says, as plain values without a database.

Numbers of time stay in the unit of the regulation (weeks or months); nothing is converted or corrected.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Unit = Literal["weeks", "months", "hours", "none"]
Kind = Literal["mandatory", "specialisation", "elective", "focus", "integrative", "additional"]


class RegulationError(ValueError):
    """The file cannot be read as a regulation; the message is a sentence for people."""


class NotARegulation(RegulationError):
    """The bytes are no XML, or XML that is not a training regulation in the GII format."""


class HostileDocument(RegulationError):
    """The document is too large, too deep, or asks for entities; it was not read."""


@dataclass(frozen=True, slots=True)
class Warning:
    """Something a person should look at; the value concerned was kept as it is or left out, never guessed."""

    code: str
    message: str
    where: str


@dataclass(frozen=True, slots=True)
class CellValue:
    """One time cell. `low` and `high` differ for a range and are None where the cell holds no number.

    `continues` is true where a cell that spans rows reaches into a further block: sums must leave it out.
    """

    text: str
    low: float | None = None
    high: float | None = None
    starred: bool = False
    unit: Unit = "none"
    continues: bool = False

    @property
    def counted(self) -> float:
        """The number this cell adds to its period: 0 for ranges, words and continued cells."""
        if self.continues or self.low is None or self.low != self.high:
            return 0
        return self.low


@dataclass(slots=True)
class Block:
    """Skills that share the same time cells: `skills` are (letter, text), `cells` one per period of the
    section.
    """

    skills: list[tuple[str, str]] = field(default_factory=list)
    cells: tuple[CellValue, ...] = ()


@dataclass(slots=True)
class Position:
    """A numbered part of the occupation's profile. `reference` is the paragraph the table names, or empty.

    `number` is empty where a section has a single part without a number.
    """

    number: str
    title: str
    reference: str = ""
    blocks: list[Block] = field(default_factory=list)

    @property
    def skills(self) -> list[tuple[str, str]]:
        return [skill for block in self.blocks for skill in block.skills]


@dataclass(slots=True)
class Section:
    """A part of the plan. `periods` are the section's own columns, `weeks` its sums per period of the
    *annex*.

    `part` is the key of the part it belongs to where one annex holds plans of several occupations
    ("Teil II"); `frame` is true for a time frame
    (Zeitrahmen), which takes positions from elsewhere.
    """

    key: str | None
    title: str
    kind: Kind
    unit: Unit = "none"
    periods: list[str] = field(default_factory=list)
    positions: list[Position] = field(default_factory=list)
    weeks: list[float] = field(default_factory=list)
    part: str = ""
    frame: bool = False

    @property
    def numbered(self) -> int:
        """How many positions carry a running number."""
        return sum(1 for position in self.positions if position.number)

    def sums(self) -> dict[str, float]:
        """Sum of the numbers per own period; hours are not weeks and count 0."""
        totals = dict.fromkeys(self.periods, 0.0)
        if self.unit == "hours":
            return totals
        for position in self.positions:
            for block in position.blocks:
                for label, cell in zip(self.periods, block.cells, strict=False):
                    totals[label] += cell.counted
        return totals


@dataclass(slots=True)
class Annex:
    """One annex with at least one plan table; `periods` are the periods of all its sections in order of
    time.
    """

    label: str
    title: str
    periods: list[str] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class AsOf:
    """The stand of the text: the ministry's wording and, where it names one, the date of the last change."""

    text: str
    on: date | None = None


@dataclass(frozen=True, slots=True)
class PositionMark:
    """What "A5b" says: section, running number, letter of the skill; an empty letter means the whole position."""

    section: str
    number: str
    letter: str = ""


@dataclass(frozen=True, slots=True)
class FieldMark:
    """The number of a Lernfeld, and the Fachrichtung it is meant for (empty: for all)."""

    number: str
    specialisation: str = ""


@dataclass(frozen=True, slots=True)
class Correspondence:
    """A row in which the regulation itself names positions and the Lernfelder they belong to, with the row's content."""

    annex: str
    content: str
    positions: tuple[PositionMark, ...]
    learning_fields: tuple[FieldMark, ...]


@dataclass(slots=True)
class Regulation:
    """One training regulation as published. `duration_months` is None if not stated or not one length for
    all.
    """

    file: str
    short_title: str
    title: str
    issued_on: date | None
    as_of: AsOf | None
    document_number: str
    duration_months: int | None
    unit: Literal["weeks", "months", "none"] = "none"
    occupations: list[str] = field(default_factory=list)
    annexes: list[Annex] = field(default_factory=list)
    correspondences: list[Correspondence] = field(default_factory=list)
    warnings: list[Warning] = field(default_factory=list)
