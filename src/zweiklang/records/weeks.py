"""ISO weeks in addresses ("2026-W12") and in a contract's term."""

import re
from datetime import date, timedelta
from uuid import UUID

from zweiklang.kernel.hesse import monday_of
from zweiklang.rooms.public import room_url

_WEEK = re.compile(r"(\d{4})-W(\d{2})")


class WeekConverter:
    """URL converter: "2026-W12" is the Monday of that ISO week of this century; other texts do not match (404)."""

    regex = r"20\d{2}-W\d{2}"

    def to_python(self, value: str) -> date:
        """Returns the Monday; raises ValueError (404) for a week that does not exist."""
        return parse_week(value)

    def to_url(self, value: date) -> str:
        """Returns the week of any day as "2026-W12"."""
        return week_slug(value)


def parse_week(value: str) -> date:
    """Returns the Monday of "2026-W12"; raises ValueError for anything else."""
    match = _WEEK.fullmatch(value)
    if not match:
        raise ValueError(value)
    return date.fromisocalendar(int(match[1]), int(match[2]), 1)


def week_slug(day: date) -> str:
    """Returns "2026-W12" for any day of that week."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def week_url(room_id: UUID, monday: date) -> str:
    """Returns the address of a week's page; those of its parts begin with it."""
    return f"{room_url('records:weeks', room_id)}{week_slug(monday)}/"


def mondays(first: date, last: date) -> list[date]:
    """Returns the Mondays of all weeks that share a day with [first, last], oldest first."""
    monday, result = monday_of(first), []
    while monday <= last:
        result.append(monday)
        monday += timedelta(days=7)
    return result


def training_year(first_day: date, monday: date) -> int:
    """Returns 1, 2, 3 …: the year of training in which the week's Friday lies."""
    friday = monday + timedelta(days=4)
    years = friday.year - first_day.year - ((friday.month, friday.day) < (first_day.month, first_day.day))
    return max(1, years + 1)
