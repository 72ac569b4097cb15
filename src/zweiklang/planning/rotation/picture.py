"""One apprentice's plan as a picture: what the class is taught, the plan of today, and the proposal, under each other on one axis of weeks.

Numbers here, no markup. Lengths are units of the view box.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from zweiklang.planning.company_lane.checking import weeks_label
from zweiklang.planning.company_lane.picture import Mark, months_of_weeks
from zweiklang.planning.company_lane.shapes import mondays, weeks_between
from zweiklang.planning.rotation.parts import Part
from zweiklang.planning.school_lane.shapes import TaughtField

WIDTH, LEFT, TOP, ROW = 1200, 96, 24, 26
_LETTER, _PADDING = 7.2, 8
_GAP = 8
_MOST_ROWS = 3


@dataclass(frozen=True, slots=True)
class Name:
    """A position: "A 1", and with its title."""

    short: str
    whole: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One stretch. `look`: number of its department, 0 for none; "field" for a Lernfeld. `same`: today and in the proposal."""

    x: float
    y: float
    width: float
    look: str
    text: str
    title: str
    same: bool


@dataclass(frozen=True, slots=True)
class Track:
    """A row of bars with its name."""

    y: float
    name: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything to draw."""

    height: float
    months: tuple[Mark, ...]
    tracks: tuple[Track, ...]
    width: float = WIDTH


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is known about positions and departments for drawing them."""

    names: Mapping[UUID, Name]
    looks: Mapping[UUID, int]
    places: Mapping[UUID, str]


@dataclass(frozen=True, slots=True)
class _Item:
    first: date
    last: date
    look: str
    text: str
    title: str
    same: bool


def picture(
    fields: Sequence[TaughtField], today: Sequence[Part], new: Sequence[Part], drawn: Drawn
) -> Picture | None:
    """Returns the picture from the first week of either plan to the last; None where there is none."""
    shown = [*today, *new]
    if not shown:
        return None
    first, last = min(one.first_week for one in shown), max(one.last_week for one in shown)
    weeks = weeks_between(first, last)
    step = (WIDTH - LEFT) / weeks
    both = {*today} & {*new}
    taught = [_field(one) for one in fields if one.first_week <= last and one.last_week >= first]
    rows = (
        ("Unterricht", taught),
        ("Heute", [_item(one, drawn, same=one in both) for one in today]),
        ("Vorschlag", [_item(one, drawn, same=one in both) for one in new]),
    )
    tracks, y = [], float(TOP)
    for name, items in rows:
        if name == "Unterricht" and not items:
            continue
        lines = _lines(items)
        bars = [_bar(one, y + n * ROW, (first, last), step) for n, line in enumerate(lines) for one in line]
        tracks.append(Track(y, name, tuple(bars)))
        y += max(len(lines), 1) * ROW + _GAP
    return Picture(y, tuple(months_of_weeks(mondays(first, last), LEFT, step)), tuple(tracks))


def _field(one: TaughtField) -> _Item:
    title = f"LF {one.number} {one.title}, {weeks_label(one.first_week, one.last_week)}"
    return _Item(one.first_week, one.last_week, "field", f"LF {one.number}", title, same=True)


def _item(one: Part, drawn: Drawn, *, same: bool) -> _Item:
    name = drawn.names[one.position_id]
    where = drawn.places.get(one.department_id, "") if one.department_id else ""
    title = f"{name.whole}, {weeks_label(one.first_week, one.last_week)}{f', {where}' if where else ''}"
    look = drawn.looks.get(one.department_id, 0) if one.department_id else 0
    return _Item(one.first_week, one.last_week, str(look), name.short, title, same)


def _lines(items: Sequence[_Item]) -> list[list[_Item]]:
    """Returns the items in as few lines as they need, so that none covers another; beyond the third line they do."""
    found: list[list[_Item]] = []
    for one in sorted(items, key=lambda one: (one.first, one.last)):
        line = next((line for line in found if line[-1].last < one.first), None)
        if line is None and len(found) < _MOST_ROWS:
            found.append(line := [])
        (found[-1] if line is None else line).append(one)
    return found


def _bar(one: _Item, y: float, ends: tuple[date, date], step: float) -> Bar:
    first, last = max(one.first, ends[0]), min(one.last, ends[1])
    width = weeks_between(first, last) * step
    x = LEFT + (first - ends[0]).days / 7 * step
    text = one.text if len(one.text) * _LETTER + _PADDING < width else ""
    return Bar(round(x, 1), y, round(max(width - 1.5, 2), 1), one.look, text, one.title, one.same)
