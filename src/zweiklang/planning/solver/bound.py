"""A bound below which no plan can cost, for instances of any size: a linear relaxation of all apprentices with the room in the departments.

It leaves out minimum stretches and where stretches lie beside each other. Its prices (dual values) come from a solver with rounding errors;
the bound is counted from the prices again by weak duality, so that it holds whatever the solver answered.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from math import ceil
from typing import Any

from zweiklang.planning.solver.options import Calendar
from zweiklang.planning.solver.scoring import comfort
from zweiklang.planning.solver.shapes import WEEK, Instance, Position
from zweiklang.planning.solver.theory import distances


@dataclass(slots=True)
class Relaxation:
    """Minimise constant + cost · x, with every row "sum ≥ least" and 0 ≤ x ≤ most."""

    constant: float = 0.0
    costs: list[float] = field(default_factory=list)
    most: list[float] = field(default_factory=list)
    columns: list[list[tuple[int, float]]] = field(default_factory=list)
    least: list[float] = field(default_factory=list)

    def row(self, least: float) -> int:
        """The number of a new row."""
        self.least.append(least)
        return len(self.least) - 1

    def column(self, cost: float, most: float, entries: Iterable[tuple[int, float]]) -> None:
        """One more unknown."""
        self.costs.append(cost)
        self.most.append(most)
        self.columns.append(list(entries))

    def certified(self, prices: list[float]) -> float:
        """What the prices prove: no solution costs less. Prices below zero count as zero."""
        prices = [max(0.0, price) for price in prices]
        total = self.constant + sum(p * b for p, b in zip(prices, self.least, strict=True))
        for cost, most, entries in zip(self.costs, self.most, self.columns, strict=True):
            reduced = cost - sum(prices[row] * factor for row, factor in entries)
            if reduced < 0:
                total += reduced * most
        return total

    def prices(self, seconds: float) -> list[float]:
        """The dual values that PDLP finds in the time, zeros if it finds none."""
        from ortools.linear_solver import pywraplp  # noqa: PLC0415 - heavy; Django's start must not wait for it

        solver = pywraplp.Solver.CreateSolver("PDLP")
        infinity = solver.infinity()
        rows = [solver.RowConstraint(least, infinity, "") for least in self.least]
        goal = solver.Objective()
        for cost, most, entries in zip(self.costs, self.most, self.columns, strict=True):
            unknown = solver.NumVar(0, most, "")
            goal.SetCoefficient(unknown, cost)
            for row, factor in entries:
                rows[row].SetCoefficient(unknown, factor)
        goal.SetMinimization()
        solver.SetTimeLimit(max(1, int(seconds * 1000)))
        done = solver.Solve()
        if done not in {pywraplp.Solver.OPTIMAL, pywraplp.Solver.FEASIBLE}:
            return [0.0] * len(rows)
        return [row.dual_value() for row in rows]


def lower_bound(instance: Instance, calendars: Iterable[Calendar], seconds: float) -> int:
    """Tenths of a point that every plan costs at least."""
    relaxation = relaxed(instance, calendars)
    if not relaxation.columns:
        return ceil(relaxation.constant - 0.01)
    proved = [relaxation.certified([0.0] * len(relaxation.least))]
    if relaxation.least:
        proved.append(relaxation.certified(relaxation.prices(seconds)))
    return ceil(max(proved) - 0.01)


def relaxed(instance: Instance, calendars: Iterable[Calendar]) -> Relaxation:
    """The relaxation of an instance."""
    found = Relaxation()
    places: dict[tuple[str, int], list[int]] = defaultdict(list)
    for calendar in calendars:
        _Person(instance, calendar, found, places).add()
    rooms = {one.id: one.rooms for one in instance.departments}
    crowd = float(WEEK * instance.weights.balance)
    for (department, week), columns in places.items():
        room = rooms[department][week - 1]
        if len(columns) > room:
            _limit(found, columns, room)
        if crowd and min(room, len(columns)) > comfort(room):
            row = _limit(found, columns, comfort(room))
            found.column(crowd, room - comfort(room), [(row, 1.0)])
    return found


def _limit(found: Relaxation, columns: Iterable[int], most: int) -> int:
    row = found.row(-float(most))
    for column in columns:
        found.columns[column].append((row, -1.0))
    return row


class _Person:
    def __init__(
        self,
        instance: Instance,
        calendar: Calendar,
        found: Relaxation,
        places: dict[tuple[str, int], list[int]],
    ) -> None:
        self.instance, self.calendar, self.found, self.places = instance, calendar, found, places
        self.weights = instance.weights
        self.who = calendar.apprentice.id
        own = [one for one in instance.current if one.apprentice == self.who]
        self.today = {one.week: (one.position, one.department) for one in own}
        found.constant += WEEK * self.weights.changes * len(own)

    def add(self) -> None:
        """The rows and columns of this apprentice are in the relaxation."""
        options = self.calendar.options()
        needs: dict[str, int] = {}
        entries: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for position in self.calendar.apprentice.positions:
            self._need(position, {o[1] for o in options if o[0] == position.id}, needs, entries)
        for rows in entries.values():
            self.found.column(float(WEEK * self.weights.moves), 1.0, rows)
        far: dict[str, Any] = {
            one.id: distances(self.instance, self.calendar.apprentice, one)
            for one in self.calendar.apprentice.positions
        }
        for index, week in enumerate(self.calendar.weeks):
            if not self.calendar.allowed[index]:
                continue
            slot = self.found.row(-1.0)
            presence = float(self.calendar.apprentice.presence[week - 1])
            for option in sorted(self.calendar.allowed[index]):
                cost = WEEK * self.weights.theory * (far[option[0]][week - 1] if far[option[0]] else 0)
                if self.today.get(week) == option:
                    cost -= WEEK * self.weights.changes
                self.places[option[1], week].append(len(self.found.columns))
                rows = [(slot, -1.0)]
                if option[0] in needs:
                    rows.append((needs[option[0]], presence))
                self.found.column(float(cost), 1.0, rows)

    def _need(
        self,
        position: Position,
        departments: set[str],
        needs: dict[str, int],
        entries: dict[str, list[tuple[int, float]]],
    ) -> None:
        """Time is missing or given; who is given any has a stretch, and entered one of the departments."""
        if not position.needed:
            return
        if not departments:
            self.found.constant += self.weights.missing * position.needed
            return
        needs[position.id] = row = self.found.row(float(position.needed))
        enter = self.found.row(float(position.needed))
        for department in departments:
            entries[department].append((enter, float(position.needed)))
        stretch = WEEK * self.weights.stretches
        self.found.constant += stretch
        cost = self.weights.missing - stretch / position.needed
        self.found.column(cost, float(position.needed), [(row, 1.0), (enter, 1.0)])
