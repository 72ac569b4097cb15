"""What pages of the editor show and what they hand to services. No reading, no writing."""

from dataclasses import dataclass
from datetime import date, time
from uuid import UUID

type Days = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Week:
    """One week in the year that is painted. `holiday`: why no day of it is a school day; `fixed`: which source holds it as a block."""

    monday: date
    number: str
    days: str
    school_days: int
    holiday: str = ""
    chosen: bool = False
    fixed: str = ""


@dataclass(frozen=True, slots=True)
class Month:
    """A line of the year: the weeks that begin in it."""

    label: str
    short: str
    weeks: tuple[Week, ...]


@dataclass(frozen=True, slots=True)
class PeriodRow:
    """One entry of a class's school days in ready words; `source` says where it comes from unless it was written by hand."""

    id: UUID
    kind: str
    words: str
    days: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class PeriodTerms:
    """What somebody enters as school days: every day (block) or on weekdays of these weeks."""

    kind: str
    first_day: date
    last_day: date
    weekdays: tuple[int, ...] = ()
    weeks: str = "every"


@dataclass(frozen=True, slots=True)
class Painted:
    """Weeks by their Mondays: those the page showed as blocks, and those that are chosen now."""

    seen: frozenset[date]
    chosen: frozenset[date]


@dataclass(frozen=True, slots=True)
class Undo:
    """What stood there before an act, and the token of what stands there after it: only as long as that is so can it be taken back."""

    before: tuple[dict[str, object], ...]
    after: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an act: how it can be taken back (None: nothing changed), and what somebody else had changed meanwhile."""

    undo: Undo | None
    others: str = ""


@dataclass(frozen=True, slots=True)
class Slot:
    """One lesson of the day in the timetable that is written by hand."""

    period: int
    subject: str = ""
    teachers: tuple[str, ...] = ()
    classrooms: tuple[str, ...] = ()

    @property
    def content(self) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
        """Returns what it is about, without when."""
        return self.subject, self.teachers, self.classrooms


@dataclass(frozen=True, slots=True)
class EventTerms:
    """What somebody enters as an event of the class."""

    kind: str
    title: str
    first_day: date
    last_day: date
    starts: time | None = None
    ends: time | None = None


@dataclass(frozen=True, slots=True)
class CourseTerms:
    """What a firm enters as an inter-company course."""

    title: str
    place: str
    first_day: date
    last_day: date
    starts: time | None = None
    ends: time | None = None


@dataclass(frozen=True, slots=True)
class LessonRow:
    """A lesson of a day for choosing it: "3.–4. Stunde", "Mathematik bei MÜL in R 101"."""

    id: UUID
    period: int
    length: int
    when: str
    what: str


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A change of a coming day in ready words, with the ids of what it consists of; `source` unless entered by hand."""

    id: UUID
    kind: str
    day: str
    words: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class EventRow:
    """An event of the class in ready words."""

    id: UUID
    days: str
    title: str
    kind: str
    kind_label: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class CourseRow:
    """A course of one apprentice in ready words."""

    id: UUID
    days: str
    title: str
    note: str
    past: bool


@dataclass(frozen=True, slots=True)
class Instead:
    """What a lesson becomes: other content (empty: as planned), and for a moved one where it goes."""

    subject: str = ""
    teachers: tuple[str, ...] = ()
    classrooms: tuple[str, ...] = ()
    day: date | None = None
    period: int | None = None
