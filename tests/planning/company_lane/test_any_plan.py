"""Whatever a regulation asks and whenever there is school: nobody is planned away from the firm, nothing with time is forgotten."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.planning.company_lane.test_spreading import asked, rows, section
from tests.planning.company_lane.weeks import FIRST
from zweiklang.curricula.public import Standing
from zweiklang.planning.company_lane.calendar import DAYS_PER_MONTH, Calendar, calendar
from zweiklang.planning.company_lane.demand import Demand
from zweiklang.planning.company_lane.spreading import spread
from zweiklang.schedule.public import CalendarDay

PERIODS = ["1. Ausbildungsjahr", "2. Ausbildungsjahr", "3. Ausbildungsjahr"]
TIMES = st.sampled_from(["", "", "1", "2", "4", "8", "12", "26", "4-6", "60"])


@st.composite
def demands(draw: st.DrawFn) -> Demand:
    part = section(periods=PERIODS)
    count = draw(st.integers(1, 25))
    lines = [(str(n), [draw(TIMES) for _ in PERIODS]) for n in range(count)]
    return asked((part, Standing.HOLDS, rows(part, *lines)))


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    """Contracts of 18 to 42 months with any blocks, fixed days and a start on any weekday."""
    first = FIRST + timedelta(days=draw(st.integers(0, 6)))
    last = first + timedelta(days=round(draw(st.integers(18, 42)) * DAYS_PER_MONTH) - 1)
    blocks = draw(st.sets(st.integers(0, 180), max_size=60))
    weekdays = draw(st.sets(st.integers(0, 4), max_size=3))

    def school(day: date) -> bool:
        return day.weekday() in weekdays or ((day - first).days // 7 in blocks and day.weekday() < 5)

    days = [
        CalendarDay(day, school(day))
        for n in range((last - first).days + 1)
        if (day := first + timedelta(days=n))
    ]
    return calendar(first, last, days, months=36)


@given(demands(), calendars())
def test_any_plan_places_everything_with_time_on_days_at_the_firm(wanted: Demand, weeks: Calendar) -> None:
    made = spread(wanted, weeks)
    assert {one.position_id for one in made.entries} == {
        need.position_id for need in wanted.needs if need.weeks
    }
    for one in made.entries:
        assert weeks.first <= one.first_week <= one.last_week <= weeks.last
        ends = (weeks.at(one.first_week), weeks.at(one.last_week))
        assert all(weeks.weeks[at].days for at in ends)


@given(demands(), calendars())
def test_the_same_demand_and_calendar_always_give_the_same_plan(wanted: Demand, weeks: Calendar) -> None:
    assert spread(wanted, weeks) == spread(wanted, weeks)
