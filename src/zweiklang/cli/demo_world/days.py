"""Where an apprentice is on each day: company, school, holiday, leave or sick."""

from datetime import date, timedelta
from random import Random

from zweiklang.cli.demo_world.rhythm import TWO_DAYS, Rhythm
from zweiklang.kernel.hesse import monday_of, public_holiday, school_holiday, school_year

LEAVE_DAYS = 28


def places(first_day: date, last_day: date, chance: Random, rhythm: Rhythm = TWO_DAYS) -> dict[date, str]:
    """Returns the place of every Monday to Friday from `first_day` to `last_day`, both included."""
    days = [first_day + timedelta(days=n) for n in range((last_day - first_day).days + 1)]
    days = [day for day in days if day.weekday() < 5]
    found = {day: _usual(day, rhythm) for day in days}
    _take_leave(found, chance)
    for _ in range(round(len(days) / 45)):
        start = chance.randrange(len(days))
        for day in days[start : start + chance.randint(1, 3)]:
            if found[day] in ("company", "school"):
                found[day] = "sick"
    return found


def lesson_numbers(first_day: date, last_day: date, rhythm: Rhythm = TWO_DAYS) -> dict[date, int]:
    """Returns the running number of every school day within its school year: all of a class have the same lesson that day."""
    numbers: dict[date, int] = {}
    counters: dict[int, int] = {}
    day = date(school_year(first_day), 8, 1)
    while day <= last_day:
        if _usual(day, rhythm) == "school":
            year = school_year(day)
            numbers[day] = counters.get(year, 0)
            counters[year] = numbers[day] + 1
        day += timedelta(days=1)
    return numbers


def _usual(day: date, rhythm: Rhythm) -> str:
    if public_holiday(day):
        return "holiday"
    return "school" if rhythm.at_school(day) and not school_holiday(day) else "company"


def _take_leave(found: dict[date, str], chance: Random) -> None:
    """Whole weeks in school holidays, as far as the year's leave goes (school days cannot be taken off)."""
    left: dict[int, int] = {}
    mondays = sorted({monday_of(day) for day in found if school_holiday(day)})
    chance.shuffle(mondays)
    for monday in mondays:
        week = [monday + timedelta(days=n) for n in range(5)]
        taken = [day for day in week if found.get(day) == "company"]
        year = monday.year
        if taken and left.setdefault(year, LEAVE_DAYS) >= len(taken) and chance.random() < 0.6:
            left[year] -= len(taken)
            found.update(dict.fromkeys(taken, "leave"))
