"""The shape of a plan: what a file would change, each entry with a name, readable differences and a reason."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from uuid import UUID

from zweiklang.rosters.known import Contact
from zweiklang.rosters.shapes import RowError

IS_NEW, SKIP = "new", "skip"
# A file that takes away more than this part of a school's pupils is asked about twice.
BRAKE = 0.1


@dataclass(frozen=True, slots=True)
class Difference:
    """One line of "what changes": German words only."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody a doubtful row could mean."""

    id: UUID
    name: str
    born_on: date | None
    class_label: str
    has_left: bool = False


@dataclass(frozen=True, slots=True)
class PupilEntry:
    """A pupil who is new, changed, gone or doubtful. `values` are only those that the file says and that differ."""

    key: str
    name: str
    class_label: str = ""
    lines: tuple[int, ...] = ()
    known: UUID | None = None
    differences: tuple[Difference, ...] = ()
    values: Mapping[str, object] = field(default_factory=dict)
    contacts: frozenset[Contact] | None = None
    """The contacts from now on; None: they stay as they are."""
    move: bool = False
    """True if `class_label` is another class than today's."""
    returns: bool = False
    reason: str = ""
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True)
class TeacherEntry:
    """A teacher who is new, changed or gone. `known` is the person; `assign` are (class, capacity, subject), `end` ids of assignments."""

    key: str
    name: str
    lines: tuple[int, ...] = ()
    known: UUID | None = None
    record: UUID | None = None
    differences: tuple[Difference, ...] = ()
    values: Mapping[str, object] = field(default_factory=dict)
    external_ids: tuple[str, ...] = ()
    assign: tuple[tuple[str, str, str], ...] = ()
    end: tuple[UUID, ...] = ()
    returns: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class NewClass:
    """A class that does not exist in this school year yet; `grade` 1 to 4."""

    label: str
    grade: int
    occupation_name: str = ""


type Entry = PupilEntry | TeacherEntry


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything a file would change. `whole_school`: who is missing from the file has left, in whichever class."""

    new: tuple[Entry, ...] = ()
    changed: tuple[Entry, ...] = ()
    left: tuple[Entry, ...] = ()
    doubtful: tuple[Entry, ...] = ()
    unchanged: int = 0
    classes: tuple[NewClass, ...] = ()
    errors: tuple[RowError, ...] = ()
    warnings: tuple[RowError, ...] = ()
    whole_school: bool = False
    covered: tuple[str, ...] = ()
    """The classes the file speaks for."""
    present: int = 0
    """How many pupils the school has before."""

    @property
    def counts(self) -> dict[str, int]:
        """Returns how many entries each section has, by the words of the command line."""
        return {name: len(getattr(self, name)) for name in ("new", "changed", "left", "doubtful", "errors")}

    @property
    def leaving_pupils(self) -> int:
        """Returns how many pupils would leave."""
        return sum(isinstance(entry, PupilEntry) for entry in self.left)

    @property
    def needs_brake(self) -> bool:
        """True if the file takes away more than a tenth of the school's pupils."""
        return self.leaving_pupils > BRAKE * self.present

    @property
    def is_empty(self) -> bool:
        """True if applying it would change nothing."""
        return not (self.new or self.changed or self.left or self.classes)

    @property
    def digest(self) -> str:
        """Returns a digest of everything the plan would do: two equal ones do the same."""
        content = {
            name: [asdict(entry) for entry in getattr(self, name)] for name in ("new", "changed", "left")
        }
        content["doubtful"] = [asdict(entry) for entry in self.doubtful]
        content["classes"] = [asdict(entry) for entry in self.classes]
        text = json.dumps(content, default=_plain, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()


def brake_words(plan: Plan) -> str:
    """Returns what somebody is asked before a tenth of a school leaves."""
    return (
        f"Mit dieser Datei verlassen {plan.leaving_pupils} von {plan.present} Personen die Schule. Bestätigen Sie das mit der Zahl "
        f"{plan.leaving_pupils}, oder prüfen Sie, ob die Datei vollständig ist."
    )


def words(value: object) -> str:
    """Returns a value as people read it; "–" for nothing."""
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    return str(value) if value else "–"


def contact_words(contacts: Iterable[Contact]) -> str:
    """Returns "Greta Vormund, b@example; …"."""
    return (
        "; ".join(sorted(", ".join(filter(None, [f"{c[1]} {c[2]}".strip(), c[3], c[4]])) for c in contacts))
        or "–"
    )


def _plain(value: object) -> object:
    if isinstance(value, frozenset):
        return sorted(value)
    return str(value)
