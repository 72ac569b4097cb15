"""The turn of a school year: classes move up, leavers close, first years open. Pure."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from zweiklang.rosters.grades import MOST_GRADES, next_label

USUAL_GRADES = 3
ENDS = "Die Ausbildung endet am {day}."
LAST_GRADE = "Das {grade}. Ausbildungsjahr ist das letzte, ein Ende der Ausbildung ist nicht bekannt."


@dataclass(frozen=True, slots=True)
class TurnPupil:
    """A pupil at the end of the old year. `ends`: last day of the contract, or of the training as the school knows it."""

    id: UUID
    name: str
    ends: date | None = None


@dataclass(frozen=True, slots=True)
class TurnClass:
    """A class of the old year."""

    id: UUID
    label: str
    grade: int
    occupation_name: str
    pupils: tuple[TurnPupil, ...] = ()


@dataclass(frozen=True, slots=True)
class Leaver:
    """Somebody who is not in the new year, and why."""

    pupil: TurnPupil
    label: str
    reason: str


@dataclass(frozen=True, slots=True)
class Step:
    """A class of the new year. `old` is the one it continues (None: a first year that opens empty)."""

    label: str
    grade: int
    occupation_name: str
    old: TurnClass | None = None
    pupils: tuple[TurnPupil, ...] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """What the turn into the school year that begins in `year` does."""

    year: int
    steps: tuple[Step, ...] = ()
    leavers: tuple[Leaver, ...] = ()
    there: tuple[str, ...] = ()
    """Labels the new year has already: they are continued, not opened twice."""

    @property
    def staying(self) -> int:
        """Returns how many pupils go on."""
        return sum(len(step.pupils) for step in self.steps)


def plan_turn(classes: Sequence[TurnClass], *, year: int, there: Sequence[str] = ()) -> Turn:
    """Returns the turn of these classes into `year`.

    A label that begins with a grade counts on ("10FI1" → "11FI1"), any other stays. Who ends before the new year leaves; where no end
    is known, the third year is the last.
    """
    leavers: list[Leaver] = []
    steps: dict[str, Step] = {}
    pupils: defaultdict[str, list[TurnPupil]] = defaultdict(list)
    for one in sorted(classes, key=lambda c: c.label):
        label = next_label(one.label) or one.label
        for pupil in one.pupils:
            if reason := _leaves(one, pupil, year):
                leavers.append(Leaver(pupil, one.label, reason))
            else:
                pupils[label].append(pupil)
        if pupils[label]:
            grade = min(one.grade + 1, MOST_GRADES)
            steps[label] = Step(label, grade, one.occupation_name, one, tuple(pupils[label]))
    for one in classes:
        # A first year that moved on is followed by one that the next file fills.
        if one.grade == 1 and next_label(one.label) and one.label not in steps:
            steps[one.label] = Step(one.label, 1, one.occupation_name)
    return Turn(year, tuple(steps[label] for label in sorted(steps)), tuple(leavers), tuple(sorted(there)))


def _leaves(one: TurnClass, pupil: TurnPupil, year: int) -> str:
    if pupil.ends is not None:
        return ENDS.format(day=f"{pupil.ends:%d.%m.%Y}") if pupil.ends < date(year, 8, 1) else ""
    return LAST_GRADE.format(grade=one.grade) if one.grade >= USUAL_GRADES else ""
