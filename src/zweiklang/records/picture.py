"""The year of weeks as a picture: one square per week, states as colour and sign, drawn as SVG on the server."""

from collections.abc import Iterable
from dataclasses import dataclass

from zweiklang.records.shapes import WeekSummary

SIGNS = {"open": "", "draft": "·", "submitted": "›", "returned": "!", "signed": "✓"}
CELL = 22
PER_ROW = 18


@dataclass(frozen=True, slots=True)
class Cell:
    """One square: position in the picture (units of the view box), state, sign and what it says when pointed at."""

    x: int
    y: int
    state: str
    sign: str
    title: str
    slug: str


@dataclass(frozen=True, slots=True)
class YearRow:
    """One year of training."""

    label: str
    cells: tuple[Cell, ...]
    height: int


def years_of(weeks: Iterable[WeekSummary]) -> list[YearRow]:
    """Returns the years of training, oldest first, each with its weeks from left to right in rows of 18."""
    by_year: dict[int, list[WeekSummary]] = {}
    for week in sorted(weeks, key=lambda w: w.monday):
        by_year.setdefault(week.year, []).append(week)
    return [_year(number, rows) for number, rows in by_year.items()]


def _year(number: int, weeks: list[WeekSummary]) -> YearRow:
    cells = tuple(
        Cell(
            x=(i % PER_ROW) * CELL,
            y=(i // PER_ROW) * CELL,
            state="missing" if week.missing and week.state == "open" else week.state,
            sign=SIGNS[week.state],
            title=f"{week.label}: {week.look.label}",
            slug=week.slug,
        )
        for i, week in enumerate(weeks)
    )
    return YearRow(f"{number}. Ausbildungsjahr", cells, ((len(weeks) - 1) // PER_ROW + 1) * CELL)
