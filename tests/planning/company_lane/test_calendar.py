"""The weeks of a contract: what takes days from the firm, years of training, months of the regulation."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from zweiklang.planning.company_lane.calendar import Calendar, calendar, ratio_of
from zweiklang.planning.company_lane.shapes import Leave
from zweiklang.schedule.public import CalendarDay, PlannedCourse

FIRST, LAST = date(2025, 8, 1), date(2028, 7, 31)


def of(*days: CalendarDay, leave: tuple[Leave, ...] = (), months: float = 36) -> Calendar:
    return calendar(FIRST, LAST, days, leave=leave, months=months)


def week(found: Calendar, monday: date) -> tuple[int, str]:
    one = found.weeks[found.at(monday)]
    assert one.monday == monday
    return one.days, one.away


def test_school_course_leave_and_holidays_take_days_and_name_themselves() -> None:
    monday = date(2025, 9, 1)
    days = [monday + timedelta(days=n) for n in range(35)]
    course = PlannedCourse(uuid4(), "CNC", "BTZ", days[14], days[18])
    found = of(
        *(CalendarDay(day, school=True) for day in days[:2]),
        *(CalendarDay(day, school=True) for day in days[7:12]),
        *(CalendarDay(day, school=False, courses=(course,)) for day in days[14:19]),
        *(CalendarDay(day, school=False, holiday="Feiertag") for day in days[28:33]),
        leave=(Leave(uuid4(), uuid4(), days[21], days[25]),),
    )
    mondays = [monday + timedelta(weeks=n) for n in range(5)]
    assert [week(found, one) for one in mondays] == [
        (3, ""),
        (0, "Schule"),
        (0, "ÜLU"),
        (0, "Urlaub"),
        (0, "frei"),
    ]


def test_leave_on_a_school_day_stays_a_school_day() -> None:
    day = date(2025, 9, 1)
    found = of(CalendarDay(day, school=True), leave=(Leave(uuid4(), uuid4(), day, day),))
    one = found.weeks[found.at(day)]
    assert (one.school, one.leave, one.days) == (1, 0, 4)


def test_a_contract_from_the_first_of_august_has_three_years_and_its_first_week_one_day() -> None:
    found = of()
    assert found.years == 3
    assert (found.first, found.weeks[0].days) == (date(2025, 7, 28), 1)
    assert sum(len(found.weeks_of_year(year)) for year in (1, 2, 3)) == len(found.weeks)
    assert found.weeks_of_year(2)[0].monday.month in (7, 8)


@pytest.mark.parametrize(
    ("last", "months", "ratio"),
    [
        (LAST, 36, 1.0),
        (LAST + timedelta(days=20), 36, 1.0),
        (date(2028, 1, 31), 36, pytest.approx(30 / 36, abs=0.01)),
        (date(2029, 1, 31), 36, pytest.approx(42 / 36, abs=0.01)),
    ],
)
def test_a_contract_is_in_proportion_to_its_regulation(last: date, months: float, ratio: float) -> None:
    assert ratio_of(FIRST, last, months) == ratio


def test_months_of_the_regulation_are_weeks_of_the_contract() -> None:
    found = of()
    first, after = found.span(0, 18)
    assert first == 0
    assert found.weeks[after].monday in (date(2027, 1, 25), date(2027, 2, 1))
    assert found.span(18, 36) == (after, len(found.weeks))
