"""What the planner is asked for, and what is known about the apprentices it is asked about."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from zweiklang.planning.company_lane.calendar import Calendar
from zweiklang.planning.company_lane.demand import Demand
from zweiklang.planning.company_lane.shapes import Entry, Place
from zweiklang.planning.school_lane.shapes import TaughtField
from zweiklang.planning.solver.shapes import Instance

NOWHERE = "-"
"""The id of "no department" in an instance: where no department teaches a position, or the firm has none."""
MOST_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Wishes:
    """What matters more than usual: theory close to practice, few changes of department, little change against today's plan."""

    theory: bool = True
    calm: bool = False
    keep: bool = False


@dataclass(frozen=True, slots=True)
class Options:
    """How the planner works: before the Monday `from_week` everything stays as it is."""

    from_week: date
    seconds: int = 30
    wishes: Wishes = Wishes()


@dataclass(frozen=True, slots=True)
class Learner:
    """One apprentice as the planner needs to know: the plan of today, what the regulation asks for, and what the classes are taught."""

    room_id: UUID
    revision: int
    demand: Demand
    calendar: Calendar
    entries: tuple[Entry, ...]
    taught: tuple[TaughtField, ...]
    titles: Mapping[UUID, str]
    """The names of positions, for sentences."""


@dataclass(frozen=True, slots=True)
class Firm:
    """The apprentices who are planned, departments, and how many others are in each of them in each week (by its Monday)."""

    learners: tuple[Learner, ...]
    places: tuple[Place, ...]
    others: Mapping[tuple[UUID, date], int]
    links: Mapping[UUID, frozenset[UUID]]
    """The Lernfelder that belong to a position."""


@dataclass(frozen=True, slots=True)
class Span:
    """A position in one of its periods as an instance knows it: `id` there, and its weeks, both included."""

    id: str
    position_id: UUID
    earliest: int
    latest: int


@dataclass(frozen=True, slots=True)
class Question:
    """An instance for the engine, and how to read its answer: the positions behind its ids, by apprentice."""

    instance: Instance
    spans: Mapping[str, tuple[Span, ...]]

    @property
    def positions(self) -> dict[str, UUID]:
        """Returns the position behind each id of the instance."""
        return {span.id: span.position_id for found in self.spans.values() for span in found}

    def week_of(self, monday: date) -> int:
        """Returns the number of a week in the instance."""
        return (monday - self.instance.first_monday).days // 7 + 1

    def monday(self, week: int) -> date:
        """Returns the Monday of a week of the instance."""
        return self.instance.first_monday + timedelta(weeks=week - 1)


def name_of(room_id: UUID) -> str:
    """Returns what stands for the apprentice's name in sentences that are stored: they hold no names."""
    return f"⟦{room_id}⟧"
