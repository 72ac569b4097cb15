"""Checks a plan in words: against the regulation, the weeks at the firm, and the departments. Nothing is refused because of them."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from zweiklang.kernel import formats
from zweiklang.planning.company_lane.calendar import Calendar
from zweiklang.planning.company_lane.demand import Demand, Need
from zweiklang.planning.company_lane.shapes import Entry, Place, mondays

_FEW, _MANY = 0.75, 1.34
_SLACK_WEEKS = 1.0
_DAYS = 7
_EDGE = 1  # weeks by which a bar may stand over the end of its period: weeks do not end with months


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to look at. `tone`: "warning" against the regulation or impossible, "info" allowed but worth knowing.

    `entry_id`, `position_id`: what it is about, None for the whole plan.
    """

    kind: str
    tone: str
    text: str
    entry_id: UUID | None = None
    position_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Amount:
    """What a position gets and what it should, in weeks of the regulation, for this contract's length."""

    position_id: UUID
    planned: float
    low: float
    high: float

    @property
    def few(self) -> bool:
        """Returns whether the planned weeks are clearly too few; True where nothing is planned."""
        return self.planned < self.low * _FEW and self.low - self.planned > _SLACK_WEEKS


def amounts(demand: Demand, calendar: Calendar, entries: Sequence[Entry]) -> list[Amount]:
    """Returns for each position with time how much of it is planned. A week in which two parts run counts half for each."""
    at_once = Counter(week for one in entries for week in mondays(one.first_week, one.last_week))
    of_each = demand.needs_by_position()
    found = []
    for key, needs in of_each.items():
        days = sum(
            week.days / at_once[week.monday]
            for one in entries
            if one.position_id == key
            for week in calendar.between(one.first_week, one.last_week)
        )
        found.append(
            Amount(
                key,
                days / (_per_week(needs, calendar) or 1.0),
                sum(need.low for need in needs) * calendar.ratio,
                sum(need.high for need in needs) * calendar.ratio,
            )
        )
    return found


def _per_week(needs: Sequence[Need], calendar: Calendar) -> float:
    weight = sum(need.weeks for need in needs) or 1.0
    return sum(calendar.per_week(need.start, need.end) * need.weeks for need in needs) / weight


def check(
    demand: Demand,
    calendar: Calendar,
    entries: Sequence[Entry],
    *,
    places: Sequence[Place] = (),
    others: Mapping[UUID, Sequence[Entry]] | None = None,
    since: date = date.min,
) -> list[Remark]:
    """Returns what is to be said, the gravest first. `others`: the plans of the firm's other apprentices, as far as the person sees them.

    `since`: of what is over before nothing is said but what the whole plan lacks: nobody can move it any more.
    """
    ahead = [one for one in entries if one.last_week >= since]
    found = [
        *_outside_contract(calendar, entries),
        *_missing(demand, calendar, entries),
        *_amounts(demand, calendar, entries),
        *_outside_period(demand, calendar, ahead),
        *_away(calendar, ahead),
        *_departments(ahead, {place.id: place for place in places}, others or {}, since),
        *_overlaps(ahead),
    ]
    return sorted(found, key=lambda one: one.tone != "warning")


def name_of(entry: Entry, length: int = 70) -> str:
    """Returns "A 3 Planen von Abläufen", cut where it is long."""
    key = entry.section.removeprefix("Abschnitt ") if entry.section.startswith("Abschnitt ") else ""
    return cut(" ".join(part for part in (key, entry.number, entry.title) if part), length)


def cut(text: str, length: int = 70) -> str:
    """Returns the text, its end replaced by "…" where it is longer."""
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"


def number(value: float) -> str:
    """Returns "8" or "2,5"."""
    return f"{round(value, 1):g}".replace(".", ",")


def span(low: float, high: float) -> str:
    """Returns "8 Wochen", "1 Woche" or "4 bis 6 Wochen"."""
    if round(low, 1) == round(high, 1):
        return f"{number(low)} {'Woche' if round(low, 1) == 1 else 'Wochen'}"
    return f"{number(low)} bis {number(high)} Wochen"


def _outside_contract(calendar: Calendar, entries: Sequence[Entry]) -> list[Remark]:
    return [
        Remark(
            "contract",
            "warning",
            f"„{name_of(one)}“ liegt nicht ganz in der Ausbildung: Sie dauert vom {formats.day_long(calendar.first_day)}"
            f" bis zum {formats.day_long(calendar.last_day)}.",
            one.id,
            one.position_id,
        )
        for one in entries
        if one.first_week < calendar.first or one.last_week > calendar.last
    ]


def _missing(demand: Demand, calendar: Calendar, entries: Sequence[Entry]) -> list[Remark]:
    planned = {one.position_id for one in entries}
    needed = demand.needs_by_position()
    return [
        Remark(
            "missing",
            "warning",
            f"„{cut(f'{one.number} {one.title}'.strip())}“ fehlt im Plan; nötig: {_words(needed[one.id], calendar)}.",
            None,
            one.id,
        )
        for one in demand.positions
        if one.id in needed and one.id not in planned
    ]


def _words(needs: Sequence[Need], calendar: Calendar) -> str:
    low, high = (sum(getattr(need, name) for need in needs) * calendar.ratio for name in ("low", "high"))
    return span(low, high)


def _amounts(demand: Demand, calendar: Calendar, entries: Sequence[Entry]) -> list[Remark]:
    titles = {one.id: cut(f"{one.number} {one.title}".strip()) for one in demand.positions}
    found = []
    for one in amounts(demand, calendar, entries):
        if not one.planned:
            continue
        few = one.few
        many = one.planned > one.high * _MANY and one.planned - one.high > _SLACK_WEEKS
        if few or many:
            word = "zu wenig" if few else "mehr als nötig"
            source = "gleich verteilt wären" if demand.even else "die Verordnung nennt"
            text = f"„{titles[one.position_id]}“: geplant sind etwa {span(one.planned, one.planned)}, {source} {span(one.low, one.high)} ({word})."
            kind = "few" if few else "many"
            found.append(Remark(kind, "warning" if few else "info", text, None, one.position_id))
    return found


def _outside_period(demand: Demand, calendar: Calendar, entries: Sequence[Entry]) -> list[Remark]:
    needed = demand.needs_by_position()
    found = []
    for one in entries:
        needs = needed.get(one.position_id, [])
        spans = [calendar.span(need.start, need.end) for need in needs]
        first, last = calendar.at(one.first_week), calendar.at(one.last_week)
        if not needs or any(a - _EDGE <= first and last < b + _EDGE for a, b in _joined(spans)):
            continue
        labels = " und ".join(dict.fromkeys(need.label for need in needs if need.label))
        text = (
            f"„{name_of(one)}“ liegt außerhalb des Zeitraums der Verordnung ({labels or 'ganze Ausbildung'})."
        )
        found.append(Remark("period", "warning", text, one.id, one.position_id))
    return found


def _joined(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for first, after in sorted(spans):
        if found and first <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], after)
        else:
            found.append((first, after))
    return found


def _away(calendar: Calendar, entries: Sequence[Entry]) -> list[Remark]:
    found = []
    for one in entries:
        weeks = calendar.between(one.first_week, one.last_week)
        if weeks and not any(week.days for week in weeks):
            why = " und ".join(dict.fromkeys(week.away for week in weeks))
            text = f"„{name_of(one)}“ liegt nur in Wochen ohne einen Tag im Betrieb ({why})."
            found.append(Remark("away", "warning", text, one.id, one.position_id))
    return found


def _overlaps(entries: Sequence[Entry]) -> list[Remark]:
    found = []
    ordered = sorted(entries, key=lambda one: (one.first_week, one.last_week))
    for at, one in enumerate(ordered):
        for other in ordered[at + 1 :]:
            if other.first_week > one.last_week:
                break
            last = min(one.last_week, other.last_week)
            text = (
                f"„{name_of(one)}“ und „{name_of(other)}“ laufen zugleich ({weeks_label(other.first_week, last)})."
                " Das ist erlaubt; die Zeit zählt für jede zur Hälfte."
            )
            found.append(Remark("overlap", "info", text, other.id, other.position_id))
    return found


def weeks_label(first: date, last: date) -> str:
    """Returns "KW 12" or "KW 12–14/2026": weeks with the year in which they end."""
    one, other = first.isocalendar(), last.isocalendar()
    if (one.year, one.week) == (other.year, other.week):
        return f"KW {one.week}/{one.year}"
    if one.year == other.year:
        return f"KW {one.week}–{other.week}/{other.year}"
    return f"KW {one.week}/{one.year}–{other.week}/{other.year}"


def spans_label(weeks: Sequence[date]) -> str:
    """Returns "KW 36–40/2026, KW 3/2027": weeks in a row together, in order."""
    found: list[tuple[date, date]] = []
    for monday in sorted(weeks):
        if found and (monday - found[-1][1]).days == _DAYS:
            found[-1] = found[-1][0], monday
        else:
            found.append((monday, monday))
    return ", ".join(weeks_label(first, last) for first, last in found)


def _departments(
    entries: Sequence[Entry],
    places: Mapping[UUID, Place],
    others: Mapping[UUID, Sequence[Entry]],
    since: date,
) -> list[Remark]:
    taken: defaultdict[UUID, Counter[date]] = defaultdict(Counter)
    for of_room in others.values():
        for place_id in places:
            here = (one for one in of_room if one.department_id == place_id)
            taken[place_id].update({w for one in here for w in mondays(one.first_week, one.last_week)})
    return [
        remark
        for one in entries
        if one.department_id and (place := places.get(one.department_id))
        for remark in _at(one, place, taken[place.id], since)
    ]


def _at(entry: Entry, place: Place, taken: Counter[date], since: date) -> list[Remark]:
    """Returns what speaks against that department: full, closed, or not teaching it."""
    weeks = mondays(max(entry.first_week, since), entry.last_week)
    found = []
    full = [week for week in weeks if place.described and taken[week] >= place.capacity]
    if full:
        most = max(taken[week] for week in full)
        text = (
            f"{place.name} ist voll ({spans_label(full)}): {place.capacity}"
            f" {'Platz' if place.capacity == 1 else 'Plätze'}, mit „{name_of(entry)}“ wären es {most + 1} Auszubildende."
        )
        found.append(Remark("full", "warning", text, entry.id, entry.position_id))
    if closed := [week for week in weeks if place.is_closed(week)]:
        text = f"{place.name} nimmt niemanden auf ({spans_label(closed)}): „{name_of(entry)}“."
        found.append(Remark("closed", "warning", text, entry.id, entry.position_id))
    if place.positions and entry.position_id not in place.positions:
        text = f"{place.name} bildet „{name_of(entry)}“ nach Ihrer Liste nicht aus."
        found.append(Remark("teaches", "info", text, entry.id, entry.position_id))
    return found
