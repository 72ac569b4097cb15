"""The calendar of Hesse: public holidays (library `holidays`) and school holidays (facts below).

School holidays: Hessisches Ministerium für Kultus, Bildung und Chancen, Ferienordnung; first and last day inclusive, Saturdays
and Sundays around them are free anyway. Checked against three published sources where they agree.
"""

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files

import holidays


@dataclass(frozen=True, slots=True)
class SchoolHoliday:
    """School holidays with first and last day (both free)."""

    name: str
    first_day: date
    last_day: date


@cache
def school_holidays() -> tuple[SchoolHoliday, ...]:
    """Returns all known school holidays of Hesse in order."""
    data = tomllib.loads(
        (files("zweiklang.kernel") / "school_holidays_hesse.toml").read_text(encoding="utf-8")
    )
    return tuple(SchoolHoliday(h["name"], h["first_day"], h["last_day"]) for h in data["holiday"])


@cache
def _holidays_of(year: int) -> dict[date, str]:
    """Returns the public holidays of a year. Kept by year: building them anew for each day took a second for a firm's plans."""
    return dict(holidays.country_holidays("DE", subdiv="HE", years=year, language="de"))


@cache
def public_holiday(value: date) -> str:
    """Returns the German name of the public holiday in Hesse on that day, or ""."""
    return _holidays_of(value.year).get(value, "")


@cache
def school_holiday(value: date) -> str:
    """Returns the name of the school holidays that day lies in, or ""."""
    return next((h.name for h in school_holidays() if h.first_day <= value <= h.last_day), "")


def monday_of(value: date) -> date:
    """Returns the Monday of that day's ISO week."""
    return value - timedelta(days=value.weekday())


def working_days(monday: date) -> list[date]:
    """Returns Monday to Friday of that week without public holidays."""
    return [d for d in (monday + timedelta(days=i) for i in range(5)) if not public_holiday(d)]


def school_year(value: date) -> int:
    """Returns the year in which the school year of that day began (1 August; § 57 HSchG)."""
    return value.year if value.month >= 8 else value.year - 1
