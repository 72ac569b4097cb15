"""Improves one apprentice's sequence of pieces by simulated annealing: a change that costs more is taken now and then, ever more seldom."""

from collections.abc import Callable
from math import exp
from random import Random

from zweiklang.planning.solver.track import FREE, Line, Piece, Track

HOT, COLD = 60.0, 2.0  # tenths of a point
LONGEST_FREE = 6


class Annealing:
    """The search on one track. The best line is never worse than the one it began with."""

    def __init__(self, track: Track, dice: Random) -> None:
        self.track = track
        self.dice = dice
        self._changes = (
            self._move, self._move, self._swap, self._swap, self._elsewhere, self._free, self._shorten, self._divide, self._gather,
            self._join, self._join, self._join, self._stay,
        )  # fmt: skip

    def improve(
        self, line: Line, rounds: int, stop: Callable[[], bool], *, hot: float = HOT
    ) -> tuple[int, Line]:
        """The best of so many rounds, with its cost; `stop` is asked every 256 of them."""
        track, dice = self.track, self.dice
        first_cost = track.cost(line)
        pieces = track.pieces(line)
        cost = track.price(pieces)
        best_cost, best = first_cost, None
        for number in range(rounds):
            if not number & 255 and stop():
                break
            heat = hot * (COLD / hot) ** (number / rounds)
            changed = dice.choice(self._changes)(pieces)
            if changed is None:
                continue
            other = track.price(changed)
            if other <= cost or dice.random() < exp((cost - other) / heat):
                pieces, cost = changed, other
                if cost < best_cost:
                    best_cost, best = cost, changed
        return (first_cost, line) if best is None else track.lay(best)

    def _move(self, pieces: list[Piece]) -> list[Piece] | None:
        """A few pieces in a row go elsewhere."""
        if len(pieces) < 2:
            return None
        size = self.dice.choice((1, 1, 1, 2, 2, 3, 4))
        begin = self.dice.randrange(len(pieces))
        taken, rest = pieces[begin : begin + size], pieces[:begin] + pieces[begin + size :]
        to = self.dice.randrange(len(rest) + 1)
        return rest[:to] + taken + rest[to:]

    def _join(self, pieces: list[Piece]) -> list[Piece] | None:
        """A piece goes beside another one, in the department of that one."""
        index, near = self._any(pieces, free=False), self._any(pieces, free=False)
        if index is None or near is None or index == near:
            return None
        department = self.track.department_of[pieces[near][0]]
        for number in self.track.choices[self.track.position_of[pieces[index][0]]]:
            if self.track.department_of[number] == department:
                rest = pieces[:index] + pieces[index + 1 :]
                to = near - (near > index) + self.dice.randint(0, 1)
                return [*rest[:to], (number, pieces[index][1]), *rest[to:]]
        return None

    def _stay(self, pieces: list[Piece]) -> list[Piece] | None:
        """All pieces in a row in one department go elsewhere together."""
        index = self._any(pieces, free=False)
        if index is None:
            return None
        there = self.track.department_of[pieces[index][0]]
        begin, end = index, index + 1
        while begin and self._is_in(pieces[begin - 1], there):
            begin -= 1
        while end < len(pieces) and self._is_in(pieces[end], there):
            end += 1
        rest = pieces[:begin] + pieces[end:]
        to = self.dice.randrange(len(rest) + 1)
        return rest[:to] + pieces[begin:end] + rest[to:]

    def _is_in(self, piece: Piece, department: str) -> bool:
        return piece[0] != FREE and self.track.department_of[piece[0]] == department

    def _swap(self, pieces: list[Piece]) -> list[Piece] | None:
        """Two pieces change places."""
        if len(pieces) < 2:
            return None
        one, other = self.dice.randrange(len(pieces)), self.dice.randrange(len(pieces))
        found = pieces[:]
        found[one], found[other] = found[other], found[one]
        return found

    def _elsewhere(self, pieces: list[Piece]) -> list[Piece] | None:
        """A piece is learned in another department."""
        index = self._any(pieces, free=False)
        if index is None:
            return None
        number, amount = pieces[index]
        choices = self.track.choices[self.track.position_of[number]]
        if len(choices) < 2:
            return None
        return [*pieces[:index], (self.dice.choice(choices), amount), *pieces[index + 1 :]]

    def _free(self, pieces: list[Piece]) -> list[Piece]:
        """Some weeks stay free."""
        to = self.dice.randrange(len(pieces) + 1)
        return [*pieces[:to], (FREE, self.dice.randint(1, LONGEST_FREE)), *pieces[to:]]

    def _shorten(self, pieces: list[Piece]) -> list[Piece] | None:
        """Fewer weeks stay free."""
        index = self._any(pieces, free=True)
        if index is None:
            return None
        weeks = pieces[index][1] - self.dice.randint(1, LONGEST_FREE)
        return [*pieces[:index], *([(FREE, weeks)] if weeks > 0 else []), *pieces[index + 1 :]]

    def _divide(self, pieces: list[Piece]) -> list[Piece] | None:
        """A piece becomes two, of which the second goes elsewhere."""
        index = self._any(pieces, free=False)
        if index is None:
            return None
        number, amount = pieces[index]
        least = 10 * self.track.least[number]
        if amount < 2 * least:
            return None
        part = self.dice.randrange(least, amount - least + 1)
        rest = [*pieces[:index], (number, part), *pieces[index + 1 :]]
        to = self.dice.randrange(len(rest) + 1)
        return [*rest[:to], (number, amount - part), *rest[to:]]

    def _gather(self, pieces: list[Piece]) -> list[Piece] | None:
        """All pieces of one position become one."""
        index = self._any(pieces, free=False)
        if index is None:
            return None
        own = self.track.position_of[pieces[index][0]]
        parts = [p for p in pieces if p[0] != FREE and self.track.position_of[p[0]] == own]
        if len(parts) < 2:
            return None
        whole = (pieces[index][0], sum(amount for _, amount in parts))
        rest = [
            whole if n == index else p
            for n, p in enumerate(pieces)
            if n == index or p[0] == FREE or self.track.position_of[p[0]] != own
        ]
        return rest

    def _any(self, pieces: list[Piece], *, free: bool) -> int | None:
        """The index of a random piece of this kind, None after a few fruitless tries."""
        for _ in range(4):
            if not pieces:
                return None
            index = self.dice.randrange(len(pieces))
            if (pieces[index][0] == FREE) == free:
                return index
        return None
