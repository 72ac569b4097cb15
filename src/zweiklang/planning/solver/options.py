"""What may be where: the weeks an apprentice can be placed, and the (position, department) pairs that may stand in each of them."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from zweiklang.planning.solver.shapes import Apprentice, Fixed, Forbidden, Instance, Position

Option = tuple[str, str]  # position id, department id


@dataclass(frozen=True, slots=True)
class Dropped:
    """A fixed week that cannot be kept, and the hard rule that it contradicts."""

    fixed: Fixed
    rule: str


@dataclass(frozen=True, slots=True)
class Calendar:
    """One apprentice's weeks of presence in order, with what may stand in each.

    `fixed` maps an index to the options that keep the fixed week, `settled` to the one of them for which all fixed weeks together have room.
    """

    apprentice: Apprentice
    weeks: tuple[int, ...]
    allowed: tuple[frozenset[Option], ...]
    fixed: Mapping[int, frozenset[Option]]
    settled: Mapping[int, Option]

    def options(self) -> list[Option]:
        """All options of any week, sorted, so that the same instance gives the same model."""
        return sorted({option for one in self.allowed for option in one})

    def shortest(self, option: Option, index: int, min_stretch: int) -> int:
        """How many weeks a stretch that begins at this index must have: up to its first fixed week, and then no more, or `min_stretch`."""
        for far in range(min_stretch):
            if option in self.fixed.get(index + far, ()):
                return far + 1
        return min_stretch


@dataclass(frozen=True, slots=True)
class Grounds:
    """Everything that is allowed in an instance, and the fixed weeks that are not."""

    calendars: tuple[Calendar, ...]
    dropped: tuple[Dropped, ...]


def forbids(one: Forbidden, apprentice: str, week: int, option: Option) -> bool:
    """True when this entry forbids the placement."""
    position, department = option
    return (
        week in one.weeks
        and one.apprentice in {None, apprentice}
        and one.position in {None, position}
        and one.department in {None, department}
    )


def grounds(instance: Instance) -> Grounds:
    """Calendars of all apprentices, and fixed weeks that were dropped."""
    allowing = _Allowing(instance)
    kept = _Keeping(instance, allowing)
    calendars = tuple(_calendar(one, allowing, kept) for one in instance.apprentices)
    return Grounds(calendars, tuple(kept.dropped))


class _Allowing:
    """What may be where, without looking at who else is there."""

    def __init__(self, instance: Instance) -> None:
        self.rooms = {one.id: one.rooms for one in instance.departments}
        self.forbidden: dict[str, list[Forbidden]] = {
            person.id: [one for one in instance.forbidden if one.apprentice in {None, person.id}]
            for person in instance.apprentices
        }

    def options(self, apprentice: Apprentice, position: Position, week: int) -> list[Option]:
        """The options of a position in a week by period, teaching, open departments and what is forbidden."""
        if not position.earliest <= week <= position.latest:
            return []
        found = [(position.id, where) for where in position.departments if self.rooms[where][week - 1]]
        against = self.forbidden[apprentice.id]
        return [o for o in found if not any(forbids(one, apprentice.id, week, o) for one in against)]


def _calendar(apprentice: Apprentice, allowing: _Allowing, kept: "_Keeping") -> Calendar:
    weeks = tuple(week for week, tenths in enumerate(apprentice.presence, 1) if tenths)
    wanted = [one for one in apprentice.positions if one.needed]
    own = kept.options[apprentice.id]
    allowed = [
        own.get(week) or frozenset(o for one in wanted for o in allowing.options(apprentice, one, week))
        for week in weeks
    ]
    places = {week: index for index, week in enumerate(weeks)}
    return Calendar(
        apprentice, weeks, tuple(allowed),
        {places[week]: options for week, options in own.items()},
        {places[week]: option for week, option in kept.settled[apprentice.id].items()},
    )  # fmt: skip


class _Keeping:
    """Which fixed weeks can be kept: those that name a department first, then the others, each in the order of the file."""

    def __init__(self, instance: Instance, allowing: _Allowing) -> None:
        self.allowing = allowing
        self.people = {one.id: one for one in instance.apprentices}
        self.options: dict[str, dict[int, frozenset[Option]]] = defaultdict(dict)
        self.settled: dict[str, dict[int, Option]] = defaultdict(dict)
        self.dropped: list[Dropped] = []
        self.used: Counter[tuple[str, int]] = Counter()
        for one in sorted(instance.fixed, key=lambda fixed: fixed.department is None):
            if rule := self._keep(one):
                self.dropped.append(Dropped(one, rule))

    def _keep(self, one: Fixed) -> str:
        """Keeps a fixed week, or returns the hard rule against it."""
        found, rule = self._possible(one)
        if rule:
            return rule
        settled = self.settled[one.apprentice].get(one.week)
        if settled is not None:  # said twice, or contradicting
            return "" if settled in found else "one_place"
        free = [
            o for o in sorted(found) if self.used[o[1], one.week] < self.allowing.rooms[o[1]][one.week - 1]
        ]
        if not free:
            return "capacity"
        self.used[free[0][1], one.week] += 1
        self.settled[one.apprentice][one.week] = free[0]
        self.options[one.apprentice][one.week] = found
        return ""

    def _possible(self, one: Fixed) -> tuple[frozenset[Option], str]:
        apprentice = self.people[one.apprentice]
        position = next(p for p in apprentice.positions if p.id == one.position)
        if not apprentice.presence[one.week - 1]:
            return frozenset(), "presence"
        if not position.earliest <= one.week <= position.latest:
            return frozenset(), "period"
        teaching = [d for d in position.departments if one.department in {None, d}]
        if not teaching:
            return frozenset(), "teaches"
        if not any(self.allowing.rooms[d][one.week - 1] for d in teaching):
            return frozenset(), "capacity"
        found = self.allowing.options(apprentice, position, one.week)
        wanted = frozenset(o for o in found if o[1] in teaching)
        return wanted, "" if wanted else "forbidden"
