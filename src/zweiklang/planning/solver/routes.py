"""Each apprentice's cheapest way through weeks and departments under prices: a relaxation of her plan that can be solved exactly.

A way is made of whole positions (the weeks that a position needs, in one stretch) and of single weeks, which stand for positions
that are divided or not learned to the end. It may learn a position twice, but not during one stay in a department.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from zweiklang.planning.solver.options import Calendar, Option
from zweiklang.planning.solver.scoring import UNDIVIDED, comfort
from zweiklang.planning.solver.shapes import WEEK, Instance, Position
from zweiklang.planning.solver.theory import distances

Floats = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.int64]
REMEMBERED = 6  # positions of a department that one stay remembers
LARGEST = 4_000_000  # states by apprentice and week; with more, fewer positions are remembered


@dataclass(frozen=True, slots=True)
class Stays:
    """The states of a stay: a department and which of the positions it remembers were learned. Each department's first state is the empty one.

    `option[t]` leads from state `source[t]` to `target[t]`; sorted by source.
    """

    department: Numbers
    empty: Numbers
    first: Numbers
    source: Numbers
    option: Numbers
    target: Numbers


def memory(options: Sequence[Option], times: int) -> int:
    """How many positions stays remember when there are so many apprentices times weeks."""
    sizes = Counter(option[1] for option in options).values()
    fitting = [k for k in range(REMEMBERED + 1) if times * sum(2 ** min(k, n) for n in sizes) <= LARGEST]
    return max(fitting, default=0)


def stays(
    options: Sequence[Option], departments: Sequence[str], need: Mapping[str, int], remembered: int
) -> Stays:
    """The states and steps; the positions with the least need are remembered, since they could be repeated most."""
    department: list[int] = []
    empty: list[int] = []
    steps: list[tuple[int, int, int]] = []
    for number, where in enumerate(departments):
        own = [n for n, option in enumerate(options) if option[1] == where]
        known = sorted(own, key=lambda n: (need[options[n][0]], options[n]))[:remembered]
        base = len(department)
        empty.append(base)
        for state in range(1 << len(known)):
            department.append(number)
            for n in own:
                bit = 1 << known.index(n) if n in known else 0
                if not state & bit:
                    steps.append((base + state, n, base + (state | bit)))
            if state == (1 << len(known)) - 1 and len(known) == len(own):
                # Everything is learned: a step that costs infinitely much, so that each state has one.
                steps.append((base + state, len(options), base + state))
    source, option, target = (np.array(column, dtype=np.int64) for column in zip(*steps, strict=True))
    first = np.searchsorted(source, np.arange(len(department)))
    return Stays(np.array(department), np.array(empty), first, source, option, target)


@dataclass(slots=True)
class Tables:
    """Numbers by apprentice, option and index of the week of presence. What cannot be costs infinitely much. Points are tenths."""

    instance: Instance
    calendars: Sequence[Calendar]
    options: list[Option] = field(init=False)
    departments: list[str] = field(init=False)
    constant: float = 0.0
    own: Numbers = field(init=False)  # the number of an option's position
    need: Floats = field(init=False)
    real: npt.NDArray[np.bool_] = field(init=False)  # this position is to be learned
    end: Numbers = field(init=False)  # where the whole position ends that begins here
    whole: Floats = field(init=False)
    single: Floats = field(init=False)
    presence: Floats = field(init=False)
    week: Numbers = field(init=False)
    room: Floats = field(init=False)
    calm: Floats = field(init=False)

    def __post_init__(self) -> None:
        found = {option for calendar in self.calendars for option in calendar.options()}
        self.options = sorted(found, key=lambda option: (option[1], option[0]))
        self.departments = sorted({option[1] for option in self.options})
        people, options = len(self.calendars), len(self.options)
        size = max(len(one.weeks) for one in self.calendars)
        positions = max(len(one.apprentice.positions) for one in self.calendars)
        self.own = np.zeros((people, options), dtype=np.int64)
        self.need = np.ones((people, positions))
        self.real = np.zeros((people, positions), dtype=np.bool_)
        self.end = np.full((people, options, size), size, dtype=np.int64)
        self.whole = np.full((people, options, size), np.inf)
        self.single = np.full((people, options, size), np.inf)
        self.presence = np.zeros((people, size))
        self.week = np.full((people, size), self.instance.weeks, dtype=np.int64)
        rooms = {one.id: one.rooms for one in self.instance.departments}
        self.room = np.array([rooms[one] for one in self.departments], dtype=np.float64)
        self.calm = np.array([[comfort(r) for r in rooms[one]] for one in self.departments], dtype=np.float64)
        for who in range(people):
            self._person(who)

    def _person(self, who: int) -> None:
        calendar, weights = self.calendars[who], self.instance.weights
        person = calendar.apprentice
        self.week[who, : len(calendar.weeks)] = np.array(calendar.weeks, dtype=np.int64) - 1
        self.presence[who, : len(calendar.weeks)] = [person.presence[week - 1] for week in calendar.weeks]
        today = sum(one.apprentice == person.id for one in self.instance.current)
        self.constant += WEEK * weights.changes * today
        possible = {option[0] for option in calendar.options()}
        for number, position in enumerate(person.positions):
            if position.needed and position.id in possible:
                self.need[who, number], self.real[who, number] = position.needed, True
                for n, option in enumerate(self.options):
                    if option[0] == position.id:
                        self.own[who, n] = number
                        self._option(who, n, position)
            else:
                self.constant += weights.missing * position.needed

    def _option(self, who: int, n: int, position: Position) -> None:
        """The costs of one option in each week, and of the whole position from each week on."""
        calendar, weights = self.calendars[who], self.instance.weights
        option, size = self.options[n], len(calendar.weeks)
        costs = self._costs(calendar, option, position)
        has_fixed = any(option[0] == position.id for own in calendar.fixed.values() for option in own)
        least = 1 if has_fixed else position.min_stretch
        totals = np.concatenate([[0.0], np.cumsum(costs)])
        sums = np.concatenate([[0.0], np.cumsum(self.presence[who, :size])])
        stop = size
        for index in range(size - 1, -1, -1):
            if option not in calendar.allowed[index]:
                stop = index
                continue
            self.single[who, n, index] = costs[index]
            enough = int(np.searchsorted(sums, sums[index] + position.needed))
            end = max(enough, index + least)
            if end <= stop:
                over = max(0.0, sums[end] - sums[index] - position.needed - UNDIVIDED)
                self.end[who, n, index] = end
                extra = WEEK * weights.stretches + weights.excess * over
                self.whole[who, n, index] = extra + totals[end] - totals[index]

    def _costs(self, calendar: Calendar, option: Option, position: Position) -> list[float]:
        weights, who = self.instance.weights, calendar.apprentice.id
        far = distances(self.instance, calendar.apprentice, position)
        today = {
            one.week
            for one in self.instance.current
            if one.apprentice == who and (one.position, one.department) == option
        }
        theory, kept = WEEK * weights.theory, WEEK * weights.changes
        return [float(theory * (far[w - 1] if far else 0) - kept * (w in today)) for w in calendar.weeks]
