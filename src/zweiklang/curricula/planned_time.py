"""How much time a firm's training plan gives each position, asked from below.

The app that keeps training plans names itself, and the app that compares names its page, so that neither knows the other:

    planned_by(PlanSource(planned_time_of, "plans:plan"))
    compared_on("diaries:comparison")
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.urls import reverse


@dataclass(frozen=True, slots=True)
class PlannedStretch:
    """From one week to another (Mondays, both included) a position is learned, in a department or "".

    `weeks`: how much that is in weeks of the regulation, 52 in a year.
    """

    first_week: date
    last_week: date
    weeks: float
    department: str = ""
    partner_wanted: bool = False


@dataclass(frozen=True, slots=True)
class PlannedTime:
    """All stretches of one position in a plan, in order of time.

    `expected`: the plan should have the position; `short`: it has too little of it, as the plan's own checks say.
    """

    stretches: tuple[PlannedStretch, ...]
    expected: bool = False
    short: bool = False

    @property
    def weeks(self) -> float:
        """Returns the weeks of all stretches together."""
        return sum(stretch.weeks for stretch in self.stretches)

    @property
    def partner_wanted(self) -> bool:
        """Returns whether the firm looks for a partner for any of it."""
        return any(stretch.partner_wanted for stretch in self.stretches)

    def over_before(self, monday: date) -> float:
        """Returns the weeks of those stretches that were over before that week."""
        return sum(stretch.weeks for stretch in self.stretches if stretch.last_week < monday)

    def goes_on(self, monday: date) -> bool:
        """Returns whether a stretch has that week or a later one."""
        return any(stretch.last_week >= monday for stretch in self.stretches)

    def runs_in(self, monday: date) -> bool:
        """Returns whether a stretch has that week."""
        return any(stretch.first_week <= monday <= stretch.last_week for stretch in self.stretches)


type PlannedPositions = Mapping[UUID, PlannedTime]
"""By position. Those the plan should have are there in any case, without stretches where it has none."""


@dataclass(frozen=True, slots=True)
class PlanSource:
    """`times`: the plans of rooms as far as the person may see them. `url_name`: the plan's page, which takes the room's id."""

    times: Callable[[Collection[UUID]], Mapping[UUID, PlannedPositions]]
    url_name: str


_sources: list[PlanSource] = []
_comparisons: list[str] = []


def planned_by(source: PlanSource) -> None:
    """Plans are asked from this source, and no other."""
    _sources[:] = [source]


def planned_time(room_ids: Collection[UUID]) -> Mapping[UUID, PlannedPositions]:
    """Returns the plans of these rooms; a room without a plan, or whose plan the person may not see, is left out."""
    return _sources[0].times(room_ids) if _sources and room_ids else {}


def plan_address(room_id: UUID) -> str:
    """Returns the address of the page of a room's plan; "" where no app keeps plans."""
    return reverse(_sources[0].url_name, args=[room_id]) if _sources else ""


def compared_on(url_name: str) -> None:
    """Law, plan and record are compared on the page with this address, which takes the room's id."""
    _comparisons[:] = [url_name]


def comparison_page() -> str:
    """Returns the name of that page's address; "" where no app compares."""
    return _comparisons[0] if _comparisons else ""
