"""What the school lane is made of. Weeks are named by their Mondays, first and last included. No reading, no writing."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from zweiklang.kernel import formats


@dataclass(frozen=True, slots=True)
class TaughtField:
    """A Lernfeld as a published plan places it; one Lernfeld may have several."""

    placement_id: UUID
    plan_id: UUID
    version: int
    learning_field_id: UUID
    number: str
    title: str
    year: int
    first_week: date
    last_week: date
    hours: int


@dataclass(frozen=True, slots=True)
class FieldMove:
    """A Lernfeld begins in another week than in the version before; None: not in the plan. `shift`: weeks later (negative: earlier)."""

    learning_field_id: UUID
    was_first: date | None
    is_first: date | None
    shift: int


@dataclass(frozen=True, slots=True)
class Placed:
    """One bar of the lane: that Lernfeld from one week to another, with so many lessons of 45 minutes."""

    learning_field_id: UUID
    first_week: date
    last_week: date
    hours: int


@dataclass(frozen=True, slots=True)
class CurriculumField:
    """A Lernfeld of the framework curriculum; `hours` None: not known."""

    id: UUID
    number: str
    title: str
    year: int
    hours: int | None
    curriculum_id: UUID | None = None

    @property
    def short(self) -> str:
        """Returns "LF 5"."""
        return f"LF {self.number}"

    @property
    def label(self) -> str:
        """Returns "LF 5 · Software anpassen"."""
        return f"LF {self.number} · {self.title}"


@dataclass(frozen=True, slots=True)
class LaneWeek:
    """A column of the lane. `days`: its school days; `holiday`: why no day of it can be one."""

    monday: date
    days: int
    holiday: str = ""

    @property
    def number(self) -> int:
        """Returns the calendar week's number."""
        return self.monday.isocalendar().week

    @property
    def label(self) -> str:
        """Returns "KW 45 · 2.–8. November"."""
        return formats.week(self.monday)


@dataclass(frozen=True, slots=True)
class Lane:
    """The weeks of a class's school year in order. `known`: somebody has entered when the class has school.

    Otherwise every day outside the holidays counts as a possible school day.
    """

    weeks: tuple[LaneWeek, ...]
    known: bool

    @property
    def school(self) -> tuple[LaneWeek, ...]:
        """Returns the weeks with school."""
        return tuple(week for week in self.weeks if week.days)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something the checks noticed, as a sentence. `tone`: warning or info; `field_id`: the Lernfeld it is about, if one."""

    tone: str
    text: str
    field_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """What became of a Lernfeld between two versions: "LF 7 · …", "KW 12–15", "KW 16–19", "4 Wochen später"."""

    label: str
    was: str
    now: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """How an act is taken back: the draft before it (None: there was none), and the token of what stands since ("": nothing)."""

    plan: dict[str, object] | None
    after: str


@dataclass(frozen=True, slots=True)
class Source:
    """A published version a draft can begin from: "Klasse 11FI1, 2025/26"."""

    plan_id: UUID
    label: str
