"""What is known of a class's time, as the rules of `combining` take it. No reading, no writing."""

from dataclasses import dataclass, field
from datetime import date, time


@dataclass(frozen=True, slots=True)
class Span:
    """Something with a first and a last day."""

    first_day: date
    last_day: date

    def covers(self, day: date) -> bool:
        """Returns whether the day lies in it."""
        return self.first_day <= day <= self.last_day


@dataclass(frozen=True, slots=True)
class Period(Span):
    """School every day (block) or on these weekdays (1 is Monday), in every, odd or even ISO weeks."""

    block: bool
    weekdays: frozenset[int]
    weeks: str = "every"


@dataclass(frozen=True, slots=True)
class Unit(Span):
    """Lessons of the timetable: on this weekday, from `period` on. `number` is the timetable programme's."""

    weekday: int
    period: int
    length: int
    number: int
    subject: str
    teachers: tuple[str, ...]
    classrooms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """What is different on one day. `number` 0: everything that lies in these lessons. Empty values of a changed one stay as they were."""

    day: date
    kind: str
    period: int
    length: int
    number: int
    subject: str
    teachers: tuple[str, ...]
    classrooms: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Event(Span):
    """An exam, a trip, no school (`free`), or school on a day the plan does not know (`extra`). No times: all day."""

    kind: str
    title: str
    starts: time | None = None
    ends: time | None = None

    @property
    def all_day(self) -> bool:
        """Returns whether it has no times."""
        return self.starts is None and self.ends is None


@dataclass(frozen=True, slots=True)
class Free(Span):
    """The school is free beside the holidays of the Land."""

    name: str


@dataclass(frozen=True, slots=True)
class Closed(Span):
    """The school is closed: the whole day, or from a lesson on."""

    why: str
    from_period: int | None = None


@dataclass(slots=True)
class ClassFacts:
    """All of one class. `times`: when the school's nth lesson begins and ends."""

    periods: list[Period] = field(default_factory=list)
    units: list[Unit] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    free: list[Free] = field(default_factory=list)
    closed: list[Closed] = field(default_factory=list)
    times: dict[int, tuple[time, time]] = field(default_factory=dict)
