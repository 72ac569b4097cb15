"""What a file of timetables says, whatever programme wrote it. Plain frozen values; lengths have been checked by the reader."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID


class FileKind(StrEnum):
    """What a file speaks of."""

    TIMETABLE = "untis-gpu001"
    SUBSTITUTIONS = "untis-gpu014"


# Other kinds of imports have pages of their own.
KIND_LABELS = {
    FileKind.TIMETABLE: "Untis GPU001, Stundenplan",
    FileKind.SUBSTITUTIONS: "Untis GPU014, Vertretungen",
}


@dataclass(frozen=True, slots=True)
class SnapshotLesson:
    """A lesson of one class in every week: `label` is the class as the file writes it. Valid without end unless the file says otherwise."""

    label: str
    number: int
    weekday: int
    period: int
    subject: str = ""
    teachers: tuple[str, ...] = ()
    classrooms: tuple[str, ...] = ()
    length: int = 1
    first_day: date | None = None
    last_day: date | None = None


class Fate(StrEnum):
    """What became of a lesson on its day; values as in `LessonChange.Kind`."""

    CANCELLED = "cancelled"
    CHANGED = "changed"
    EXTRA = "extra"


@dataclass(frozen=True, slots=True)
class Substitution:
    """One line of a file of substitutions, for one class. It says what takes place instead, never why.

    `leaving` is the teacher whose part of the lesson this line is about: it tells groups of one lesson apart and is stored nowhere.
    """

    label: str
    day: date
    period: int
    fate: Fate
    number: int = 0
    subject: str = ""
    new_subject: str = ""
    leaving: str = ""
    coming: str = ""
    classrooms: tuple[str, ...] = ()
    new_classrooms: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class SnapshotChange:
    """What is different in one lesson of a class on one day, with the values that hold then. Empty ones: as in the timetable."""

    label: str
    day: date
    period: int
    kind: Fate
    number: int = 0
    subject: str = ""
    teachers: tuple[str, ...] = ()
    classrooms: tuple[str, ...] = ()
    note: str = ""
    key: str = ""
    """Tells apart several changes of one lesson; the same in every file."""


@dataclass(frozen=True, slots=True)
class FileProblem:
    """A line that could not be taken, and why, for people. `line` counts from 1."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class TimetableFile:
    """A file that was read. Of a file of substitutions `first_day` and `last_day` say for which days it speaks."""

    kind: FileKind
    lessons: tuple[SnapshotLesson, ...] = ()
    substitutions: tuple[Substitution, ...] = ()
    first_day: date | None = None
    last_day: date | None = None
    errors: tuple[FileProblem, ...] = ()

    @property
    def kind_label(self) -> str:
        """Returns what people call such a file."""
        return KIND_LABELS[self.kind]


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One change for people: class, "added", "changed" or "removed", what was and what is."""

    label: str
    what: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Applied:
    """What a snapshot changed, or would change. `told`: how many changes people are told of, `batch` under which they find them."""

    added: int = 0
    changed: int = 0
    removed: int = 0
    told: int = 0
    lines: tuple[ChangeLine, ...] = ()
    unknown_classes: tuple[str, ...] = ()
    by_hand: tuple[str, ...] = ()
    """Classes in which lessons entered by hand stand beside those of the file."""
    batch: UUID | None = None
    known_before: int = 0
    """How many lessons the school had, for the brake."""

    @property
    def is_empty(self) -> bool:
        """Returns whether nothing is different."""
        return not (self.added or self.changed or self.removed)

    @property
    def counts(self) -> Mapping[str, int]:
        """Returns the numbers by name."""
        return {"added": self.added, "changed": self.changed, "removed": self.removed}

    @property
    def needs_brake(self) -> bool:
        """Returns whether more than half of the school's lessons would go without others in their place."""
        return 2 * self.removed > self.known_before
