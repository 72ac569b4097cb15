"""The weeks of a school year as columns of the lane. Pure: no reading, no writing."""

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date, timedelta
from itertools import groupby

from zweiklang.kernel.hesse import monday_of
from zweiklang.planning.school_lane.shapes import Lane, LaneWeek
from zweiklang.schedule.public import CalendarDay

_FRIDAY = 5
_WEEK = timedelta(days=7)


def year_days(school_year: int) -> tuple[date, date]:
    """Returns first and last day of the school year that begins in that year (§ 57 HSchG)."""
    return date(school_year, 8, 1), date(school_year + 1, 7, 31)


def lane_of(days: Iterable[CalendarDay], *, keep: Collection[date] = ()) -> Lane:
    """Returns the weeks these days of one class make, from the first to the last that is not holiday throughout.

    Weeks of `keep` (Mondays) are among them in any case.
    """
    weeks, known = [], False
    for monday, group in groupby(days, key=lambda day: monday_of(day.day)):
        of_week = list(group)
        known = known or of_week[0].known
        if any(day.day.isoweekday() <= _FRIDAY for day in of_week):
            weeks.append(_week(monday, of_week))
    return Lane(tuple(_without_ends(weeks, keep)), known)


def _week(monday: date, days: list[CalendarDay]) -> LaneWeek:
    working = [day for day in days if day.day.isoweekday() <= _FRIDAY]
    possible = [day for day in working if not day.free]
    school = sum(day.school for day in days) if days[0].known else len(possible)
    reasons = Counter(day.why for day in working if day.free and day.why)
    holiday = reasons.most_common(1)[0][0] if reasons and not possible else ""
    return LaneWeek(monday, school, holiday)


def _without_ends(weeks: list[LaneWeek], keep: Collection[date]) -> list[LaneWeek]:
    used = [n for n, week in enumerate(weeks) if week.days or not week.holiday or week.monday in keep]
    return weeks[used[0] : used[-1] + 1] if used else weeks


def mondays(first: date, last: date) -> list[date]:
    """Returns the Mondays from one to another, both included."""
    return [first + n * _WEEK for n in range((last - first).days // 7 + 1)]
