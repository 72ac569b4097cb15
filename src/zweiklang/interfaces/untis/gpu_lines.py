"""The lines of a GPU file as cells: which separator, quote and encoding it has is found out, never asked."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from zweiklang.interfaces.tables import delimited
from zweiklang.interfaces.tables.cells import clean
from zweiklang.interfaces.tables.sheets import LIMITS, Cell
from zweiklang.rosters.public import Unreadable

LIST = "~"
_DAY = re.compile(r"(?:19|20)\d{6}")


@dataclass(frozen=True, slots=True)
class GpuLine:
    """One line with content; `broken`: a quote in it is never closed."""

    number: int
    cells: Sequence[str]
    broken: bool = False

    def at(self, index: int) -> str:
        """Returns the cell, "" where the line is shorter."""
        return self.cells[index] if index < len(self.cells) else ""


@dataclass(frozen=True, slots=True)
class GpuText:
    """A file as lines, with the encoding (Python's name) and the separator it turned out to have."""

    encoding: str
    separator: str
    lines: tuple[GpuLine, ...]


def lines_of(data: bytes, fits: Callable[[GpuLine], bool]) -> GpuText | None:
    """Returns the file's lines with the separator under which most of them fit; None where none does under any.

    Raises Unreadable for what is no text, empty or too large.
    """
    if not data.strip():
        raise Unreadable("Die Datei ist leer.")
    if len(data) > LIMITS.file_bytes:
        raise Unreadable(f"Die Datei ist größer als {LIMITS.file_bytes // 1024 // 1024} MB.")
    text, encoding = delimited.decode_as(data)
    physical = delimited.physical_lines(text)
    best: GpuText | None = None
    most = 0
    for separator in delimited.DELIMITERS:
        found = GpuText(encoding, separator, tuple(_lines(physical, separator)))
        fitting = sum(fits(line) for line in found.lines)
        if fitting > most:
            best, most = found, fitting
        if 2 * fitting > len(found.lines):
            break  # under no other separator could more of them fit
    return best


def _lines(physical: list[str], separator: str) -> list[GpuLine]:
    found = []
    cleaned = _Cleaned()
    for line in delimited.rows(physical, separator):
        cells = [cleaned[cell] for cell in line.cells]
        if any(cells):
            found.append(GpuLine(line.number, cells, line.broken))
    return found


class _Cleaned(dict[Cell, str]):
    """Cells made clean, each once: a timetable says the same few hundred things three thousand times."""

    def __missing__(self, cell: Cell) -> str:
        self[cell] = found = _unquoted(clean(cell))
        return found


def _unquoted(text: str) -> str:
    """Takes away single quotes around a text, which Untis writes where they are chosen instead of double ones."""
    return text[1:-1].strip() if len(text) > 1 and text[0] == text[-1] == "'" else text


def split(text: str) -> tuple[str, ...]:
    """Returns the parts of a list, each once, in their order."""
    return tuple(dict.fromkeys(part for one in text.split(LIST) if (part := one.strip())))


def is_day(text: str) -> bool:
    """Returns whether the text has the form of a day ("20261116")."""
    return bool(_DAY.fullmatch(text))


def day_of(text: str) -> date | None:
    """Returns the day "20261116" means, or None."""
    if not (text.isascii() and is_day(text)):
        return None
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None
