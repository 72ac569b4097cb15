"""The plan as a picture: bars over weeks, drawn as SVG by the template. Numbers here, no markup. Lengths are units of the view box."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from uuid import UUID

from zweiklang.kernel import formats
from zweiklang.planning.company_lane.calendar import Calendar, Week
from zweiklang.planning.company_lane.checking import cut, weeks_label
from zweiklang.planning.company_lane.shapes import Entry

WIDTH, LEFT, TOP, ROW = 1200, 330, 46, 30
_LETTER = 6.6
_MONTH = 34  # the narrowest place for a month's name
_SHORT_MONTHS = ("Jan", "Feb", "Mär", "Apr", "Mai", "Jun", "Jul", "Aug", "Sep", "Okt", "Nov", "Dez")
LOOKS = 8


@dataclass(frozen=True, slots=True)
class Mark:
    """A word above the weeks."""

    x: float
    text: str


@dataclass(frozen=True, slots=True)
class Band:
    """Weeks without a day at the firm, from top to bottom. `text` is empty where it is too narrow for words."""

    x: float
    width: float
    look: str
    text: str
    title: str


@dataclass(frozen=True, slots=True)
class Line:
    """A row's words at the left; a heading says which section follows."""

    y: float
    text: str
    title: str
    heading: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """One entry. `look`: number of its department, 0 for none."""

    entry_id: UUID
    x: float
    y: float
    width: float
    look: int
    text: str
    title: str
    locked: bool
    partner: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything to draw."""

    width: float
    height: float
    left: float
    top: float
    months: tuple[Mark, ...]
    bands: tuple[Band, ...]
    lines: tuple[Line, ...]
    bars: tuple[Bar, ...]
    today: float | None

    @property
    def legend(self) -> list[tuple[str, str]]:
        """Returns look and name of the kinds of bands that are drawn."""
        looks = {band.look for band in self.bands}
        return [(look, name) for look, name in LEGEND if look in looks]


def picture(
    calendar: Calendar,
    weeks: Sequence[Week],
    entries: Sequence[Entry],
    looks: dict[UUID, int],
    *,
    today: date,
) -> Picture:
    """Returns the picture of these weeks; entries outside are left out, those over an edge are cut."""
    step = (WIDTH - LEFT) / max(len(weeks), 1)
    first, last = weeks[0].monday, weeks[-1].monday
    shown = [one for one in entries if one.first_week <= last and one.last_week >= first]
    lines, bars, y = [], [], float(TOP)
    for section, of_section in groupby(
        sorted(shown, key=lambda one: one.section), key=lambda one: one.section
    ):
        lines.append(Line(y, section, section, heading=True))
        y += ROW
        for rows in _rows(list(of_section)):
            lines.append(_line(y, rows[0]))
            bars += [_bar(one, y, _Axis(first, last, step, looks)) for one in rows]
            y += ROW
    at = (today - first).days / 7 * step + LEFT if first <= today and (today - last).days < 7 else None
    months = tuple(months_of_weeks([week.monday for week in weeks], LEFT, step))
    bands = tuple(bands_of(weeks, LEFT, step))
    return Picture(WIDTH, y + 6, LEFT, TOP, months, bands, tuple(lines), tuple(bars), at)


def _rows(entries: list[Entry]) -> list[list[Entry]]:
    """Returns one row per position, in the order in which they begin."""
    found: dict[UUID, list[Entry]] = {}
    for one in sorted(entries, key=lambda one: one.first_week):
        found.setdefault(one.position_id, []).append(one)
    return list(found.values())


def _line(y: float, entry: Entry) -> Line:
    whole = f"{entry.number} {entry.title}".strip()
    return Line(y, cut(whole, 46), whole, heading=False)


@dataclass(frozen=True, slots=True)
class _Axis:
    first: date
    last: date
    step: float
    looks: dict[UUID, int]


def _bar(entry: Entry, y: float, axis: _Axis) -> Bar:
    start, end = max(entry.first_week, axis.first), min(entry.last_week, axis.last)
    x, step, looks = LEFT + (start - axis.first).days / 7 * axis.step, axis.step, axis.looks
    width = ((end - start).days / 7 + 1) * step
    words = entry.department or f"{entry.weeks} W."
    where = f", {entry.department}" if entry.department else ""
    title = f"{entry.number} {entry.title}, {weeks_label(entry.first_week, entry.last_week)}, {entry.weeks} W.{where}".strip()
    fits = next((text for text in (words, f"{entry.weeks} W.") if len(text) * _LETTER < width - 6), "")
    look = looks.get(entry.department_id, 0) if entry.department_id else 0
    return Bar(
        entry.id,
        round(x, 1),
        y,
        round(max(width - 1.5, 3), 1),
        look,
        fits,
        title,
        entry.locked,
        entry.partner_wanted,
    )


def months_of_weeks(weeks: Sequence[date], left: float, step: float) -> list[Mark]:
    """Returns the names of months (of quarters, where months are too narrow) where they begin."""
    found: list[Mark] = []
    for number, monday in enumerate(weeks):
        begins = number == 0 or monday.month != weeks[number - 1].month
        wide = len(weeks) < 60 or monday.month in (1, 4, 7, 10)
        if begins and wide:
            year = f" {monday.year % 100:02d}" if monday.month == 1 or not found else ""
            x = round(left + number * step + 2, 1)
            if found and x - found[-1].x < _MONTH:
                found.pop()
            found.append(Mark(x, f"{_SHORT_MONTHS[monday.month - 1]}{year}"))
    return found


LEGEND = (("school", "Blockschule"), ("course", "ÜLU-Kurs"), ("leave", "Urlaub"), ("free", "frei"))
_LOOKS = {"Schule": "school", "ÜLU": "course", "Urlaub": "leave", "frei": "free", "kein Vertrag": "out"}


def bands_of(weeks: Sequence[Week], left: float, step: float) -> list[Band]:
    """Returns the weeks without a day at the firm, and those with a course, joined where the reason is the same."""
    found: list[Band] = []
    for why, group in groupby(enumerate(weeks), key=lambda pair: _why(pair[1])):
        if not why:
            continue
        of_band = list(group)
        x, width = left + of_band[0][0] * step, len(of_band) * step
        text = why if len(why) * _LETTER < width else ""
        label = weeks_label(of_band[0][1].monday, of_band[-1][1].monday)
        found.append(Band(round(x, 1), round(width, 1), _LOOKS[why], text, f"{why}, {label}"))
    return found


def _why(week: Week) -> str:
    return "ÜLU" if week.course else week.away


def dates(first: date, last: date) -> str:
    """Returns "7. September – 11. Oktober 2026": from the Monday of the first week to the Friday of the last."""
    return days(first, date.fromordinal(last.toordinal() + 4))


def days(first: date, last: date) -> str:
    """Returns "7. September 2026", "7.–11. September 2026", "7. September – 11. Oktober 2026", or with both years."""
    end = formats.day_long(last)
    if first == last:
        return end
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}.–{end}"
    begins = f"{first.day}. {formats.MONTHS[first.month - 1]}"
    return f"{begins}{'' if first.year == last.year else f' {first.year}'} – {end}"
