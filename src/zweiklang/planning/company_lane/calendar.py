"""The weeks of a contract: how many days of each the apprentice is at the firm, and what else there is. Pure but for `calendars_of`."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil
from uuid import UUID

from zweiklang.kernel.hesse import monday_of
from zweiklang.planning.company_lane.shapes import Leave, mondays
from zweiklang.schedule.public import CalendarDay, contract_days

WORKING_DAYS = 5
DAYS_PER_MONTH = 365.25 / 12
WEEKS_PER_MONTH = 52 / 12
_FEW_DAYS = 0.03  # of a year
_SLACK = 1.0  # months by which a contract may differ from its regulation before its periods are stretched or shortened


@dataclass(frozen=True, slots=True)
class Week:
    """One week: `days` at the firm (0 to 5), and how many of its working days are taken by what."""

    monday: date
    days: int
    school: int = 0
    course: int = 0
    leave: int = 0
    holiday: int = 0
    out: int = 0
    """Before the contract begins or after it ends."""

    @property
    def away(self) -> str:
        """Returns in a word what takes the whole week, empty while at least one day is left."""
        if self.days:
            return ""
        taken = {
            "Schule": self.school,
            "ÜLU": self.course,
            "Urlaub": self.leave,
            "frei": self.holiday,
            "kein Vertrag": self.out,
        }
        return max(taken, key=lambda word: taken[word])


@dataclass(frozen=True, slots=True)
class Calendar:
    """All weeks of a contract, in order. `ratio`: its length against the regulation's, 1 while they hardly differ."""

    first_day: date
    last_day: date
    weeks: tuple[Week, ...]
    ratio: float = 1.0

    @property
    def first(self) -> date:
        """Returns the Monday of the first week."""
        return self.weeks[0].monday

    @property
    def last(self) -> date:
        """Returns the Monday of the last week."""
        return self.weeks[-1].monday

    def at(self, monday: date) -> int:
        """Returns the number of that week; weeks outside are the first or the last."""
        return min(max((monday - self.first).days // 7, 0), len(self.weeks) - 1)

    def between(self, first: date, last: date) -> Sequence[Week]:
        """Returns the weeks of the contract from one Monday to another."""
        if last < self.first or first > self.last:
            return ()
        return self.weeks[self.at(first) : self.at(last) + 1]

    def span(self, start: float, end: float) -> tuple[int, int]:
        """Returns the numbers of the first week and of the one after the last, for months of the regulation.

        Weeks that a contract only begins or ends in belong to its first and last months.
        """
        number = len(self.weeks)
        first = min(self._index(start * self.ratio), number - 1) if start > 0 else 0
        after = self._index(end * self.ratio)
        return first, number if after >= number - 1 else max(first + 1, after)

    def _index(self, months: float) -> int:
        day = self.first_day + timedelta(days=round(months * DAYS_PER_MONTH))
        return round((day - self.first).days / 7)

    def days_in(self, first: int, after: int) -> int:
        """Returns the days at the firm from one week to before another."""
        return sum(week.days for week in self.weeks[first:after])

    def per_week(self, start: float, end: float) -> float:
        """Returns the days at the firm of an average week of these months: so many a week of the regulation stands for."""
        weeks = (end - start) * WEEKS_PER_MONTH * self.ratio
        return self.days_in(*self.span(start, end)) / max(weeks, 1.0)

    def year_of(self, monday: date) -> int:
        """Returns the year of training in which most of a week lies: 1, 2, …; the last one for weeks after the end."""
        days = max((monday + timedelta(days=3) - self.first_day).days, 0)
        return min(int(days / 365.25) + 1, self.years)

    @property
    def years(self) -> int:
        """Returns how many years of training there are, half ones included; some days more do not make another."""
        return max(1, ceil(((self.last_day - self.first_day).days + 1) / 365.25 - _FEW_DAYS))

    def weeks_of_year(self, year: int) -> Sequence[Week]:
        """Returns the weeks of a year of training."""
        return [week for week in self.weeks if self.year_of(week.monday) == year]


def ratio_of(first_day: date, last_day: date, months: float) -> float:
    """Returns how long the contract is against the regulation's months (§ 8 BBiG shortens and extends); 1 up to a month of difference."""
    own = ((last_day - first_day).days + 1) / DAYS_PER_MONTH
    return 1.0 if abs(own - months) <= _SLACK else own / months


def calendar(
    first_day: date,
    last_day: date,
    days: Iterable[CalendarDay],
    *,
    leave: Iterable[Leave] = (),
    months: float | None = None,
) -> Calendar:
    """Returns the weeks of a contract: `days` are those of `contract_days`, `months` the duration in its regulation."""
    known = {one.day: one for one in days}
    away = [(one.first_day, one.last_day) for one in leave]
    starts = mondays(monday_of(first_day), monday_of(last_day))
    weeks = tuple(_week(monday, known, away, (first_day, last_day)) for monday in starts)
    ratio = 1.0 if months is None else ratio_of(first_day, last_day, months)
    return Calendar(first_day, last_day, weeks, ratio)


def _week(
    monday: date,
    known: Mapping[date, CalendarDay],
    leave: Sequence[tuple[date, date]],
    contract: tuple[date, date],
) -> Week:
    counted: defaultdict[str, int] = defaultdict(int)
    for number in range(WORKING_DAYS):
        day = monday + timedelta(days=number)
        counted[_taken_by(day, known.get(day), leave, contract)] += 1
    free = counted.pop("", 0)
    return Week(monday, free, **counted)


def _taken_by(
    day: date, known: CalendarDay | None, leave: Sequence[tuple[date, date]], contract: tuple[date, date]
) -> str:
    if not contract[0] <= day <= contract[1]:
        return "out"
    if known and known.holiday:
        return "holiday"
    if known and known.school:
        return "school"
    if any(first <= day <= last for first, last in leave):
        return "leave"
    return "course" if known and known.courses else ""


def calendars_of(
    contracts: Collection[tuple[UUID, date, date]],
    *,
    leave: Mapping[UUID, Sequence[Leave]],
    months: Mapping[UUID, float],
) -> dict[UUID, Calendar]:
    """Returns the calendars of these contracts (room, first and last day). Two queries, whatever their number."""
    if not contracts:
        return {}
    first, last = min(one[1] for one in contracts), max(one[2] for one in contracts)
    days = contract_days([one[0] for one in contracts], first, last)
    return {
        room_id: calendar(
            begins, ends, days[room_id], leave=leave.get(room_id, ()), months=months.get(room_id)
        )
        for room_id, begins, ends in contracts
    }
