"""What a chamber's file would do, as values: entries, questions, and a digest of everything."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from uuid import UUID

from zweiklang.joining.chambers.responsible import Rule, SchoolFacts
from zweiklang.joining.chambers.rows import RegisterRow, RowProblem
from zweiklang.joining.firms import FirmFacts

SKIP, IS_NEW, TAKE = "skip", "new", "take"
LABELS = {
    "number": "Vertragsnummer",
    "occupation": "Beruf",
    "first_day": "Erster Tag",
    "last_day": "Letzter Tag",
    "confirmed": "Stand",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownContract:
    """A contract of the chamber's register. `said`: what the last file said of it, by field as text; None if no file ever did."""

    id: UUID
    number: str
    person: UUID
    name: str
    person_key: tuple[str, str, date | None]
    firm: FirmFacts
    occupation: UUID
    occupation_name: str
    first_day: date
    last_day: date
    confirmed: bool
    said: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class KnownOccupation:
    """An occupation of a regulation in force, by id, with its name for people."""

    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that changes, with both values as people read them."""

    field: str
    before: str
    after: str

    @property
    def label(self) -> str:
        """Returns the field's name for people."""
        return LABELS[self.field]


@dataclass(frozen=True, slots=True)
class Question:
    """What a person decides: pairs of value and label. Several rows may share one (all those of one firm)."""

    key: str
    label: str
    options: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One row and what becomes of it. `firm` and `person` None: somebody new; `school`: who is asked, if that is sure."""

    row: RegisterRow
    occupation: UUID
    occupation_name: str
    contract: UUID | None = None
    firm: UUID | None = None
    firm_name: str = ""
    person: UUID | None = None
    differences: tuple[Difference, ...] = ()
    school: UUID | None = None
    school_name: str = ""
    school_reason: str = ""
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True)
class RegisterPlan:
    """Everything a file would change. Nobody is ever missing: a file ends no contract."""

    new: tuple[Entry, ...] = ()
    changed: tuple[Entry, ...] = ()
    doubtful: tuple[Entry, ...] = ()
    unchanged: int = 0
    errors: tuple[RowProblem, ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        """Returns how many rows each section has, by the words of the command line."""
        sections = {name: len(getattr(self, name)) for name in ("new", "changed", "doubtful", "errors")}
        return sections | {"unchanged": self.unchanged}

    @property
    def questions(self) -> list[Question]:
        """Returns what is to be decided, each question once."""
        return list({q.key: q for entry in self.doubtful for q in entry.questions}.values())

    @property
    def is_empty(self) -> bool:
        """True if applying it would change nothing."""
        return not (self.new or self.changed)

    @property
    def digest(self) -> str:
        """Returns a digest of everything the plan would do: two equal ones do the same."""
        content = {
            name: [asdict(one) for one in getattr(self, name)] for name in ("new", "changed", "doubtful")
        }
        return hashlib.sha256(json.dumps(content, default=str, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Known:
    """What the comparison looks at: the chamber's own contracts, firms near the file's, occupations, schools and their rules."""

    contracts: tuple[KnownContract, ...] = ()
    firms: tuple[FirmFacts, ...] = ()
    occupation_of: Mapping[str, object] = field(default_factory=dict)
    """The file's word for an occupation → `Occupation`, or None where it is not known."""
    rules: tuple[Rule, ...] = ()
    schools: tuple[SchoolFacts, ...] = ()
