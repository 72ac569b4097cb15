"""What an announcement consists of besides its words: in whose name it goes out, to whom, and how many that are."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from uuid import UUID

LONGEST_TEXT = 5_000
LONGEST_SUBJECT = 120
MOST_CHOSEN = 60


class Who(StrEnum):
    """As what people get an announcement."""

    FIRMS = "firms"
    TEACHERS = "teachers"
    APPRENTICES = "apprentices"
    GUARDIANS = "guardians"


class Of(StrEnum):
    """Which of them: everybody within the sender's reach, or those of some classes, occupations or places."""

    ALL = "all"
    CLASSES = "classes"
    OCCUPATIONS = "occupations"
    PLACES = "places"


class Reach(StrEnum):
    """How far a sender reaches: the own classes, the whole school, the chamber's contracts, all of Hesse."""

    CLASSES = "classes"
    SCHOOL = "school"
    CHAMBER = "chamber"
    LAND = "land"


WHO_LABELS = {
    Who.FIRMS: "Betriebe",
    Who.TEACHERS: "Lehrkräfte",
    Who.APPRENTICES: "Auszubildende",
    Who.GUARDIANS: "gesetzliche Vertretungen",
}
# Who writes to whom. Apprentices and families hear from their school only; a chamber writes to the firms it is responsible for.
ALLOWED: dict[Reach, dict[Who, tuple[Of, ...]]] = {
    Reach.CLASSES: {
        Who.FIRMS: (Of.ALL, Of.CLASSES, Of.OCCUPATIONS, Of.PLACES),
        Who.APPRENTICES: (Of.ALL, Of.CLASSES),
        Who.GUARDIANS: (Of.ALL, Of.CLASSES),
        Who.TEACHERS: (Of.ALL, Of.CLASSES),
    },
    Reach.SCHOOL: {
        Who.FIRMS: (Of.ALL, Of.CLASSES, Of.OCCUPATIONS, Of.PLACES),
        Who.TEACHERS: (Of.ALL, Of.CLASSES),
        Who.APPRENTICES: (Of.ALL, Of.CLASSES),
        Who.GUARDIANS: (Of.ALL, Of.CLASSES),
    },
    Reach.CHAMBER: {Who.FIRMS: (Of.ALL, Of.OCCUPATIONS, Of.PLACES)},
    Reach.LAND: {
        Who.FIRMS: (Of.ALL, Of.OCCUPATIONS, Of.PLACES),
        Who.TEACHERS: (Of.ALL, Of.PLACES),
    },
}


@dataclass(frozen=True, slots=True)
class Sender:
    """In whose name somebody may send: an organisation, and how far. `classes`: the rooms of the own classes, for a class teacher."""

    organisation_id: UUID
    name: str
    reach: Reach
    described: str
    classes: tuple[UUID, ...] = ()

    @property
    def key(self) -> str:
        """Returns what a form sends for it."""
        return f"{self.organisation_id}:{self.reach}"


@dataclass(frozen=True, slots=True)
class Audience:
    """Who gets it. `chosen`: rooms of classes, names of occupations, or places ("kreis:06611", "plz:341"), as `of` says."""

    who: Who
    of: Of
    chosen: tuple[str, ...] = ()

    def as_data(self) -> dict[str, Any]:
        """Returns it as it lies in the database."""
        return {"who": str(self.who), "of": str(self.of), "chosen": list(self.chosen)}

    @staticmethod
    def from_data(data: dict[str, Any]) -> "Audience | None":
        """Returns the audience of `as_data`; None while nobody has chosen one."""
        if not data.get("who"):
            return None
        return Audience(Who(data["who"]), Of(data["of"]), tuple(data.get("chosen", ())))


@dataclass(frozen=True, slots=True)
class Numbers:
    """How many an announcement goes to.

    `by_letter`: firms in which nobody can be reached here; `without_account`: apprentices, families, teachers without an account.
    """

    people: int = 0
    firms: int = 0
    by_letter: int = 0
    without_account: int = 0

    @property
    def nobody(self) -> bool:
        """True where neither a person nor a letter would be reached."""
        return not (self.people or self.by_letter)


@dataclass(frozen=True, slots=True)
class Address:
    """A firm as it stands on a letter."""

    name: str
    street: str
    postcode: str
    town: str

    @property
    def complete(self) -> bool:
        """True if the post can deliver it."""
        return bool(self.street and self.postcode and self.town)

    @property
    def lines(self) -> tuple[str, ...]:
        """Returns the lines of the window (DIN 5008)."""
        return tuple(filter(None, (self.name, self.street, f"{self.postcode} {self.town}".strip())))


@dataclass(frozen=True, slots=True)
class Choices:
    """What can be chosen from, as pairs of value and label; `occupations` are names of occupations."""

    classes: list[tuple[str, str]] = field(default_factory=list)
    occupations: list[tuple[str, str]] = field(default_factory=list)
    districts: list[tuple[str, str]] = field(default_factory=list)
