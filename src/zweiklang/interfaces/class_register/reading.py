"""Rows of a class register as topics of classes."""

from collections.abc import Iterable

from zweiklang.interfaces.class_register.columns import fields_of
from zweiklang.interfaces.tables import delimited, workbook
from zweiklang.interfaces.tables.cells import read_date
from zweiklang.interfaces.tables.headers import Row, table_of
from zweiklang.interfaces.tables.sheets import LIMITS, Sheet
from zweiklang.rosters.public import Unreadable
from zweiklang.schedule.public import RegisterFile, RegisterRow

_MOST_REMARKS = 200
_LONGEST_CELL = 1_000
_COLUMNS = "Es wurde keine Zeile mit bekannten Spalten gefunden. Erwartet werden „Datum“ und „Thema“, auch „Klasse“, „Fach“ und „Lernfeld“."
_OLD_EXCEL = (
    "Die Datei ist eine alte Excel-Datei (.xls) oder mit einem Kennwort geschützt. Speichern Sie sie in Excel als "
    "„Excel-Arbeitsmappe (.xlsx)“ ohne Kennwort."
)


class _Left(ValueError):
    """The row cannot be taken; the message says why."""


def read_class_register(data: bytes) -> RegisterFile:
    """Returns the topics of an XLSX or CSV file, or of text pasted from a spreadsheet.

    Raises Unreadable, and nothing else, where nothing could be read. Rows without a topic are lessons about which nobody wrote: passed over.
    """
    if not data.strip():
        raise Unreadable("Die Datei ist leer.")
    if len(data) > LIMITS.file_bytes:
        raise Unreadable(f"Die Datei ist größer als {LIMITS.file_bytes // 1024 // 1024} MB.")
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable(_OLD_EXCEL)
    found = _of_sheets(workbook.sheets(workbook.opened(data))) if data.startswith(b"PK") else _of_text(data)
    if found is None:
        raise Unreadable(_COLUMNS)
    return found


def _of_text(data: bytes) -> RegisterFile | None:
    lines = delimited.physical_lines(delimited.decode(data))
    for delimiter in delimited.DELIMITERS:
        found = _of_sheets([Sheet("", delimited.rows(lines, delimiter))])
        if found is not None:
            return found
    return None


def _of_sheets(sheets: Iterable[Sheet]) -> RegisterFile | None:
    """Returns the rows of all sheets, or None where no sheet has the header of a class register."""
    rows: list[RegisterRow] = []
    errors: list[tuple[int, str]] = []
    known = False
    for sheet in sheets:
        table = table_of(sheet, fields_of)
        if table is None:
            continue
        known = True
        for row in table[1]:
            try:
                rows += _rows(row)
            except _Left as problem:
                errors.append((row.line, str(problem)))
    return RegisterFile(tuple(rows), tuple(errors[:_MOST_REMARKS])) if known else None


def _rows(row: Row) -> list[RegisterRow]:
    if row.broken:
        raise _Left("In dieser Zeile wird ein Anführungszeichen nicht geschlossen.")
    topic = row.text("topic")
    if not topic:
        return []
    try:
        day = read_date(row.cell("day"))
    except ValueError:
        raise _Left(
            f"„{row.text('day')[:40]}“ ist kein Datum. Erwartet wird zum Beispiel 24.11.2026."
        ) from None
    if day is None:
        raise _Left("Das Datum fehlt.")
    label, subject, field = (row.text(name)[:_LONGEST_CELL] for name in ("class", "subject", "field"))
    return [RegisterRow(row.line, label, day.isoformat(), subject, field, topic[:_LONGEST_CELL])]
