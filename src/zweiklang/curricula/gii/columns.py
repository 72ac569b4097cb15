"""The header of a plan table: which columns hold number, title, skills, and time per period."""

from __future__ import annotations

import re
from dataclasses import dataclass

from zweiklang.curricula.gii.geometry import Cell, Row
from zweiklang.curricula.gii.model import Unit
from zweiklang.curricula.gii.periods import distinct, noun_in, period_label

_NUMBER_HEAD = re.compile(
    r"^(?:Lfd|Laufende|Nr\.?$|Nummer$|Berufs-?\s?bild-?\s?position(?:en)?$)", re.IGNORECASE
)
_SKILLS_HEAD = re.compile(
    r"Fertigkeit|Kenntnis|Fähigkeit|qualifikation|Ausbildungsinhalt|Lernziel|zu vermitteln", re.IGNORECASE
)
_TIME_HEAD = re.compile(
    r"Richtwert|Zeitrahmen|zu vermitteln im|Zeitliche\b|Zeitlicher\b|Ausbildungshalbjahr|^Ausbildungsjahr",
    re.IGNORECASE,
)
_WEEKS_HEAD = re.compile(r"Zeitlicher? Richtwerte? in (?:Wochen|Monaten)", re.IGNORECASE)
_UNITS: tuple[tuple[str, Unit], ...] = (
    ("in Wochen", "weeks"),
    ("in Monaten", "months"),
    ("in Stunden", "hours"),
    ("Wochen", "weeks"),
    ("Monaten", "months"),
)


@dataclass(frozen=True, slots=True)
class Period:
    """Columns `first`..`last` hold the time of `label`; "" where the header names no period."""

    label: str
    first: int
    last: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class Columns:
    """What a header says: `title` and `skills` are column ranges, `part` is the title column's own
    heading.
    """

    width: int
    title: tuple[int, int]
    skills: tuple[int, int]
    periods: tuple[Period, ...]
    part: str
    frame: bool = False

    @property
    def time_from(self) -> int:
        return self.periods[0].first if self.periods else self.width

    def fitted(self, width: int) -> Columns:
        """The same columns for a table continued with another number of columns: time stays at the right."""
        if width == self.width:
            return self
        shift = width - self.width
        periods = tuple(Period(p.label, p.first + shift, p.last + shift, p.unit) for p in self.periods)
        end = periods[0].first - 1 if periods else width - 1
        return Columns(
            width, self.title, (self.skills[0], max(end, self.skills[0])), periods, self.part, self.frame
        )


def is_header(row: Row, width: int) -> bool:
    """True for a row that names the columns of a plan: number, title, skills (and time)."""
    cells = row.filled()
    if is_time_header(row):
        return True
    if not 2 <= len(cells) <= 6 or width < 3 or any(len(cell.text) > 400 for cell in cells):
        return False
    numbered = cells[0].first == 0 and bool(_NUMBER_HEAD.match(cells[0].text))
    skills = any(cell.first > 0 and _SKILLS_HEAD.search(cell.text) for cell in cells)
    timed = bool(_TIME_HEAD.search(cells[-1].text)) and cells[-1].first >= 2
    part = any(
        cell.first == 1 and re.match(r"Teil de[rs]|Ausbildungsberufsbild", cell.text) for cell in cells
    )
    if numbered:
        return skills or timed
    return part and skills


def is_time_header(row: Row) -> bool:
    """True for a head that names only the time: the table goes on with the columns before, or with blank
    names.
    """
    cells = row.filled()
    if len(cells) != 1 or cells[0].first < 2:
        return False
    return bool((_TIME_HEAD if row.in_head else _WEEKS_HEAD).match(cells[0].text))


def is_number_row(row: Row) -> bool:
    """True for the row "1 | 2 | 3 | 4" below a header, also as "(1) | (2) | (3)"."""
    texts = [cell.text.strip("(). ") for cell in row.filled()]
    return len(texts) >= 3 and texts == [str(n + 1) for n in range(len(texts))] and row.filled()[0].first == 0


def read_header(rows: list[Row], width: int) -> tuple[Columns, int]:
    """The columns named by the header that begins with rows[0], and how many rows it takes."""
    top = rows[0]
    cells = [cell for cell in top.starting if cell.text or cell.first < 3]
    time = _time_cells(cells)
    depth = _depth(rows, top, time)
    start = time[0].first if time else width
    left = [cell for cell in cells if cell.first < start]
    title = (left[1].first, left[1].last) if len(left) > 1 else (1, 1)
    skills = (min(title[1] + 1, width - 1), max(start - 1, title[1]))
    part = left[1].text if len(left) > 1 else ""
    periods = [period for cell in time for period in _periods_below(cell, rows[1:depth], width, start)]
    labels = (
        distinct([p.label for p in periods]) if all(p.label for p in periods) else [p.label for p in periods]
    )
    named = tuple(Period(label, p.first, p.last, p.unit) for label, p in zip(labels, periods, strict=True))
    frame = any("Zeitrahmen" in cell.text for cell in time)
    return Columns(width, title, skills, named, part, frame), depth


def _time_cells(cells: list[Cell]) -> list[Cell]:
    """The cells at the right end that speak of time; with weeks in one of them, a column of marks is not
    time.
    """
    found = [cell for cell in cells if cell.first >= 2 and _TIME_HEAD.search(cell.text)]
    found = [
        cell for cell in found if not re.match(r"(?:Zu vermittelnde|Fertigkeiten)", cell.text, re.IGNORECASE)
    ]
    with_unit = [cell for cell in found if unit_in(cell.text) != "none"]
    return with_unit or found


def unit_in(text: str) -> Unit:
    """The unit a header names: "weeks", "months", "hours" or "none"."""
    return next((unit for words, unit in _UNITS if words in text), "none")


def _depth(rows: list[Row], top: Row, time: list[Cell]) -> int:
    """Rows of the header: what its cells span, and what follows with nothing left of the time columns."""
    end = max((cell.row_end for cell in top.starting), default=top.index) - top.index + 1
    start = time[0].first if time else 0
    depth = 1
    for offset, row in enumerate(rows[1:5], start=1):
        left_of_time = [cell for cell in row.filled() if cell.first < start]
        if is_number_row(row):
            return offset + 1
        if not (offset < end or (time and row.filled() and not left_of_time and _all_periods(row, time))):
            break
        depth = offset + 1
    return depth


def _all_periods(row: Row, time: list[Cell]) -> bool:
    noun = noun_in(time[-1].text)
    return all(period_label(cell.text, noun) for cell in row.filled())


def _periods_below(head: Cell, rows: list[Row], width: int, start: int) -> list[Period]:
    """The periods under one time header, left to right; one for all its columns if nothing is named below."""
    unit, noun = unit_in(head.text), noun_in(head.text)
    last = max(head.last, width - 1) if head.first == start and head.last >= width - 1 else head.last
    below = [row for row in rows if not is_number_row(row)]
    result: list[Period] = []
    for column in range(head.first, last + 1):
        cell = next(
            (
                r.covering[column]
                for r in reversed(below)
                if column in r.covering and r.covering[column] is not head and r.covering[column].text
            ),
            None,
        )
        if cell is None:
            continue
        label = period_label(cell.text, noun) or ""
        result.append(Period(label, column, column, unit if unit != "none" else unit_in(cell.text)))
    if any(p.label for p in result):
        return result
    own = period_label(re.sub(r"in (?:Wochen|Monaten)", "", head.text), "") or ""
    return [Period(own, head.first, last, unit)]


def merge_columns(columns: Columns, rows: list[Row]) -> Columns:
    """The columns with two under one heading joined, unless both have cells of their own somewhere below."""
    groups: list[list[Period]] = []
    for period in columns.periods:
        stem = re.sub(r" \(\d\. Halbjahr\)$| \(\d+\)$", "", period.label)
        if groups and stem != period.label and groups[-1][0].label.startswith(stem + " ("):
            groups[-1].append(period)
        else:
            groups.append([period])
    periods: list[Period] = []
    for group in groups:
        if len(group) > 1 and not all(_used_alone(p, rows) for p in group):
            label = re.sub(r" \(\d\. Halbjahr\)$| \(\d+\)$", "", group[0].label)
            periods.append(Period(label, group[0].first, group[-1].last, group[0].unit))
        else:
            periods.extend(group)
    return Columns(columns.width, columns.title, columns.skills, tuple(periods), columns.part, columns.frame)


def _used_alone(period: Period, rows: list[Row]) -> bool:
    return any((cell.first, cell.last) == (period.first, period.last) for r in rows for cell in r.starting)
