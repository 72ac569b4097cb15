"""Moving along the calendar: which days a page shows, and the links to the days before, after and around. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from urllib.parse import parse_qsl, urlencode

from zweiklang.kernel import formats
from zweiklang.kernel.hesse import monday_of, school_year

WEEK = timedelta(days=7)
DAY = timedelta(days=1)
SPANS = (("tag", "Tag"), ("woche", "Woche"), ("jahr", "Jahr"))


@dataclass(frozen=True, slots=True)
class Toolbar:
    """The head of a calendar page. `spans`: label, address and whether it is shown of day, week, year; `before`, `after`: label and address.

    `here` and `kept` are for the form that jumps to any day: its address, and what it sends along.
    """

    title: str
    day: date
    before: tuple[str, str]
    after: tuple[str, str]
    now: str
    is_now: bool
    spans: tuple[tuple[str, str, bool], ...]
    here: str
    kept: tuple[tuple[str, str], ...]


def from_to(starts: time | None, ends: time | None) -> str:
    """Returns "8:00–9:30", "ab 8:00", "bis 9:30" or ""."""
    if starts and ends:
        return f"{clock(starts)}–{clock(ends)}"
    return f"ab {clock(starts)}" if starts else f"bis {clock(ends)}" if ends else ""


def clock(value: time) -> str:
    """Returns "8:05"."""
    return f"{value.hour}:{value.minute:02d}"


def week_of(day: date) -> list[date]:
    """Returns Monday to Sunday of that day's week."""
    monday = monday_of(day)
    return [monday + step * DAY for step in range(7)]


def year_of(day: date) -> tuple[date, date]:
    """Returns first and last day of that day's school year (§ 57 HSchG)."""
    begins = school_year(day)
    return date(begins, 8, 1), date(begins + 1, 7, 31)


def toolbar(
    shown: str, *, day: date, today: date, addresses: Mapping[str, str], kept: Mapping[str, str] | None = None
) -> Toolbar:
    """Returns the head of a page that shows a day, a week or a school year; `addresses` are those of all three, by span.

    `kept` are further values of the address (a filter) that stay.
    """
    here, before, after = addresses[shown], *_neighbours(shown, day)
    path, _, query = here.partition("?")
    return Toolbar(
        title=_title(shown, day),
        day=day,
        before=(_title(shown, before), dated(here, before, kept)),
        after=(_title(shown, after), dated(here, after, kept)),
        now=dated(here, today, kept),
        is_now=_title(shown, day) == _title(shown, today) and _same(shown, day, today),
        spans=tuple(
            (label, dated(addresses[span], day, kept), span == shown)
            for span, label in SPANS
            if span in addresses
        ),
        here=path,
        kept=(*parse_qsl(query), *_filled(kept).items()),
    )


def dated(address: str, day: date, kept: Mapping[str, str] | None = None) -> str:
    """Returns the address at that day, with the values that stay."""
    joint = "&" if "?" in address else "?"
    return f"{address}{joint}{urlencode({**_filled(kept), 'tag': day.isoformat()})}"


def _filled(kept: Mapping[str, str] | None) -> dict[str, str]:
    return {name: value for name, value in (kept or {}).items() if value}


def _same(shown: str, day: date, other: date) -> bool:
    return shown != "tag" or day == other


def _neighbours(shown: str, day: date) -> tuple[date, date]:
    if shown == "jahr":
        first, last = year_of(day)
        return first - DAY, last + DAY
    if shown == "woche":
        return monday_of(day) - WEEK, monday_of(day) + WEEK
    return _working(day, -1), _working(day, 1)


def _working(day: date, step: int) -> date:
    """Returns the next Monday to Friday in that direction."""
    day += step * DAY
    while day.weekday() > 4:
        day += step * DAY
    return day


def _title(shown: str, day: date) -> str:
    if shown == "jahr":
        begins = school_year(day)
        return f"Schuljahr {begins}/{(begins + 1) % 100:02d}"
    if shown == "woche":
        return f"{formats.week(monday_of(day))} {monday_of(day).year}"
    return f"{formats.day(day)} {day.year}"
