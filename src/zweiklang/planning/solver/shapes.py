"""What the planner is given and what it answers. Weeks are numbers from 1; week 1 begins on `Instance.first_monday`.

Amounts of training are whole numbers of *tenths of a week*: a week without school is `WEEK` of them, a school day takes away two.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

WEEK = 10  # tenths: what a whole week at the firm counts
DAYS = 5  # working days of a week

Status = Literal["optimal", "feasible", "stopped", "infeasible_parts"]


@dataclass(frozen=True, slots=True)
class LearningField:
    """A Lernfeld of the class of one apprentice, and the weeks in which it is taught."""

    id: str
    name: str
    weeks: frozenset[int]


@dataclass(frozen=True, slots=True)
class Position:
    """What one apprentice is to learn at the firm: `needed` tenths of a week within earliest … latest, both included."""

    id: str
    name: str
    needed: int
    min_stretch: int
    earliest: int
    latest: int
    departments: tuple[str, ...]  # those that teach it and are allowed for it


@dataclass(frozen=True, slots=True)
class Department:
    """A place of training in the firm. `rooms[week - 1]` is how many apprentices it takes in a week; 0 while it is closed."""

    id: str
    name: str
    positions: frozenset[str]
    rooms: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Apprentice:
    """One apprentice's calendar and needs. `presence[week - 1]` is how many tenths of a week she is at the firm; 0: nobody may place her.

    `absences` says why for weeks without presence: "contract", "school", "closed", "holiday", "leave", "course" or "days".
    """

    id: str
    name: str
    presence: tuple[int, ...]
    absences: Mapping[int, str]
    positions: tuple[Position, ...]
    lane: tuple[LearningField, ...]


@dataclass(frozen=True, slots=True)
class Placement:
    """One apprentice, one week, one place."""

    apprentice: str
    week: int
    position: str
    department: str


@dataclass(frozen=True, slots=True)
class Fixed:
    """A week somebody has decided. Without a department the planner chooses one that teaches the position."""

    apprentice: str
    week: int
    position: str
    department: str | None


@dataclass(frozen=True, slots=True)
class Forbidden:
    """What must not be: every named part must match; an empty one matches everything."""

    weeks: frozenset[int]
    apprentice: str | None = None
    position: str | None = None
    department: str | None = None


@dataclass(frozen=True, slots=True)
class Weights:
    """Points per unit of each wish. The unit stands in docs/planning-instance.md."""

    missing: int = 1000
    theory: int = 1
    stretches: int = 50
    moves: int = 1
    changes: int = 1
    balance: int = 0
    excess: int = 1


@dataclass(frozen=True, slots=True)
class TheoryRule:
    """How far practice is from theory: see `distance` in theory.py."""

    grace_weeks: int = 4
    early_factor: int = 2
    cap: int = 26


@dataclass(frozen=True, slots=True)
class Instance:
    """A whole problem, read and made consistent. `remarks` are sentences about what was ignored or rounded."""

    first_monday: date
    weeks: int
    apprentices: tuple[Apprentice, ...]
    departments: tuple[Department, ...]
    links: Mapping[str, frozenset[str]]  # position id → ids of linked Lernfelder
    fixed: tuple[Fixed, ...] = ()
    forbidden: tuple[Forbidden, ...] = ()
    current: tuple[Placement, ...] = ()
    weights: Weights = field(default_factory=Weights)
    theory: TheoryRule = field(default_factory=TheoryRule)
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stretch:
    """Weeks in a row at one position in one department; weeks without presence between them do not interrupt it."""

    apprentice: str
    position: str
    department: str
    weeks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Violation:
    """A hard rule that a plan breaks. `rule` is its name in docs/planning-instance.md; the sentence is German."""

    rule: str
    sentence: str
    apprentice: str | None = None
    week: int | None = None
    position: str | None = None
    department: str | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """One wish in figures: `raw` in its unit, `points` = weight × raw. `today`, `today_points`: the same of the current plan, if there is one."""

    name: str
    label: str
    unit: str
    weight: int
    raw: float
    points: float
    today: float | None = None
    today_points: float | None = None

    @property
    def gain(self) -> float | None:
        """Points won against today's plan; negative where the wish is served worse."""
        return None if self.today_points is None else round(self.today_points - self.points, 1)


@dataclass(frozen=True, slots=True)
class FailedWish:
    """What the plan does not give, and why, computed from the plan. `amount` in weeks; `weeks` are those the reason speaks of.

    `wish`: "missing" (too little time at a position), "fixed" (a fixed week that contradicts a hard rule), "theory" (far from the Lernfeld).
    """

    wish: str
    reason: str
    sentence: str
    apprentice: str
    position: str
    amount: float
    department: str | None = None
    weeks: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the search is. Points are weighted wishes, fewer are better; `bound` is proven: no plan has fewer."""

    seconds: float
    objective: float
    bound: float
    placements: tuple[Placement, ...]
    stage: str  # "first", "improving", "proving"

    @property
    def gap(self) -> float:
        """Share of the objective that may still be won: 0.02 is 2 %."""
        return gap_of(self.objective, self.bound)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The best plan found, what it costs and what is proven about it."""

    placements: tuple[Placement, ...]
    status: Status
    objective: float
    bound: float
    terms: tuple[Term, ...]
    failed: tuple[FailedWish, ...]
    seconds: float
    first_plan_seconds: float
    today_violations: tuple[Violation, ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def gap(self) -> float:
        """Share of the objective that may still be won: 0.02 is 2 %."""
        return gap_of(self.objective, self.bound)


def gap_of(objective: float, bound: float) -> float:
    """Returns (objective − bound) / objective, 0 when nothing can be won."""
    return 0.0 if objective <= bound or objective <= 0 else (objective - bound) / objective
