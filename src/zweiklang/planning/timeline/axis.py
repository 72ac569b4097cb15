"""The axis of a time line: the weeks of a school year, what each is for school and firm, and the months above them. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from zweiklang.kernel import formats
from zweiklang.kernel.hesse import monday_of
from zweiklang.planning.company_lane.shapes import Leave
from zweiklang.schedule.public import CalendarDay

WEEK = timedelta(days=7)
SHORT_MONTHS = ("Jan", "Feb", "Mär", "Apr", "Mai", "Jun", "Jul", "Aug", "Sep", "Okt", "Nov", "Dez")
# A week with school on at least so many days is a block week: hardly anybody is at the firm.
BLOCK_DAYS = 4


@dataclass(frozen=True, slots=True)
class Week:
    """A week: how many school days it has and which (Monday is 0), whose holidays take it, which course lies in it, whether it is leave."""

    monday: date
    school: tuple[int, ...] = ()
    free: str = ""
    course: str = ""
    leave: bool = False

    @property
    def number(self) -> int:
        """Returns the calendar week's number."""
        return self.monday.isocalendar().week

    @property
    def label(self) -> str:
        """Returns "KW 45 · 2.–8. November"."""
        return formats.week(self.monday)

    @property
    def days(self) -> int:
        """Returns how many school days it has."""
        return len(self.school)

    @property
    def block(self) -> bool:
        """Returns whether it is a block week."""
        return self.days >= BLOCK_DAYS

    @property
    def school_words(self) -> str:
        """Returns "Blockwoche", "Schule Mo und Mi" or ""; where there is none: the holidays."""
        if self.block:
            return "Blockwoche"
        if self.school:
            *others, last = (formats.WEEKDAYS[day] for day in self.school)
            return f"Schule {', '.join(others)} und {last}" if others else f"Schule {last}"
        return self.free


@dataclass(frozen=True, slots=True)
class Stretch:
    """Weeks in a row from the `first`th (0 is the axis's first), with a label."""

    first: int
    count: int
    label: str


@dataclass(frozen=True, slots=True)
class Axis:
    """The weeks of a school year in order, and where today is among them (None: in another year)."""

    year: int
    weeks: tuple[Week, ...]
    today: date

    @property
    def title(self) -> str:
        """Returns "2026/27"."""
        return f"{self.year}/{(self.year + 1) % 100:02d}"

    @property
    def first(self) -> date:
        """Returns its first Monday."""
        return self.weeks[0].monday

    @property
    def last(self) -> date:
        """Returns its last Monday."""
        return self.weeks[-1].monday

    @property
    def now(self) -> float | None:
        """Returns where today is, in weeks from the beginning; None outside."""
        at = (self.today - self.first).days / 7
        return at if 0 <= at < len(self.weeks) else None

    @property
    def months(self) -> tuple[Stretch, ...]:
        """Returns the months, each from the week in which its first Monday lies."""
        return _stretches(week.monday.strftime("%Y-%m") for week in self.weeks)

    @property
    def breaks(self) -> tuple[Stretch, ...]:
        """Returns the weeks that holidays take whole, by the name of the holidays."""
        return tuple(one for one in _named(week.free for week in self.weeks) if one.label)

    def holds(self, first: date, last: date) -> bool:
        """Returns whether a span of weeks touches it."""
        return first <= self.last and last >= self.first

    def clipped(self, first: date, last: date) -> tuple[int, int]:
        """Returns of a span that touches it which weeks to draw: the first and the last, both included."""
        begin = max(0, (first - self.first).days // 7)
        return begin, min(len(self.weeks) - 1, (last - self.first).days // 7)


def _stretches(keys: Iterable[str]) -> tuple[Stretch, ...]:
    return tuple(
        Stretch(one.first, one.count, f"{SHORT_MONTHS[int(one.label[5:]) - 1]} {one.label[:4]}")
        for one in _named(keys)
    )


def _named(labels: Iterable[str]) -> list[Stretch]:
    found, at = [], 0
    for label, same in groupby(labels):
        count = len(list(same))
        found.append(Stretch(at, count, label))
        at += count
    return found


def year_weeks(year: int) -> tuple[date, date]:
    """Returns first and last Monday of the weeks that touch a school year (1 August to 31 July, § 57 HSchG)."""
    return monday_of(date(year, 8, 1)), monday_of(date(year + 1, 7, 31))


def weeks_of(days: Sequence[CalendarDay], leave: Iterable[Leave] = ()) -> tuple[Week, ...]:
    """Returns the weeks of these days (whole weeks, from a Monday on)."""
    away = list(leave)
    return tuple(_week(days[at : at + 5], away) for at in range(0, len(days), 7))


def _week(days: Sequence[CalendarDay], leave: Sequence[Leave]) -> Week:
    monday, friday = days[0].day, days[-1].day
    free = [day.why for day in days if day.free and not day.school and not day.holiday]
    school = tuple(at for at, day in enumerate(days) if day.school)
    course = next((course.title for day in days for course in day.courses), "")
    # Public holidays beside the school holidays of the same week do not make it another week.
    taken = not school and len(free) + sum(bool(day.holiday) for day in days) == len(days)
    return Week(
        monday,
        school,
        free[0] if taken and free else "",
        course,
        any(one.first_day <= friday and one.last_day >= monday for one in leave),
    )
