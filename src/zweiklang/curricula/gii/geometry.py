"""Tables as grids: every cell gets its columns by name, by span or by position (CALS table model).

Half of the cells in the published files carry no column name; they take the next column that no cell
above (`morerows`) already covers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from zweiklang.curricula.gii.reading import text_of

MAX_COLUMNS = 60
MAX_ROWS_SPANNED = 2000


@dataclass(eq=False, slots=True)
class Cell:
    """One entry of the table: columns `first`..`last` (from 0), rows `row`..`row_end`, and its text."""

    row: int
    row_end: int
    first: int
    last: int
    text: str
    element: etree._Element


@dataclass(slots=True)
class Row:
    """`starting` are the cells that begin here, `covering` maps each column to the cell seen there."""

    index: int
    in_head: bool
    starting: list[Cell] = field(default_factory=list)
    covering: dict[int, Cell] = field(default_factory=dict)

    def filled(self) -> list[Cell]:
        return [cell for cell in self.starting if cell.text]

    def between(self, first: int, last: int) -> list[Cell]:
        """Cells that begin in this row within the columns first..last, with text."""
        return [cell for cell in self.filled() if first <= cell.first <= last]


def column_names(group: etree._Element) -> dict[str, int]:
    """Column name → index; `colnum` wins over the order of the specifications."""
    names: dict[str, int] = {}
    for order, spec in enumerate(group.findall("colspec")):
        number = spec.get("colnum", "")
        index = int(number) - 1 if number.isdigit() and int(number) else order
        if name := spec.get("colname"):
            names.setdefault(name, index)
    return names


def grid(group: etree._Element) -> tuple[list[Row], int]:
    """Rows of a `tgroup`, head and body in order, and the number of its columns."""
    names = column_names(group)
    declared = group.get("cols", "")
    width = int(declared) if declared.isdigit() else 0
    width = min(max(width, len(names), 1), MAX_COLUMNS)
    rows: list[Row] = []
    for part in group:
        if part.tag not in ("thead", "tbody"):
            continue
        # Spans do not reach from the head into the body.
        open_cells: dict[int, Cell] = {}
        for element in part.findall("row"):
            rows.append(_place(element, Row(len(rows), part.tag == "thead"), open_cells, names, width))
    return rows, width


def _place(
    element: etree._Element, row: Row, open_cells: dict[int, Cell], names: dict[str, int], width: int
) -> Row:
    """The row with its cells in their columns; `open_cells` then holds what reaches into the next row."""
    for column in [c for c, cell in open_cells.items() if cell.row_end < row.index]:
        del open_cells[column]
    row.covering.update(open_cells)
    cursor = 0
    for entry in element.findall("entry"):
        while cursor in row.covering and cursor < width:
            cursor += 1
        first, last = _named_columns(entry, names) or (cursor, cursor)
        if first >= width:
            continue
        end = row.index + _rows_spanned(entry)
        cell = Cell(row.index, end, first, min(last, width - 1), text_of(entry), entry)
        row.starting.append(cell)
        for column in range(cell.first, cell.last + 1):
            row.covering[column] = cell
            if end > row.index:
                open_cells[column] = cell
            else:
                open_cells.pop(column, None)
        cursor = cell.last + 1
    row.starting.sort(key=lambda cell: cell.first)
    return row


def _named_columns(entry: etree._Element, names: dict[str, int]) -> tuple[int, int] | None:
    start = names.get(entry.get("namest") or entry.get("colname") or "")
    if start is None:
        return None
    end = names.get(entry.get("nameend") or "", start)
    return start, max(start, end)


def _rows_spanned(entry: etree._Element) -> int:
    more = entry.get("morerows", "0").strip()
    return min(int(more), MAX_ROWS_SPANNED) if re.fullmatch(r"\d{1,6}", more) else 0
