"""What a file says about absences. Plain frozen values; there is no field for a reason, so none can be read from a file."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True)
class FiledAbsence:
    """One line about a pupil: from a first to a last day, the first from `first_period` on, the last until `last_period` (None: all of it).

    The pupil is named by class and name, or by the short name (`code`) of a timetable programme.
    """

    line: int
    first_day: date
    last_day: date
    kind: str = "absent"
    state: str = "open"
    class_label: str = ""
    family_name: str = ""
    given_name: str = ""
    code: str = ""
    first_period: int | None = None
    last_period: int | None = None
    minutes: int | None = None

    @property
    def who(self) -> str:
        """Returns how the file names the pupil."""
        name = f"{self.given_name} {self.family_name}".strip() or self.code
        return f"{name} ({self.class_label})" if self.class_label else name


@dataclass(frozen=True, slots=True)
class FiledProblem:
    """A line that could not be taken, and why, for people. `line` counts from 1."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class AbsenceFile:
    """A file that was read. `source` is where its entries come from; `left_out` counts lines about others than pupils, of which nothing is kept."""

    kind_label: str
    source: str
    entries: tuple[FiledAbsence, ...]
    problems: tuple[FiledProblem, ...] = ()
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class PlannedEntry:
    """One entry the import would make, or the state it would change (`absence_id`)."""

    room_id: UUID
    name: str
    day: date
    period: int | None
    kind: str
    minutes: int | None
    state: str
    absence_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class AbsencePlan:
    """What comes of a file: new entries, changed ones, how many are there already, what is left alone, and what a person must look at.

    `rooms` are those of everybody of whom it says what is there, or what would be.
    """

    added: tuple[PlannedEntry, ...]
    changed: tuple[PlannedEntry, ...]
    unchanged: int
    kept: tuple[FiledProblem, ...]
    problems: tuple[FiledProblem, ...]
    left_out: int = 0
    rooms: frozenset[UUID] = frozenset()

    def facts(self) -> dict[str, object]:
        """Returns what `schedule import-absences --json` prints. No names."""
        return {
            "added": len(self.added),
            "changed": len(self.changed),
            "unchanged": self.unchanged,
            "kept": [{"line": one.line, "reason": one.reason} for one in self.kept],
            "errors": [{"line": one.line, "reason": one.reason} for one in self.problems],
            "left_out": self.left_out,
        }
