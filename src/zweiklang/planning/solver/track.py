"""One apprentice's time as a line of places, and what a sequence of pieces of training costs on it, while the others stay where they are.

A *piece* is an option and an amount in tenths of a week, or a number of free weeks. Laying the pieces down one after the other gives a line
that keeps every hard rule, whatever the sequence is: a piece waits until its department has room, and what does not fit is missing.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence

from zweiklang.planning.solver.options import Calendar, Option
from zweiklang.planning.solver.scoring import UNDIVIDED, comfort
from zweiklang.planning.solver.shapes import WEEK, Instance, Placement
from zweiklang.planning.solver.theory import distances

Piece = tuple[
    int, int
]  # number of an option and tenths of a week; number FREE: so many weeks without a place
Line = list[int]  # number of the option by index of the week, FREE for none
FREE = -1
Occupied = Mapping[tuple[str, int], int]


class Track:
    """The tables of one apprentice. `options[n]` is option number n; `settle` fits them to where the others are."""

    def __init__(self, instance: Instance, calendar: Calendar) -> None:
        self.calendar = calendar
        self.weights = instance.weights
        self.weeks = calendar.weeks
        self.size = len(self.weeks)
        self.options: list[Option] = calendar.options()
        number = {option: n for n, option in enumerate(self.options)}
        self.rooms = {one.id: one.rooms for one in instance.departments}
        positions = calendar.apprentice.positions
        self.positions = [one.id for one in positions]
        self.need = [one.needed for one in positions]
        where = {one.id: n for n, one in enumerate(positions)}
        self.position_of = [where[option[0]] for option in self.options]
        self.department_of = [option[1] for option in self.options]
        self.least = [positions[n].min_stretch for n in self.position_of]
        self.choices = [
            [n for n, p in enumerate(self.position_of) if p == own] for own in range(len(positions))
        ]
        self.presence = [calendar.apprentice.presence[week - 1] for week in self.weeks]
        self.sums = _sums(self.presence)
        self.fixed: Line = [FREE] * self.size
        for index, option in calendar.settled.items():
            self.fixed[index] = number[option]
        self.has_fixed = bool(calendar.settled)
        self.allowed = [[option in calendar.allowed[i] for i in range(self.size)] for option in self.options]
        self.costs = self._costs(instance, number)
        self.absent = self._absent(instance)
        self.next_open: list[list[int]] = []
        self.end_open: list[list[int]] = []
        self.place_cost: list[list[int]] = []

    def _costs(self, instance: Instance, number: Mapping[Option, int]) -> list[list[int]]:
        """What an option costs in each week by itself: theory, and less where today's plan has it."""
        by_position = {
            one.id: distances(instance, self.calendar.apprentice, one)
            for one in self.calendar.apprentice.positions
        }
        theory = WEEK * self.weights.theory
        found = []
        for option in self.options:
            far = by_position[option[0]]
            found.append([theory * far[week - 1] if far else 0 for week in self.weeks])
        places = {week: index for index, week in enumerate(self.weeks)}
        for one in instance.current:
            option = (one.position, one.department)
            if one.apprentice == self.calendar.apprentice.id and one.week in places and option in number:
                found[number[option]][places[one.week]] -= WEEK * self.weights.changes
        return found

    def _absent(self, instance: Instance) -> int:
        """What every line of this apprentice costs: all of today's plan, as if it had been changed."""
        own = sum(one.apprentice == self.calendar.apprentice.id for one in instance.current)
        return WEEK * self.weights.changes * own

    def settle(self, occupied: Occupied, prices: Occupied | None = None, toll: int = 0) -> None:
        """The tables hold for these others: where a department is full nothing is open, where it is crowded a place costs.

        With prices a full department stays open and costs the toll; every place costs its price, too.
        """
        crowd = WEEK * self.weights.balance
        full: dict[str, list[bool]] = {}
        crowded: dict[str, list[int]] = {}
        for department in set(self.department_of):
            rooms = [self.rooms[department][week - 1] for week in self.weeks]
            used = [occupied.get((department, week), 0) for week in self.weeks]
            at_most = [r <= u for u, r in zip(used, rooms, strict=True)]
            full[department] = at_most if prices is None else [r == 0 for r in rooms]
            crowded[department] = [crowd if u >= comfort(r) else 0 for u, r in zip(used, rooms, strict=True)]
            if prices is not None:
                for index, week in enumerate(self.weeks):
                    crowded[department][index] += prices.get((department, week), 0) + toll * at_most[index]
        self.next_open, self.end_open, self.place_cost = [], [], []
        for n, department in enumerate(self.department_of):
            blocked = full[department]
            is_open = [
                self.allowed[n][i] and not blocked[i] and self.fixed[i] == FREE for i in range(self.size)
            ]
            self._runs(is_open)
            extra = [own + more for own, more in zip(self.costs[n], crowded[department], strict=True)]
            self.place_cost.append(_sums(extra))

    def _runs(self, is_open: Sequence[bool]) -> None:
        following, ends = [self.size] * (self.size + 1), [self.size] * (self.size + 1)
        for index in range(self.size - 1, -1, -1):
            following[index] = index if is_open[index] else following[index + 1]
            ends[index] = ends[index + 1] if is_open[index] else index
        self.next_open.append(following)
        self.end_open.append(ends)

    def lay(self, pieces: Sequence[Piece]) -> tuple[int, Line]:
        """The cost of the pieces in tenths of a point, and the line they make."""
        line = self.fixed[:]
        sums, size = self.sums, self.size
        at = 0
        for number, amount in pieces:
            if number == FREE:
                at += amount
                continue
            left = amount
            while left > 0 and at < size:
                begin, at = self._next(number, at, left)
                line[begin:at] = [number] * (at - begin)
                left -= sums[at] - sums[begin]
        return self.cost(line), line

    def _next(self, number: int, at: int, left: int) -> tuple[int, int]:
        """Begin and end of the next weeks for so many tenths of an option, or for a part of them; both `size` when there are none."""
        following, ends, least, sums = (
            self.next_open[number],
            self.end_open[number],
            self.least[number],
            self.sums,
        )
        while at < self.size:
            begin = following[at]
            if begin >= self.size:
                break
            end = max(bisect_left(sums, sums[begin] + left), begin + least)
            at = ends[begin]
            if end <= at:
                return begin, end
            if at - begin >= least:
                return begin, at
        return self.size, self.size

    def price(self, pieces: Sequence[Piece]) -> int:
        """The cost of the pieces as `lay` tells it, without making the line: the search asks this some ten thousand times a second."""
        if self.has_fixed:
            return self.lay(pieces)[0]
        sums, size = self.sums, self.size
        given = [0] * len(self.need)
        total, runs, moves = self.absent, 0, 0
        at, last, last_end, department = 0, FREE, -1, ""
        for number, left in pieces:
            if number == FREE:
                at += left
                continue
            there, costs = self.department_of[number], self.place_cost[number]
            while left > 0 and at < size:
                begin, at = self._next(number, at, left)
                if begin == size:
                    break
                tenths = sums[at] - sums[begin]
                left -= tenths  # noqa: PLW2901 - what is left of this piece
                given[self.position_of[number]] += tenths
                total += costs[at] - costs[begin]
                runs += begin != last_end or number != last
                moves += begin != last_end or there != department
                last, last_end, department = number, at, there
        total += WEEK * (self.weights.stretches * runs + self.weights.moves * moves)
        return total + self._needs(given)

    def cost(self, line: Line) -> int:
        """What a line costs in tenths of a point, with its part of the crowds."""
        weights = self.weights
        total = self.absent
        given = [0] * len(self.need)
        begin, last, department = 0, FREE, ""
        runs = moves = 0
        for index in range(self.size + 1):
            now = line[index] if index < self.size else FREE - 1
            if now == last:
                continue
            if last >= 0:
                total += self.place_cost[last][index] - self.place_cost[last][begin]
                given[self.position_of[last]] += self.sums[index] - self.sums[begin]
            if now >= 0:
                runs += 1
                there = self.department_of[now]
                moves += there != department
                department = there
            else:
                department = ""
            begin, last = index, now
        total += WEEK * (weights.stretches * runs + weights.moves * moves)
        return total + self._needs(given)

    def _needs(self, given: Sequence[int]) -> int:
        """What is missing or more than enough costs."""
        total = 0
        for amount, need in zip(given, self.need, strict=True):
            if amount < need:
                total += self.weights.missing * (need - amount)
            elif amount > need + UNDIVIDED:
                total += self.weights.excess * (amount - need - UNDIVIDED)
        return total

    def pieces(self, line: Line) -> list[Piece]:
        """A sequence that makes this line, with what is missing at its end."""
        found: list[Piece] = []
        given = [0] * len(self.need)
        begin = 0
        for index in range(1, self.size + 1):
            if index < self.size and line[index] == line[begin] and self.fixed[index] == self.fixed[begin]:
                continue
            number = line[begin]
            amount = self.sums[index] - self.sums[begin]
            if number >= 0:
                given[self.position_of[number]] += amount
            if self.fixed[begin] == FREE:
                found.append((number, amount if number >= 0 else index - begin))
            begin = index
        for own, need in enumerate(self.need):
            if given[own] < need and self.choices[own]:
                found.append((self.choices[own][0], need - given[own]))
        return found

    def used(self, line: Line) -> Counter[tuple[str, int]]:
        """The places this line takes, by department and week."""
        return Counter(
            (self.department_of[number], self.weeks[index])
            for index, number in enumerate(line)
            if number >= 0
        )

    def placements(self, line: Line) -> list[Placement]:
        """The line as placements."""
        who = self.calendar.apprentice.id
        return [Placement(who, self.weeks[i], *self.options[n]) for i, n in enumerate(line) if n >= 0]

    def line(self, placements: Sequence[Placement]) -> Line:
        """The line of these placements; those that are not allowed are left out."""
        number = {option: n for n, option in enumerate(self.options)}
        places = {week: index for index, week in enumerate(self.weeks)}
        found = self.fixed[:]
        for one in placements:
            n = number.get((one.position, one.department), FREE)
            index = places.get(one.week)
            if one.apprentice == self.calendar.apprentice.id and index is not None and n >= 0:
                found[index] = n
        return found


def _sums(values: Sequence[int]) -> list[int]:
    found = [0]
    for value in values:
        found.append(found[-1] + value)
    return found
