"""Finds the header of a table and says which column is which field."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from zweiklang.interfaces.tables.cells import clean
from zweiklang.interfaces.tables.sheets import Cell, Line, Sheet

_FIRST_LINES = 30
"""A header stands this far up at most; above it are titles and empty rows."""
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def normalised(header: Cell) -> str:
    """Returns the header as letters and digits alone: "Schüler_Straße" → "schuelerstrasse", "E-Mail" → "email"."""
    return re.sub(r"[^a-z0-9]", "", clean(header).casefold().translate(_UMLAUTS))


@dataclass(frozen=True, slots=True)
class Header:
    """A recognised header: the columns of each field, and what the file calls them."""

    line: int
    columns: Mapping[str, int]
    names: Sequence[str]

    def name_of(self, field: str) -> str:
        """Returns the file's own name of the column, or ""."""
        index = self.columns.get(field)
        return self.names[index] if index is not None else ""


@dataclass(frozen=True, slots=True)
class Row:
    """A line with the header it stands under."""

    line: int
    cells: Sequence[Cell]
    header: Header
    sheet: str = ""
    broken: bool = False

    def cell(self, field: str) -> Cell:
        """Returns the raw cell of the field, or "" where the table has no such column."""
        index = self.header.columns.get(field)
        return self.cells[index] if index is not None and index < len(self.cells) else ""

    def text(self, field: str) -> str:
        """Returns the clean text of the field, or ""."""
        cell = self.cell(field)
        return clean(cell) if cell != "" else ""

    def has(self, field: str) -> bool:
        """True where the table has a column for the field."""
        return field in self.header.columns


def table_of(
    sheet: Sheet, fields_of: Callable[[Sequence[Cell]], Mapping[str, int] | None]
) -> tuple[Header, Iterator[Row]] | None:
    """The header and the rows below it, or None where none of the first lines is a header by `fields_of`."""
    seen: list[Line] = []
    for line in sheet.lines:
        columns = fields_of(line.cells)
        if columns is not None:
            header = Header(line.number, columns, [clean(cell) for cell in line.cells])
            return header, _rows(sheet, header, fields_of)
        seen.append(line)
        if len(seen) >= _FIRST_LINES:
            return None
    return None


def _rows(
    sheet: Sheet, header: Header, fields_of: Callable[[Sequence[Cell]], Mapping[str, int] | None]
) -> Iterator[Row]:
    """The filled rows; a header repeated further down (pages pasted together) is skipped."""
    first_names = header.names
    for line in chain(sheet.lines):
        if all(cell == "" or cell is None for cell in line.cells):
            continue
        if (
            len(line.cells) >= 2
            and [clean(c) for c in line.cells[:2]] == list(first_names[:2])
            and fields_of(line.cells)
        ):
            continue
        yield Row(line.number, line.cells, header, sheet.name, line.broken)
