"""The cheapest way of every apprentice under prices, and what all of them together prove: a bound for any prices whatsoever.

Prices: what learning a position is worth (each apprentice for herself), and what a place in a department costs in a week. Whoever
pays for places and is paid for positions has a cheapest way; the sum of these, less what was paid, no plan can be below.
"""

from dataclasses import dataclass

import numpy as np

from zweiklang.planning.solver.routes import Floats, Numbers, Stays, Tables, memory, stays
from zweiklang.planning.solver.shapes import WEEK

OUT = -1  # in no department
ROUNDING = 1e-6  # tenths of a point


@dataclass(frozen=True, slots=True)
class Proof:
    """What prices prove, and in which direction they would prove more."""

    bound: float
    worths: Floats
    places: Floats


class Ways:
    """Solves the relaxation of one instance again and again under other prices."""

    def __init__(self, tables: Tables) -> None:
        self.tables, weights = tables, tables.instance.weights
        need: dict[str, int] = {}
        for calendar in tables.calendars:
            for one in calendar.apprentice.positions:
                need[one.id] = min(one.needed, need.get(one.id, one.needed))
        where = {name: number for number, name in enumerate(tables.departments)}
        self.department: Numbers = np.array([where[option[1]] for option in tables.options])
        self.begin: Numbers = np.searchsorted(self.department, np.arange(len(tables.departments)))
        self.people, self.options, self.size = tables.single.shape
        remembered = memory(tables.options, self.people * self.size)
        self.stays: Stays = stays(tables.options, tables.departments, need, remembered)
        self.move = float(WEEK * weights.moves)
        self.crowd = float(WEEK * weights.balance)
        # A position that is divided has two stretches at least; one that is not learned to the end lacks a tenth of a week.
        stretch = WEEK * weights.stretches
        lacking = max(0, weights.missing - stretch)
        divided = float(min(2 * stretch, stretch + weights.missing - lacking))
        self.divided: Floats = np.minimum(divided, tables.need * (weights.missing - lacking))
        self.most: Floats = np.where(tables.real, self.divided + tables.need * lacking, 0.0)

    def proof(self, worths: Floats, places: Floats) -> Proof:
        """The bound that these prices prove. Worths are at most `most`, no price is below zero."""
        tables = self.tables
        worths = np.clip(worths, 0.0, self.most)
        places = np.maximum(places, 0.0)
        walk = _Walk(self, worths, places)
        calm = np.minimum(places, self.crowd)
        paid = float((calm * tables.calm + (places - calm) * tables.room).sum())
        bound = tables.constant + float(walk.out[0].sum()) + float(worths.sum()) - paid
        learned, used = walk.used()
        limit = np.where(places < self.crowd, tables.calm, tables.room)
        return Proof(bound, (1.0 - learned) * tables.real, used - limit)


class _Walk:
    """The cheapest ways, counted from the last week to the first.

    `stay[i]` is what the rest costs from a state before week i, `out[i]` from outside, `enter[i]` by entering a department.
    """

    def __init__(self, ways: Ways, worths: Floats, places: Floats) -> None:
        self.ways = ways
        tables, people = ways.tables, ways.people
        self.worths = worths
        # What a week of a position is worth that is not learned as a whole.
        self.parts: Floats = np.maximum(0.0, worths - ways.divided) / tables.need
        nobody = np.zeros((len(places), 1))  # the price of weeks that shorter contracts do not have
        price = np.concatenate([places, nobody], axis=1)[:, tables.week].transpose(1, 0, 2)
        so_far = np.concatenate([np.zeros((people, len(places), 1)), np.cumsum(price, axis=2)], axis=2)
        so_far = so_far[:, ways.department]
        worth = np.take_along_axis(worths, tables.own, 1)[:, :, None]
        part = np.take_along_axis(self.parts, tables.own, 1)[:, :, None]
        whole = tables.whole + np.take_along_axis(so_far, tables.end, 2) - so_far[:, :, :-1] - worth
        never = np.full((people, 1, ways.size), np.inf)
        self.whole: Floats = np.ascontiguousarray(np.concatenate([whole, never], axis=1).transpose(2, 0, 1))
        ends = np.concatenate([tables.end, np.full((people, 1, ways.size), ways.size)], axis=1)
        self.end: Numbers = np.ascontiguousarray(ends.transpose(2, 0, 1))
        single = tables.single + price[:, ways.department] - part * tables.presence[:, None, :]
        self.single: Floats = np.ascontiguousarray(single.transpose(2, 0, 1))
        self._count()

    def _count(self) -> None:
        ways, stays = self.ways, self.ways.stays
        size, people, states = ways.size, ways.people, len(stays.department)
        self.stay: Floats = np.zeros((size + 1, people, states))
        self.out: Floats = np.zeros((size + 1, people))
        self.enter: Floats = np.zeros((size, people, len(stays.empty)))
        flat = self.stay.reshape(-1)
        row = np.arange(people)[:, None] * states + stays.target
        for index in range(size - 1, -1, -1):
            target = self.end[index][:, stays.option] * (people * states) + row
            steps = self.whole[index][:, stays.option] + flat[target]
            here = np.minimum.reduceat(steps, stays.first, axis=1)
            week = np.minimum.reduceat(self.single[index], ways.begin, axis=1)
            np.minimum(here, week[:, stays.department] + self.stay[index + 1], out=here)
            self.enter[index] = here[:, stays.empty] + ways.move
            self.out[index] = np.minimum(self.out[index + 1], self.enter[index].min(axis=1))
            self.stay[index] = np.minimum(here, self.out[index][:, None])

    def used(self) -> tuple[Floats, Floats]:
        """How often each position is learned on the ways, and how many are in a department in a week."""
        tables = self.ways.tables
        learned = np.zeros_like(self.worths)
        used = np.zeros_like(tables.room)
        for who in range(self.ways.people):
            index, state = 0, OUT
            while index < self.ways.size:
                if state == OUT:
                    if self.out[index, who] >= self.out[index + 1, who]:
                        index += 1
                        continue
                    state = int(self.ways.stays.empty[self.enter[index, who].argmin()])
                index, state = self._step(who, index, state, learned, used)
        return learned, used

    def _step(self, who: int, index: int, state: int, learned: Floats, used: Floats) -> tuple[int, int]:
        """The next week and state; the place and the position are counted."""
        ways, stays = self.ways, self.ways.stays
        tables, department = ways.tables, int(stays.department[state])
        first = stays.first[state]
        last = stays.first[state + 1] if state + 1 < len(stays.first) else len(stays.option)
        options, targets = stays.option[first:last], stays.target[first:last]
        ends = self.end[index, who, options]
        steps = self.whole[index, who, options] + self.stay[ends, who, targets]
        best = int(steps.argmin())
        begin = ways.begin[department]
        until = ways.begin[department + 1] if department + 1 < len(ways.begin) else ways.options
        single = begin + int(self.single[index, who, begin:until].argmin())
        by_week = self.single[index, who, single] + self.stay[index + 1, who, state]
        cheapest = min(steps[best], by_week)
        if cheapest > self.out[index, who] + ROUNDING:
            return index, OUT
        if steps[best] <= by_week:
            end, option = int(ends[best]), int(options[best])
            learned[who, tables.own[who, option]] += 1.0
            state = int(targets[best])
        else:
            end, number = index + 1, tables.own[who, single]
            if self.parts[who, number] > 0:
                learned[who, number] += tables.presence[who, index] / tables.need[who, number]
        used[department, tables.week[who, index:end]] += 1.0
        return end, state
