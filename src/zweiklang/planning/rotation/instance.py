"""Puts a firm's plans as a question to the engine. Pure. Weeks of the instance are numbers from 1, of which the first is the earliest contract's."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from uuid import UUID

from zweiklang.planning.company_lane.calendar import Week
from zweiklang.planning.company_lane.shapes import Entry, NewEntry, Place, mondays, weeks_between
from zweiklang.planning.company_lane.spreading import Amount, amounts
from zweiklang.planning.rotation.shapes import (
    NOWHERE,
    Firm,
    Learner,
    Options,
    Question,
    Span,
    Wishes,
    name_of,
)
from zweiklang.planning.solver.shapes import (
    Apprentice,
    Department,
    Fixed,
    Forbidden,
    Instance,
    LearningField,
    Placement,
    Position,
    Weights,
)

TENTHS_A_DAY = 2
# Shorter than a fortnight nobody learns a department, where the regulation gives a position at least a month.
_SHORTEST, _FROM_TENTHS = 2, 40
_REASONS = {"school": "school", "course": "course", "leave": "leave", "holiday": "holiday", "out": "contract"}


@dataclass(slots=True)
class _Part:
    """A position in one of its periods, as the instance knows it."""

    id: str
    position_id: UUID
    needed: int
    earliest: int
    latest: int
    departments: set[str] = field(default_factory=set)
    extra: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    """Weeks in which it stands where it may not be begun anew: by department."""


def question(firm: Firm, options: Options) -> Question:
    """Returns the instance for these apprentices; everything before `options.from_week` and everything locked is fixed."""
    first = min(one.calendar.first for one in firm.learners)
    last = max(one.calendar.last for one in firm.learners)
    weeks = weeks_between(first, last)
    asked = [_Asked(one, firm, first, options) for one in firm.learners]
    fixed = [one for learner in asked for one in learner.fixed]
    used = Counter((one.department, one.week) for one in fixed)
    instance = Instance(
        first_monday=first,
        weeks=weeks,
        apprentices=tuple(one.apprentice(weeks) for one in asked),
        departments=tuple(_departments(firm, asked, first, weeks, used)),
        links={part.id: _linked(firm, part) for one in asked for part in one.parts.values()},
        fixed=tuple(fixed),
        forbidden=tuple(one for learner in asked for one in learner.forbidden(weeks)),
        current=tuple(one for learner in asked for one in learner.current),
        weights=_weights(options.wishes),
    )
    spans = {
        one.name: tuple(Span(p.id, p.position_id, p.earliest, p.latest) for p in one.parts.values())
        for one in asked
    }
    return Question(instance, spans)


def placed(asked: Question, room_id: UUID, entries: Iterable[Entry | NewEntry]) -> list[Placement]:
    """Returns the entries of a plan week by week: one for each week with a day at the firm, what is locked before anything else."""
    name = str(room_id)
    presence = next(one.presence for one in asked.instance.apprentices if one.id == name)
    found: dict[int, Placement] = {}
    for entry in sorted(entries, key=lambda one: not one.locked):
        department = str(entry.department_id) if entry.department_id else NOWHERE
        for monday in mondays(entry.first_week, entry.last_week):
            week = asked.week_of(monday)
            if 1 <= week <= len(presence) and presence[week - 1] and week not in found:
                span = span_at(asked.spans[name], entry.position_id, week)
                found[week] = Placement(name, week, span.id, department)
    return list(found.values())


def span_at(spans: Iterable[Span], position_id: UUID, week: int) -> Span:
    """Returns the part of the position whose period is nearest to the week."""
    mine = [one for one in spans if one.position_id == position_id]
    return min(mine, key=lambda one: (max(one.earliest - week, week - one.latest, 0), one.id))


def _weights(wishes: Wishes) -> Weights:
    usual = Weights()
    return replace(
        usual,
        theory=usual.theory * (3 if wishes.theory else 1),
        moves=usual.moves * (4 if wishes.calm else 1),
        stretches=usual.stretches * (2 if wishes.calm else 1),
        changes=usual.changes * (6 if wishes.keep else 1),
    )


def _linked(firm: Firm, part: _Part) -> frozenset[str]:
    return frozenset(map(str, firm.links.get(part.position_id, ())))


class _Asked:
    """One apprentice on the weeks of the instance."""

    def __init__(self, learner: Learner, firm: Firm, first: date, options: Options) -> None:
        self.learner, self.name = learner, str(learner.room_id)
        self.offset = (learner.calendar.first - first).days // 7
        self.from_week = (options.from_week - first).days // 7 + 1
        self.parts = {part.id: part for part in self._parts()}
        teaching = _teaching(firm.places, {part.position_id for part in self.parts.values()})
        for part in self.parts.values():
            part.departments |= teaching.get(part.position_id, set()) or {NOWHERE}
        self.current: list[Placement] = []
        self.fixed: list[Fixed] = []
        self._place(first)

    def _parts(self) -> list[_Part]:
        found: list[_Part] = []
        numbers: Counter[UUID] = Counter()
        for one in amounts(self.learner.demand, self.learner.calendar):
            numbers[one.need.position_id] += 1
            found.append(self._part(one, numbers[one.need.position_id]))
        known = {part.position_id for part in found}
        extra = sorted({one.position_id for one in self.learner.entries} - known)
        return [*found, *(self._unasked(position_id) for position_id in extra)]

    def _part(self, amount: Amount, number: int) -> _Part:
        position_id = amount.need.position_id
        return _Part(
            f"{position_id}/{number}",
            position_id,
            round(amount.days * TENTHS_A_DAY),
            self.offset + amount.first + 1,
            self.offset + amount.after,
        )

    def _unasked(self, position_id: UUID) -> _Part:
        """A position that stands in the plan though the regulation gives it no time: it keeps what it has."""
        weeks = {
            week.monday: week.days * TENTHS_A_DAY
            for entry in self.learner.entries
            if entry.position_id == position_id
            for week in self.learner.calendar.between(entry.first_week, entry.last_week)
        }
        last = self.offset + len(self.learner.calendar.weeks)
        return _Part(f"{position_id}/0", position_id, sum(weeks.values()), self.offset + 1, last)

    def _place(self, first: date) -> None:
        taken: set[int] = set()
        for entry in sorted(self.learner.entries, key=lambda one: not one.locked):
            for monday in mondays(entry.first_week, entry.last_week):
                week = (monday - first).days // 7 + 1
                if week in taken or not self._days(week):
                    continue
                taken.add(week)
                self._stands(entry, week)

    def _days(self, week: int) -> int:
        weeks, index = self.learner.calendar.weeks, week - 1 - self.offset
        return weeks[index].days if 0 <= index < len(weeks) else 0

    def _stands(self, entry: Entry, week: int) -> None:
        part = self._part_at(entry.position_id, week)
        department = str(entry.department_id) if entry.department_id else NOWHERE
        self.current.append(Placement(self.name, week, part.id, department))
        if not entry.locked and week >= self.from_week:
            return
        self.fixed.append(Fixed(self.name, week, part.id, department))
        if department not in part.departments or not part.earliest <= week <= part.latest:
            part.extra[department].add(week)

    def _part_at(self, position_id: UUID, week: int) -> _Part:
        """Returns the part of the position whose period is nearest to the week."""
        mine = [part for part in self.parts.values() if part.position_id == position_id]
        return min(mine, key=lambda part: (max(part.earliest - week, week - part.latest, 0), part.id))

    def apprentice(self, weeks: int) -> Apprentice:
        """Returns the apprentice of the instance; before `from_week` only weeks that stand in the plan are left."""
        fixed = {one.week for one in self.fixed}
        presence, absences = [], {}
        for week in range(1, weeks + 1):
            open_to = week >= self.from_week or week in fixed
            tenths = self._days(week) * TENTHS_A_DAY if open_to else 0
            presence.append(tenths)
            if not tenths:
                absences[week] = self._away(week)
        return Apprentice(
            self.name,
            name_of(self.learner.room_id),
            tuple(presence),
            absences,
            tuple(self._position(part) for part in self.parts.values()),
            tuple(self._lane(weeks)),
        )

    def _away(self, week: int) -> str:
        weeks, index = self.learner.calendar.weeks, week - 1 - self.offset
        if not 0 <= index < len(weeks):
            return "contract"
        return _reason(weeks[index])

    def _position(self, part: _Part) -> Position:
        extra = [week for found in part.extra.values() for week in found]
        return Position(
            part.id,
            self.learner.titles.get(part.position_id, ""),
            part.needed,
            _SHORTEST if part.needed >= _FROM_TENTHS else 1,
            min([part.earliest, *extra]),
            max([part.latest, *extra]),
            tuple(sorted(part.departments | set(part.extra))),
        )

    def forbidden(self, weeks: int) -> list[Forbidden]:
        """Returns what keeps exceptions to the weeks in which they stand: a period, or a department that does not teach the position."""
        found = []
        for part in self.parts.values():
            for department in sorted(part.departments | set(part.extra)):
                inside = range(part.earliest, part.latest + 1) if department in part.departments else ()
                allowed = {*inside, *part.extra.get(department, ())}
                if part.extra:
                    others = frozenset(range(1, weeks + 1)) - allowed
                    found.append(Forbidden(others, self.name, part.id, department))
        return found

    def _lane(self, weeks: int) -> Iterable[LearningField]:
        taught: defaultdict[UUID, set[int]] = defaultdict(set)
        names: dict[UUID, str] = {}
        start = self.learner.calendar.first
        for one in self.learner.taught:
            names[one.learning_field_id] = f"LF {one.number}"
            for monday in mondays(one.first_week, one.last_week):
                week = (monday - start).days // 7 + 1 + self.offset
                taught[one.learning_field_id] |= {week} if 1 <= week <= weeks else set()
        return [LearningField(str(key), names[key], frozenset(found)) for key, found in taught.items()]


def _reason(week: Week) -> str:
    counts = {reason: getattr(week, name) for name, reason in _REASONS.items()}
    longest = max(counts, key=lambda reason: counts[reason])
    return longest if counts[longest] else "closed"


def _teaching(places: Iterable[Place], positions: Iterable[UUID]) -> dict[UUID, set[str]]:
    """Returns the departments that teach each position: those that say so, else those that have made no choice."""
    known = list(places)
    open_to_all = {str(place.id) for place in known if not place.positions}
    return {
        position: {str(place.id) for place in known if position in place.positions} or open_to_all
        for position in positions
    }


def _departments(
    firm: Firm,
    asked: Iterable[_Asked],
    first: date,
    weeks: int,
    used: Counter[tuple[str | None, int]],
) -> Iterable[Department]:
    learners = list(asked)
    teaches: defaultdict[str, set[str]] = defaultdict(set)
    for learner in learners:
        for part in learner.parts.values():
            for department in part.departments | set(part.extra):
                teaches[department].add(part.id)
    starts = [first + timedelta(weeks=number) for number in range(weeks)]
    for place in firm.places:
        rooms = (
            0 if place.is_closed(monday) else place.capacity - firm.others.get((place.id, monday), 0)
            for monday in starts
        )
        # What is fixed stays, also where it is one too many.
        enough = tuple(max(room, used[str(place.id), week], 0) for week, room in enumerate(rooms, 1))
        yield Department(str(place.id), place.name, frozenset(teaches[str(place.id)]), enough)
    known = {str(place.id) for place in firm.places}
    # Where somebody stands today is measured too: nowhere though departments teach it, or in a former firm's department.
    stands = {one.department for learner in learners for one in learner.current}
    for key in sorted((teaches.keys() | stands) - known):
        name = "ohne Abteilung" if key == NOWHERE else "andere Abteilung"
        yield Department(key, name, frozenset(teaches[key]), (len(learners),) * weeks)
