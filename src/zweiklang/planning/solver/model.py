"""The wishes and hard rules of an instance as a CP-SAT model. The objective counts tenths of a point, so that all numbers are whole.

`z[index, option]`: the apprentice is at this option in her index-th week of presence; `s[…]`: a stretch begins there. Weeks without
presence have no index, so they do not interrupt anything. The linear rules are those that make the relaxation tight: a stretch of
at least m weeks is "on for m weeks after a start" (Rajan and Takriti 2005), and a department needed by a position is entered or was held.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from zweiklang.planning.solver.options import Calendar, Option
from zweiklang.planning.solver.scoring import UNDIVIDED, comfort
from zweiklang.planning.solver.shapes import WEEK, Instance, Placement, Position
from zweiklang.planning.solver.theory import distances

Rooms = Mapping[tuple[str, int], int]


class PlanModel:
    """A model of some apprentices, with the room that others leave them in the departments."""

    def __init__(self, instance: Instance, calendars: Iterable[Calendar], occupied: Rooms) -> None:
        from ortools.sat.python import cp_model  # noqa: PLC0415 - heavy; Django's start must not wait for it

        self.instance = instance
        self.cp = cp_model.CpModel()
        self.costs: list[Any] = []
        self.constant = 0
        self.calendars = tuple(calendars)
        self.z: dict[tuple[str, int, Option], Any] = {}
        self.s: dict[tuple[str, int, Option], Any] = {}
        self._users: dict[tuple[str, int], list[Any]] = defaultdict(list)
        self._current = {(one.apprentice, one.week): one for one in instance.current}
        for calendar in self.calendars:
            _Person(self, calendar).add()
        self._capacity(occupied)
        self.cp.minimize(sum(self.costs) + self.constant)

    def cost(self, weight: int, term: Any) -> None:
        """The objective has weight × term more."""
        if weight:
            self.costs.append(weight * term)

    def within(self, limit: int) -> None:
        """Only plans that cost at most `limit` tenths of a point are looked for."""
        self.cp.add(sum(self.costs) + self.constant <= limit)

    def hint(self, placements: Iterable[Placement]) -> None:
        """The search begins at these placements; everything that follows from them is told too."""
        chosen = {(one.apprentice, one.week): (one.position, one.department) for one in placements}
        for calendar in self.calendars:
            who, before = calendar.apprentice.id, None
            for index, week in enumerate(calendar.weeks):
                now = chosen.get((who, week))
                for option in calendar.allowed[index]:
                    self.cp.add_hint(self.z[who, index, option], int(now == option))
                    if (who, index, option) in self.s:
                        self.cp.add_hint(self.s[who, index, option], int(now == option != before))
                before = now

    def placements(self, value: Any) -> tuple[Placement, ...]:
        """What a solution says; `value` tells the value of a literal."""
        found = []
        for calendar in self.calendars:
            who = calendar.apprentice.id
            for index, week in enumerate(calendar.weeks):
                for option in sorted(calendar.allowed[index]):
                    if value(self.z[who, index, option]):
                        found.append(Placement(who, week, *option))
        return tuple(found)

    def _capacity(self, occupied: Rooms) -> None:
        rooms = {one.id: one.rooms for one in self.instance.departments}
        for (department, week), literals in sorted(self._users.items(), key=lambda item: item[0]):
            room, others = rooms[department][week - 1], occupied.get((department, week), 0)
            if len(literals) + others > room:
                self.cp.add(sum(literals) <= room - others)
            self._crowd(sum(literals) + others, comfort(room), min(room, len(literals) + others))

    def _crowd(self, used: Any, calm: int, most: int) -> None:
        if self.instance.weights.balance and most > calm:
            crowd = self.cp.new_int_var(0, most - calm, "")
            self.cp.add(crowd >= used - calm)
            self.cost(WEEK * self.instance.weights.balance, crowd)

    def use(self, department: str, week: int, literal: Any) -> None:
        """The literal takes one place of the department in this week."""
        self._users[department, week].append(literal)


class _Person:
    """The part of the model that is about one apprentice."""

    def __init__(self, model: PlanModel, calendar: Calendar) -> None:
        self.model, self.cp, self.calendar = model, model.cp, calendar
        self.who = calendar.apprentice.id
        self.weights = model.instance.weights
        self.positions = {one.id: one for one in calendar.apprentice.positions}
        self.options = calendar.options()
        self.weeks = calendar.weeks
        self.enter: dict[tuple[int, str], Any] = {}

    def add(self) -> None:
        """All literals, rules and costs of this apprentice are in the model."""
        for index, week in enumerate(self.weeks):
            literals = []
            for option in sorted(self.calendar.allowed[index]):
                literal = self.cp.new_bool_var("")
                self.model.z[self.who, index, option] = literal
                self.model.use(option[1], week, literal)
                literals.append(literal)
            if index in self.calendar.fixed:
                self.cp.add_exactly_one(literals)
            elif len(literals) > 1:
                self.cp.add_at_most_one(literals)
        starts = {option: self._stretches(option) for option in self.options}
        self._departments()
        for position in self.positions.values():
            self._position(position, starts)
        self._changes()

    def _z(self, index: int, option: Option) -> Any | None:
        return self.model.z.get((self.who, index, option))

    def _stretches(self, option: Option) -> list[Any]:
        """The starts of this option; a stretch lasts at least as long as the rule says."""
        least = self.positions[option[0]].min_stretch
        forced: dict[int, list[Any]] = defaultdict(list)
        starts = []
        for index in range(len(self.weeks)):
            here, before = self._z(index, option), self._z(index - 1, option)
            if here is None:
                continue
            length = self.calendar.shortest(option, index, least)
            fits = all(self._z(index + far, option) is not None for far in range(length))
            if not fits:
                self.cp.add_implication(here, before) if before is not None else self.cp.add(here == 0)
                continue
            start = self.cp.new_bool_var("")
            self.model.s[self.who, index, option] = start
            starts.append(start)
            for far in range(length):
                forced[index + far].append(start)
            if before is None:
                self.cp.add(start == here)
            else:
                self.cp.add_bool_or(here.negated(), before, start)
                self.cp.add_bool_or(start.negated(), before.negated())
        for index, literals in forced.items():
            self.cp.add(sum(literals) <= self._z(index, option))
        return starts

    def _departments(self) -> None:
        """Entering a department costs; an entry is where the week before was somewhere else or nowhere."""
        if not self.weights.moves:
            return
        for department in sorted({option[1] for option in self.options}):
            before: list[Any] = []
            for index in range(len(self.weeks)):
                here = [
                    self.model.z[self.who, index, o]
                    for o in sorted(self.calendar.allowed[index])
                    if o[1] == department
                ]
                if here:
                    entry = self.cp.new_bool_var("")
                    self.enter[index, department] = entry
                    self.cp.add(entry >= sum(here) - sum(before))
                    self.model.cost(WEEK * self.weights.moves, entry)
                before = here

    def _position(self, position: Position, starts: Mapping[Option, list[Any]]) -> None:
        weights, presence = self.weights, self.calendar.apprentice.presence
        literals = [
            (index, option, literal)
            for option in self.options
            if option[0] == position.id
            for index in range(len(self.weeks))
            if (literal := self._z(index, option)) is not None
        ]
        if not literals:
            self.model.constant += weights.missing * position.needed
            return
        given = sum(presence[self.weeks[index] - 1] * literal for index, _, literal in literals)
        most = sum(presence[self.weeks[index] - 1] for index in {index for index, _, _ in literals})
        missing = self.cp.new_int_var(0, position.needed, "")
        self.cp.add(given + missing >= position.needed)
        self.model.cost(weights.missing, missing)
        if weights.excess and most > position.needed + UNDIVIDED:
            excess = self.cp.new_int_var(0, most - position.needed - UNDIVIDED, "")
            self.cp.add(excess >= given - position.needed - UNDIVIDED)
            self.model.cost(weights.excess, excess)
        far = distances(self.model.instance, self.calendar.apprentice, position)
        if far is not None:
            for index, _, literal in literals:
                self.model.cost(WEEK * weights.theory * far[self.weeks[index] - 1], literal)
        own = [start for option, found in starts.items() if option[0] == position.id for start in found]
        self.model.cost(WEEK * weights.stretches, sum(own))
        if position.needed:  # redundant, for the bound: who learns a position begins at it
            self.cp.add(position.needed * sum(own) + missing >= position.needed)
        self._must_enter(position, literals, missing)

    def _must_enter(self, position: Position, literals: list[tuple[int, Option, Any]], missing: Any) -> None:
        """Redundant, for the bound: whoever learns a position entered one of its departments, or held it when its time began."""
        if not self.enter or not position.needed:
            return
        indexes = [index for index, _, _ in literals]
        first, last = min(indexes), max(indexes)
        places = {option[1] for _, option, _ in literals}
        entries = [
            entry
            for (index, where), entry in self.enter.items()
            if first <= index <= last and where in places
        ]
        held = (
            [
                literal
                for (who, index, option), literal in self.model.z.items()
                if who == self.who and index == first - 1 and option[1] in places
            ]
            if first
            else []
        )
        self.cp.add(position.needed * (sum(entries) + sum(held)) + missing >= position.needed)

    def _changes(self) -> None:
        """Each week in which today's plan has a place and the new one another or none costs."""
        weight = WEEK * self.weights.changes
        if not weight:
            return
        for one in self.model.instance.current:
            if one.apprentice != self.who:
                continue
            self.model.constant += weight
        places = {week: index for index, week in enumerate(self.weeks)}
        for one in self.model.instance.current:
            if one.apprentice == self.who and one.week in places:
                literal = self._z(places[one.week], (one.position, one.department))
                if literal is not None:
                    self.model.cost(-weight, literal)
