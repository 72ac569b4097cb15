"""The school year as weeks in which blocks are painted."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from itertools import groupby

from zweiklang.kernel import formats
from zweiklang.kernel.hesse import monday_of, public_holiday, school_holiday
from zweiklang.schedule.planning.shapes import Days, Month, Week
from zweiklang.schedule.planning.spans import WEEK, year_days

WORKING = 5


def free_reason(day: date, free_days: Mapping[date, str]) -> str:
    """Returns why that day is no school day, or ""."""
    return public_holiday(day) or school_holiday(day) or free_days.get(day, "")


def months(
    school_year: int,
    *,
    chosen: Collection[date],
    fixed: Mapping[date, str],
    free_days: Mapping[date, str],
) -> list[Month]:
    """Returns the weeks of the school year by month, with what holds of each."""
    first, last = year_days(school_year)
    weeks = [_week(monday, (first, last), chosen, fixed, free_days) for monday in _mondays(first, last)]
    return [
        Month(formats.month(begin), formats.MONTHS[begin.month - 1][:3], tuple(of_month))
        for begin, of_month in groupby(weeks, key=lambda week: max(week.monday, first).replace(day=1))
    ]


def _mondays(first: date, last: date) -> Iterable[date]:
    monday = monday_of(first) if first.weekday() < WORKING else monday_of(first) + WEEK
    while monday <= last:
        yield monday
        monday += WEEK


def _week(
    monday: date,
    within: Days,
    chosen: Collection[date],
    fixed: Mapping[date, str],
    free_days: Mapping[date, str],
) -> Week:
    days = [day for n in range(WORKING) if within[0] <= (day := monday + timedelta(days=n)) <= within[1]]
    free = {day: reason for day in days if (reason := free_reason(day, free_days))}
    whole = len(free) == len(days)
    friday = monday + timedelta(days=WORKING - 1)
    return Week(
        monday=monday,
        number=f"KW {monday.isocalendar().week}",
        days=f"{monday.day}.{'' if monday.month == friday.month else f'{monday.month}.'}–{friday.day}.{friday.month}.",
        school_days=len(days) - len(free),
        holiday=Counter(free.values()).most_common(1)[0][0] if whole else "",
        chosen=monday in chosen and not whole,
        fixed=fixed.get(monday, ""),
    )
