"""Why a wish stays open: the sentence names what was counted in the plan, never a guess."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from zweiklang.planning.solver.checking import REASONS
from zweiklang.planning.solver.options import Calendar, Dropped, Grounds, Option
from zweiklang.planning.solver.scoring import tenths
from zweiklang.planning.solver.shapes import WEEK, Apprentice, FailedWish, Instance, Placement, Position
from zweiklang.planning.solver.theory import distances, linked_fields, runs

FAR = 4  # weeks of distance on average from which theory counts as far
DROPPED = {
    "presence": "die Person ist dann nicht im Betrieb",
    "period": "die Woche liegt außerhalb des Zeitraums der Position",
    "teaches": "die Abteilung vermittelt die Position nicht",
    "capacity": "in der Abteilung ist dann kein Platz",
    "forbidden": "dieser Einsatz ist zugleich ausgeschlossen",
    "one_place": "für diese Woche ist schon ein anderer Einsatz festgelegt",
}


def failed_wishes(
    instance: Instance, grounds: Grounds, plan: Sequence[Placement], *, proven: bool
) -> tuple[FailedWish, ...]:
    """All wishes the plan does not give: fixed weeks that contradict, time that is missing, theory that is far, the largest first."""
    found = [_dropped(instance, one) for one in grounds.dropped]
    given = tenths(instance, plan)
    reasons = _Reasons(instance, plan, proven=proven)
    short = []
    for calendar in grounds.calendars:
        for position in calendar.apprentice.positions:
            missing = position.needed - given[calendar.apprentice.id, position.id]
            if missing > 0:
                short.append(reasons.missing(_Short(calendar, position, missing)))
    found += sorted(short, key=lambda one: -one.amount)
    return (*found, *_far(instance, plan))


def week_names(instance: Instance, weeks: Iterable[int]) -> str:
    """The weeks as "KW 12–20/2027", intervals with commas; the year stands after each."""
    names = []
    for first, last in runs(weeks):
        begin, end = (
            (instance.first_monday + timedelta(weeks=week - 1)).isocalendar() for week in (first, last)
        )
        if first == last:
            names.append(f"KW {begin.week}/{begin.year}")
        elif begin.year == end.year:
            names.append(f"KW {begin.week}–{end.week}/{end.year}")
        else:
            names.append(f"KW {begin.week}/{begin.year}–{end.week}/{end.year}")
    return ", ".join(names)


def in_weeks(amount: int) -> str:
    """Tenths of a week as "1 Woche", "2,5 Wochen"."""
    if amount == WEEK:
        return "1 Woche"
    return f"{amount / WEEK:g}".replace(".", ",") + " Wochen"


def _dropped(instance: Instance, one: Dropped) -> FailedWish:
    fixed = one.fixed
    person = next(p for p in instance.apprentices if p.id == fixed.apprentice)
    why = DROPPED[one.rule]
    if one.rule == "presence":
        why = f"{person.name} ist dann {REASONS[person.absences[fixed.week]]}"
    name = _name(person, fixed.position)
    sentence = f"{person.name}: „{name}“ ist für {week_names(instance, [fixed.week])} festgelegt, aber {why}."
    return FailedWish(
        "fixed", one.rule, sentence, person.id, fixed.position, 1.0, fixed.department, (fixed.week,)
    )


def _name(person: Apprentice, position: str) -> str:
    return next(one.name for one in person.positions if one.id == position)


@dataclass(frozen=True, slots=True)
class _Short:
    """A position that is given less than it needs: by so many tenths of a week."""

    calendar: Calendar
    position: Position
    amount: int

    @property
    def head(self) -> str:
        """Who lacks how much of what."""
        return f"{self.calendar.apprentice.name}: „{self.position.name}“ fehlen {in_weeks(self.amount)}."

    def options(self, week: int) -> list[Option]:
        """Where she could learn it in this week of presence, if nobody else were there."""
        allowed = self.calendar.allowed[self.calendar.weeks.index(week)]
        return sorted(option for option in allowed if option[0] == self.position.id)

    def weeks(self) -> list[int]:
        """Her weeks in which she could learn it, if nobody else were there."""
        return [week for week in self.calendar.weeks if self.options(week)]


class _Reasons:
    def __init__(self, instance: Instance, plan: Sequence[Placement], *, proven: bool) -> None:
        self.instance, self.proven = instance, proven
        self.used = Counter((one.department, one.week) for one in plan)
        self.own = {(one.apprentice, one.week): one for one in plan}
        self.rooms = {one.id: one.rooms for one in instance.departments}
        self.names = {one.id: one.name for one in instance.departments}

    def missing(self, about: _Short) -> FailedWish:
        """The first of these that holds: nobody teaches it, no time of her own, full, used by others, too short pieces, not found."""
        person, position = about.calendar.apprentice, about.position
        if not position.departments:
            return self._wish(about, "teaches", "Keine Abteilung vermittelt das.", ())
        weeks = about.weeks()
        possible = sum(person.presence[week - 1] for week in weeks)
        if possible < position.needed:
            span = self._span(position)
            tail = f"Im Zeitraum {span} sind dafür nur {in_weeks(possible)} möglich, nötig sind {in_weeks(position.needed)}."
            return self._wish(about, "calendar", tail, weeks)
        free = [week for week in weeks if (person.id, week) not in self.own]
        if not free:
            return self._occupied(about, weeks)
        return self._beside_others(about, free)

    def _beside_others(self, about: _Short, free: Sequence[int]) -> FailedWish:
        """She has free weeks for it: the departments are full, what is left is too short, or something else weighed more."""
        presence = about.calendar.apprentice.presence
        open_weeks = [week for week in free if any(self._has_room(o, week) for o in about.options(week))]
        full = [week for week in free if week not in open_weeks]
        if full and sum(presence[week - 1] for week in open_weeks) < about.amount:
            places = sorted({o[1] for week in full for o in about.options(week)})
            names = " und ".join(self.names[one] for one in places)
            verb = "ist" if len(places) == 1 else "sind"
            tail = f"{names} {verb} in {week_names(self.instance, full)} voll."
            return self._wish(about, "capacity", tail, full, places[0])
        least = about.position.min_stretch
        if self._longest(about.calendar, open_weeks) < least:
            tail = f"Frei sind dafür nur noch Stücke, die kürzer als {least} Wochen sind: {week_names(self.instance, open_weeks)}."
            return self._wish(about, "min_stretch", tail, open_weeks)
        if self.proven:
            return self._wish(about, "tradeoff", "Andere Wünsche wogen schwerer.", open_weeks)
        return self._wish(about, "time", "In der Rechenzeit wurde nichts Besseres gefunden.", open_weeks)

    def _occupied(self, about: _Short, weeks: Sequence[int]) -> FailedWish:
        """All weeks in which she could learn it are used by other positions."""
        person = about.calendar.apprentice
        others = Counter(self.own[person.id, week].position for week in weeks)
        del others[about.position.id]
        names = ", ".join(f"„{_name(person, one)}“" for one, _ in others.most_common(3))
        tail = f"Alle möglichen Wochen sind mit anderen Positionen belegt, vor allem {names}."
        return self._wish(
            about, "occupied", tail, [w for w in weeks if self.own[person.id, w].position in others]
        )

    def _has_room(self, option: Option, week: int) -> bool:
        return self.used[option[1], week] < self.rooms[option[1]][week - 1]

    def _longest(self, calendar: Calendar, weeks: Sequence[int]) -> int:
        """The most weeks of presence in a row among these."""
        index = {week: number for number, week in enumerate(calendar.weeks)}
        return max((last - first + 1 for first, last in runs(index[week] for week in weeks)), default=0)

    def _span(self, position: Position) -> str:
        first, last = max(1, position.earliest), min(self.instance.weeks, position.latest)
        return week_names(self.instance, range(first, last + 1)) or "außerhalb der Planung"

    def _wish(
        self, about: _Short, reason: str, sentence: str, weeks: Iterable[int], department: str | None = None
    ) -> FailedWish:
        return FailedWish(
            "missing",
            reason,
            f"{about.head} {sentence}",
            about.calendar.apprentice.id,
            about.position.id,
            about.amount / WEEK,
            department,
            tuple(weeks),
        )


def _far(instance: Instance, plan: Sequence[Placement]) -> list[FailedWish]:
    """Positions whose practice lies on average FAR weeks or more from the theory, the farthest first."""
    weeks: dict[tuple[str, str], list[int]] = {}
    for one in plan:
        weeks.setdefault((one.apprentice, one.position), []).append(one.week)
    found = []
    for person in instance.apprentices:
        for position in person.positions:
            far, own = distances(instance, person, position), sorted(weeks.get((person.id, position.id), ()))
            if far is None or not own:
                continue
            mean = sum(far[week - 1] for week in own) / len(own)
            if mean >= FAR:
                found.append(_far_wish(instance, person, position, own, mean))
    return sorted(found, key=lambda one: -one.amount)


def _far_wish(
    instance: Instance, person: Apprentice, position: Position, own: Sequence[int], mean: float
) -> FailedWish:
    fields = linked_fields(instance, person, position)
    taught = sorted({week for one in fields for week in one.weeks})
    names = ", ".join(one.name for one in fields)
    inside = [week for week in taught if position.earliest <= week <= position.latest]
    when = f"{names} ist in {week_names(instance, taught)}, die Praxis in {week_names(instance, own)}"
    sentence = f"{person.name}: „{position.name}“ liegt weit von der Theorie: {when}."
    reason = "distance"
    if not inside:
        reason = "period"
        sentence += " Der Zeitraum der Position umfasst diese Wochen nicht."
    return FailedWish("theory", reason, sentence, person.id, position.id, round(mean, 1), None, tuple(own))
