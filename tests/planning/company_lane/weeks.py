"""Contracts as calendars, for tests without a database."""

from datetime import date, timedelta

from zweiklang.planning.company_lane.calendar import DAYS_PER_MONTH, Calendar, calendar
from zweiklang.planning.company_lane.shapes import Leave
from zweiklang.schedule.public import CalendarDay

FIRST = date(2026, 8, 3)


def contract_of_months(
    months: float,
    *,
    regulation: float | None = None,
    school_blocks: bool = False,
    leave: tuple[Leave, ...] = (),
) -> Calendar:
    """Returns a contract of that length from a Monday on; with blocks every fourth week is school."""
    last = FIRST + timedelta(days=round(months * DAYS_PER_MONTH) - 1)
    days = []
    for number in range((last - FIRST).days + 1):
        day = FIRST + timedelta(days=number)
        school = school_blocks and number // 7 % 4 == 3 and day.weekday() < 5
        days.append(CalendarDay(day, school))
    return calendar(FIRST, last, days, leave=leave, months=regulation or months)
