"""Looks for the prices that prove most: steps in the direction of what the cheapest ways lack or have too much of, ever shorter ones."""

from collections.abc import Callable, Sequence
from math import ceil
from threading import Thread
from time import monotonic

import numpy as np

from zweiklang.planning.solver.options import Calendar
from zweiklang.planning.solver.routes import Floats, Tables
from zweiklang.planning.solver.shapes import WEEK, Instance
from zweiklang.planning.solver.ways import Ways

FIRST, LAST = 0.5, 0.0025  # steps: parts of what a position costs in the plan beyond its stretch, in the mean
LEAST = 2.0  # tenths of a point: the mean is not taken to be less
PLACES = 0.5  # a place in a week is worth about so much of a week of a position
NEW = 0.2  # share of the newest direction in the next step
ROUNDS = 600
TABLE = 1_000_000  # numbers by apprentice, option and week: with more, they take too long to make


class Ascent:
    """Prices on their way upwards. `best` is the highest bound proven so far."""

    def __init__(self, tables: Tables, cost: float) -> None:
        """`cost` of a plan, in tenths of a point, says how long the steps are."""
        self.ways = Ways(tables)
        self.worths: Floats = np.minimum(self.ways.most, float(WEEK * tables.instance.weights.stretches))
        self.places: Floats = np.zeros_like(tables.room)
        self.best = -np.inf
        count = max(1, int(tables.real.sum()))
        self.mean = max(LEAST, (cost - float(self.worths.sum())) / count)
        self.weeks = max(1.0, float(tables.need[tables.real].sum()) / WEEK / count)
        self._worths, self._places = np.zeros_like(self.worths), np.zeros_like(self.places)

    def climb(self, share: Callable[[int], float]) -> float:
        """The best bound when `share`, the part that is over of the time after so many rounds, has reached 1."""
        rounds = 0
        while (over := share(rounds)) < 1.0:
            self._round(self.mean * FIRST * (LAST / FIRST) ** over)
            rounds += 1
        return self.best

    def _round(self, step: float) -> None:
        proof = self.ways.proof(self.worths, self.places)
        self.best = max(self.best, proof.bound)
        self._worths += NEW * (proof.worths - self._worths)
        self._places += NEW * (proof.places - self._places)
        self._places[(self.places <= 0) & (self._places < 0)] = 0.0
        self.worths = np.clip(self.worths + step * self._worths, 0.0, self.ways.most)
        self.places = np.maximum(0.0, self.places + step * PLACES / self.weeks * self._places)


class Climbing:
    """An ascent of an instance within some seconds, on its own thread if wanted: the search's processes work meanwhile."""

    def __init__(self, instance: Instance, calendars: Sequence[Calendar], cost: int, seconds: float) -> None:
        self.begun, self.seconds = monotonic(), max(0.01, seconds)
        self.stopped = False
        self.ascent: Ascent | None = None
        options = {option for calendar in calendars for option in calendar.options()}
        size = max((len(one.weeks) for one in calendars), default=0)
        if options and len(calendars) * len(options) * size <= TABLE:
            self.ascent = Ascent(Tables(instance, calendars), cost)

    def run(self) -> None:
        """The bound is as high as it will be."""
        if self.ascent is not None:
            self.ascent.climb(self._over)

    def begin(self) -> None:
        """The bound rises from now on while others go on."""
        Thread(target=self.run, daemon=True).start()

    def bound(self) -> int:
        """Tenths of a point that every plan costs at least."""
        return 0 if self.ascent is None or self.ascent.best < 0 else ceil(self.ascent.best - 0.01)

    def _over(self, rounds: int) -> float:
        return 1.0 if self.stopped else max((monotonic() - self.begun) / self.seconds, rounds / ROUNDS)
