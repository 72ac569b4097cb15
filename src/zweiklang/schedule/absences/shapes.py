"""What pages of absences show, and what they hand to services. No reading, no writing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID

from zweiklang.kernel import formats
from zweiklang.schedule.models import Absence

TONES = {"open": "warning", "excused": "success", "unexcused": "danger"}


@dataclass(frozen=True, slots=True)
class Entry:
    """What a teacher says about somebody's day or lesson; somebody who was there has none."""

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

    @property
    def whole(self) -> bool:
        """Returns whether nothing of the day (or lesson) is left."""
        return self.kind == Absence.Kind.ABSENT and self.minutes is None


def described(kind: str, minutes: int | None, period: int | None = None) -> str:
    """Returns "gefehlt", "verspätet, 15 min" or "3. Stunde: gefehlt"."""
    label = str(Absence.Kind(kind).label)
    words = label if minutes is None else f"{label}, {formats.minutes(minutes)}"
    return words if period is None else f"{period}. Stunde: {words}"


class Spot(Protocol):
    """Whatever says which lesson (None: the day) was missed, and how."""

    @property
    def period(self) -> int | None: ...

    @property
    def kind(self) -> str: ...

    @property
    def minutes(self) -> int | None: ...


def contradict(one: Spot, other: Spot) -> bool:
    """Returns whether two entries of one day cannot both hold.

    Somebody who missed the whole day missed no lesson besides; a lesson has one entry; what is said of the day is not said again of a
    lesson in the same kind. The database holds the same rule (schedule/guards.py).
    """
    if _whole(one) or _whole(other):
        return True
    if one.period is not None and one.period == other.period:
        return True
    return one.kind == other.kind and (one.period is None or other.period is None)


def _whole(one: Spot) -> bool:
    return one.kind == Absence.Kind.ABSENT and one.minutes is None and one.period is None


def entry_of(row: Absence | None) -> Entry | None:
    """Returns what the row says; None for no row: the person was there."""
    return Entry(row.kind, row.minutes) if row else None


def token_of(entry: Entry | None) -> str:
    """Returns the entry as one word, empty for somebody who was there."""
    return entry.token if entry else ""


def token_of_day(rows: Iterable[Absence], period: int | None) -> str:
    """Returns as one word what counts on the page of that lesson (None: of the whole day): its own entries, and those about the day."""
    counting = [row for row in rows if period is None or row.period in (None, period)]
    held = sorted(counting, key=lambda row: (row.period or 0, row.kind))
    return "+".join(
        token_of(entry_of(row)) if row.period is None else f"{row.period}={token_of(entry_of(row))}"
        for row in held
    )


def shown_in(token: str, period: int | None) -> str:
    """Returns the part of such a word that is the entry of that lesson (None: the one about the day)."""
    mark = f"{period}="
    for part in token.split("+"):
        if period is None and "=" not in part:
            return part
        if period is not None and part.startswith(mark):
            return part.removeprefix(mark)
    return ""


@dataclass(frozen=True, slots=True)
class DayRow:
    """One apprentice on one day, or in one lesson of it: `entry` is what stands there.

    `several` says in words what does not fit into one choice, `others` what else is entered about the day; `by` who entered it and when.
    `notice`: when the apprentice reported the absence herself; `stated`: what the firm says. `seen`: the state as one word.
    """

    room_id: UUID
    name: str
    firm: str
    entry: Entry | None
    may_write: bool
    by: str = ""
    several: str = ""
    others: str = ""
    notice: str = ""
    stated: str = ""
    seen: str = ""
    period: int | None = None


@dataclass(frozen=True, slots=True)
class LessonChoice:
    """A lesson one can record, or the whole day (`period` None): its address, and whether it is the one shown."""

    period: int | None
    label: str
    href: str
    current: bool


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
    """One absence in a list, in ready words. `reason` and `told_by` are empty unless the person may read them.

    `stated`: what the firm says about the day. `notice`: when it was reported beforehand. `entered`: when it was recorded, and from where.
    `due`: until when the school wants it explained; `overdue`: that day has passed and nobody has decided.
    """

    id: UUID
    room_id: UUID
    name: str
    day: date
    day_label: str
    what: str
    kind: str
    minutes: int | None
    period: int | None
    state: str
    state_label: str
    tone: str
    entered: str = ""
    reason: str = ""
    told_by: str = ""
    stated: str = ""
    notice: str = ""
    due: str = ""
    overdue: bool = False

    @property
    def whole_day(self) -> bool:
        """Returns whether the whole day was missed."""
        return self.kind == Absence.Kind.ABSENT and self.minutes is None and self.period is None


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
    """The absences of one school year, newest first, with their sums. `first_year`: the year in which it began."""

    label: str
    totals: list[Total]
    rows: list[AbsenceRow]
    first_year: int = 0


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """A notice of absence (Abmeldung) in ready words; `withdrawn` is when it was taken back, or empty."""

    id: UUID
    days: str
    reported: str
    withdrawn: str
    may_withdraw: bool
