"""Reads delimited text: UTF-8 with and without BOM, UTF-16 with BOM, cp1252; semicolon, comma or tab; quotes that are never closed."""

import csv
from collections.abc import Generator, Iterator

from zweiklang.interfaces.tables.sheets import LIMITS, Cell, Line
from zweiklang.rosters.public import Unreadable

DELIMITERS = (";", ",", "\t")
_LONGEST_RECORD = 20
"""A quoted cell may hold line breaks (an address); a record over more lines than this has a quote that is never closed."""
_MOST_REPAIRS = 200


def decode(data: bytes) -> str:
    """Returns the text of the file, whatever encoding it has; raises Unreadable for anything that is no text."""
    return decode_as(data)[0]


def decode_as(data: bytes) -> tuple[str, str]:
    """Returns the text and Python's name of the encoding it was read in; raises Unreadable for anything that is no text."""
    encoding = _encoding_of(data)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        if encoding == "utf-16":
            raise Unreadable(_NO_TEXT) from None
        text, encoding = data.decode("cp1252", errors="replace"), "cp1252"  # what programs on Windows write
    if "\x00" in text:
        raise Unreadable(_NO_TEXT)
    return text, encoding


def _encoding_of(data: bytes) -> str:
    """What the file's first bytes say of its encoding."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    return "utf-8-sig" if data.startswith(b"\xef\xbb\xbf") else "utf-8"


_NO_TEXT = (
    "Die Datei ist keine Tabelle und kein Text. Erwartet wird eine Excel-Arbeitsmappe (.xlsx), eine CSV-Datei oder JSON, "
    "wie LUSD, Untis oder das Schulportal sie exportieren."
)


def physical_lines(text: str) -> list[str]:
    """Returns the lines of the text with their ends; raises Unreadable where they are too many or too long to be a list of persons."""
    if text.count("\n") + text.count("\r") > 2 * LIMITS.rows + 2:
        raise Unreadable(
            f"Die Datei hat mehr als {LIMITS.rows:,} Zeilen. Teilen Sie sie bitte auf.".replace(",", ".")
        )
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if len(lines) > LIMITS.rows:
        raise Unreadable(
            f"Die Datei hat mehr als {LIMITS.rows:,} Zeilen. Teilen Sie sie bitte auf.".replace(",", ".")
        )
    if max(map(len, lines)) > LIMITS.line_characters:
        raise Unreadable(
            "Eine Zeile der Datei ist viel zu lang für eine Liste von Personen. Bitte prüfen Sie, ob es die richtige Datei ist."
        )
    return [f"{line}\n" for line in lines]


def rows(lines: list[str], delimiter: str) -> Iterator[Line]:
    """Yields the records with the number of their first line. A quote that is never closed breaks its own line, not the rest of the file.

    Raises Unreadable where there are too many of them: to stop half way would make everybody below a leaver.
    """
    start = 0
    for _ in range(_MOST_REPAIRS):
        broken = yield from _rows_from(lines, start, delimiter)
        if broken is None:
            return
        cells = [cell.replace('"', "") for cell in lines[broken].rstrip("\n").split(delimiter)]
        yield Line(broken + 1, list[Cell](cells[: LIMITS.columns]), broken=True)
        start = broken + 1
    raise Unreadable(
        f"Ab Zeile {start} ließ sich die Datei nicht lesen: Zu viele Anführungszeichen werden nicht geschlossen."
    )


def _rows_from(lines: list[str], start: int, delimiter: str) -> Generator[Line, None, int | None]:
    """Yields records from line index `start` on; returns the index of a line that cannot be read, or None at the end."""
    position = start
    reader = csv.reader(iter(lines[start:]), delimiter=delimiter)
    while True:
        try:
            record = next(reader, None)
        except csv.Error:
            return position
        if record is None:
            return None
        end = start + reader.line_num
        if end - position > _LONGEST_RECORD or _swallowed_the_end(lines, position, end):
            return position
        yield Line(position + 1, list(record[: LIMITS.columns]))
        position = end


def _swallowed_the_end(lines: list[str], position: int, end: int) -> bool:
    """True where a quote was open when the file ended."""
    return (
        end - position > 1
        and end >= len(lines)
        and sum(line.count('"') for line in lines[position:end]) % 2 == 1
    )
