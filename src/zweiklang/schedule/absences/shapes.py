"""What pages of absences show, and what they hand to services. No reading, no writing."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from zweiklang.kernel import formats
from zweiklang.schedule.models import Absence

TONES = {"open": "warning", "excused": "success", "unexcused": "danger"}


@dataclass(frozen=True, slots=True)
class Entry:
    """What a teacher says about somebody's day; somebody who was there has none."""

    kind: str
    minutes: int | None = None

    @property
    def token(self) -> str:
        """Returns it as one word, to tell later whether it is still the same."""
        return self.kind if self.minutes is None else f"{self.kind}:{self.minutes}"

    @property
    def words(self) -> str:
        """Returns "verspätet, 15 min"."""
        return described(self.kind, self.minutes)


def described(kind: str, minutes: int | None) -> str:
    """Returns "gefehlt" or "verspätet, 15 min"."""
    label = str(Absence.Kind(kind).label)
    return label if minutes is None else f"{label}, {formats.minutes(minutes)}"


def token_of(entry: Entry | None) -> str:
    """Returns the entry as one word, empty for somebody who was there."""
    return entry.token if entry else ""


@dataclass(frozen=True, slots=True)
class DayRow:
    """One apprentice on one day. `several` says in words what does not fit into one choice; `by` who entered it and when."""

    room_id: UUID
    name: str
    firm: str
    entry: Entry | None
    may_write: bool
    by: str = ""
    several: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """A teacher saw one state of somebody's day (as a token) and wants another."""

    room_id: UUID
    seen: str
    wanted: Entry | None


@dataclass(frozen=True, slots=True)
class Recorded:
    """What came of it: how many were written, and by room what somebody else had entered in the meantime.

    `refused` says why nothing could be written at all.
    """

    written: int
    clashes: dict[UUID, str]
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Deciding:
    """A teacher saw an absence in one state and decides another."""

    absence_id: UUID
    seen: str
    wanted: str


@dataclass(frozen=True, slots=True)
class AbsenceRow:
    """One absence in a list, in ready words. `reason` and `told_by` are empty unless the person may read them."""

    id: UUID
    room_id: UUID
    name: str
    day: date
    day_label: str
    what: str
    kind: str
    minutes: int | None
    state: str
    state_label: str
    tone: str
    reason: str = ""
    told_by: str = ""


@dataclass(frozen=True, slots=True)
class Total:
    """One sum with what it consists of: "Gefehlt", "3 Tage", the days (`many`: too many to read in passing), and what was decided."""

    label: str
    figure: str
    days: str
    states: str
    many: bool


@dataclass(frozen=True, slots=True)
class SchoolYear:
    """The absences of one school year, newest first, with their sums."""

    label: str
    totals: list[Total]
    rows: list[AbsenceRow]
