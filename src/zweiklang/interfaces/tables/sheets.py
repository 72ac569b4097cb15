"""The shape of a table before anybody knows its columns."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import chain

type Cell = str | int | float | bool | date | datetime | time | timedelta | None
"""A cell as the file has it; delimited text has only `str`."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row; `number` counts from 1 as the spreadsheet or editor shows it. `broken`: a quote in it is never closed, its cells are a guess."""

    number: int
    cells: list[Cell]
    broken: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows under a name; the name is empty where there is only one sheet. `lines` can be walked once."""

    name: str
    lines: Iterator[Line]


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file may hold at most. A school has 4,000 pupils at most, with three contacts each and 150 columns."""

    file_bytes: int = 20 * 1024 * 1024
    unpacked_bytes: int = 120 * 1024 * 1024
    shared_text_bytes: int = 32 * 1024 * 1024
    parts: int = 2_000
    rows: int = 60_000
    columns: int = 1_000
    cells: int = 3_000_000
    line_characters: int = 200_000
    json_nodes: int = 3_000_000


LIMITS = Limits()


def filled(sheets: Iterable[Sheet]) -> Iterator[Sheet]:
    """Yields the sheets that have at least one row; Excel adds empty ones by itself."""
    for sheet in sheets:
        first = next(sheet.lines, None)
        if first is not None:
            yield Sheet(sheet.name, chain([first], sheet.lines))
