"""Says what a file is by its content, never by its name, and hands it to the reader for it."""

from collections.abc import Callable
from typing import Any

from zweiklang.interfaces.chambers.contracts import read_contract_table
from zweiklang.interfaces.lusd.export import is_lusd, read_lusd_json
from zweiklang.interfaces.lusd.report import read_report
from zweiklang.interfaces.lusd.staff import read_groups, read_staff
from zweiklang.interfaces.schulconnex.persons import persons_of, read_persons
from zweiklang.interfaces.tables import delimited, workbook
from zweiklang.interfaces.tables.documents import parse
from zweiklang.interfaces.tables.findings import Findings
from zweiklang.interfaces.tables.sheets import LIMITS, Line, Sheet
from zweiklang.interfaces.untis.gpu import read_gpu, recognise
from zweiklang.rosters.public import ContractFile, Roster, Unreadable

_MAGIC = (
    (b"%PDF", "Die Datei ist ein PDF. Exportieren Sie die Liste bitte als Excel-Arbeitsmappe (.xlsx) oder CSV."),
    (
        b"\xd0\xcf\x11\xe0",
        "Die Datei ist eine alte Excel-Datei (.xls) oder mit einem Kennwort geschützt. Speichern Sie sie in Excel als "
        "„Excel-Arbeitsmappe (.xlsx)“ ohne Kennwort.",
    ),
    (b"\x1f\x8b", "Die Datei ist gepackt. Entpacken Sie sie bitte zuerst."),
    (b"Rar!", "Die Datei ist gepackt. Entpacken Sie sie bitte zuerst."),
    (b"7z\xbc\xaf", "Die Datei ist gepackt. Entpacken Sie sie bitte zuerst."),
    (b"<", "Die Datei ist eine Webseite oder XML, keine Tabelle. Exportieren Sie die Liste bitte als .xlsx oder CSV."),
)  # fmt: skip
_ROSTER_COLUMNS = (
    "Es wurde keine Zeile mit bekannten Spalten gefunden. Erwartet werden mindestens Nachname, Vorname und Klasse oder Geburtsdatum, "
    "wie im individuellen Bericht der LUSD (Schueler_Nachname, Schueler_Vorname, Klassen_Klassenbezeichnung)."
)
_CONTRACT_COLUMNS = (
    "Es wurde keine Zeile mit bekannten Spalten gefunden. Erwartet werden mindestens Nachname, Vorname, Beruf, Beginn, "
    "Ende und Betrieb."
)
_JSON_UNKNOWN = (
    "Die JSON-Datei ist weder ein Export der LUSD noch eine Liste von Schulconnex (personen-info)."
)
_NOBODY = "Die Datei ({}) nennt keine Personen und keine Klassen."
_TIMETABLE = (
    "Die Datei ist ein Stundenplan (Untis GPU001) und nennt keine Personen. Erwartet wird GPU002 (Unterricht), GPU003 (Klassen), "
    "GPU004 (Lehrkräfte) oder GPU010 (Schülerinnen und Schüler)."
)


def read_roster(data: bytes, filename: str) -> Roster:
    """Returns what the file says about classes, pupils, guardians and teachers.

    Raises Unreadable, and nothing else, where nothing could be read; rows with errors are listed in the roster and left out. `filename` only
    appears in sentences: what a file is, its content says.
    """
    _look_over(data, filename)
    roster = _from_sheets(data) if _is_workbook(data) else _from_characters(delimited.decode(data))
    if not (roster.pupils or roster.teachers or roster.classes or roster.errors or roster.warnings):
        raise Unreadable(_NOBODY.format(roster.kind_label))
    return roster


def read_contracts(data: bytes, filename: str) -> ContractFile:
    """Returns the training contracts of a chamber's table; raises Unreadable, and nothing else, where nothing could be read."""
    _look_over(data, filename)
    if _is_workbook(data):
        found = read_contract_table(workbook.sheets(workbook.opened(data)), Findings())
    else:
        found = _first_by_delimiter(delimited.decode(data), read_contract_table)
    if found is None:
        raise Unreadable(_CONTRACT_COLUMNS)
    return found


def _look_over(data: bytes, filename: str) -> None:
    if not data.strip():
        raise Unreadable(f"Die Datei {_shown(filename)} ist leer.")
    if len(data) > LIMITS.file_bytes:
        raise Unreadable(
            f"Die Datei {_shown(filename)} ist größer als {LIMITS.file_bytes // 1024 // 1024} MB und wurde nicht gelesen."
        )
    start = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:4]
    for magic, reason in _MAGIC:
        if start.startswith(magic):
            raise Unreadable(reason)


def _shown(filename: str) -> str:
    """The name as it may stand in a sentence: no folders, nothing invisible, not endless."""
    name = filename.replace("\\", "/").rpartition("/")[2]
    printable = "".join(c for c in name if c.isprintable())
    return f"„{printable[-60:]}“" if printable else ""


def _is_workbook(data: bytes) -> bool:
    return data.startswith(b"PK")


def _from_sheets(data: bytes) -> Roster:
    book = workbook.opened(data)
    for read in (read_report, read_staff, read_groups):
        found = read(workbook.sheets(book), Findings())
        if found is not None:
            return found
    raise Unreadable(_ROSTER_COLUMNS)


def _from_characters(text: str) -> Roster:
    return _from_json(parse(text)) if text.lstrip()[:1] in ("{", "[") else _from_text(text)


def _from_json(document: Any) -> Roster:
    if is_lusd(document):
        return read_lusd_json(document)
    if persons_of(document):
        return read_persons(document)
    raise Unreadable(_JSON_UNKNOWN)


def _from_text(text: str) -> Roster:
    for read in (read_groups, read_report, read_staff):
        found = _first_by_delimiter(text, read)
        if found is not None:
            return found
    lines = delimited.physical_lines(text)
    for delimiter in delimited.DELIMITERS:
        records = list(delimited.rows(lines, delimiter))
        kind = recognise(records)
        if kind is not None:
            return read_gpu(records, kind, Findings())
        if _is_timetable(records):
            raise Unreadable(_TIMETABLE)
    raise Unreadable(_ROSTER_COLUMNS)


def _is_timetable(records: list[Line]) -> bool:
    sample = [[str(cell) for cell in record.cells] for record in records[:20] if len(record.cells) > 1]
    return bool(sample) and all(
        7 <= len(cells) <= 9 and cells[0].isdigit() and cells[5].isdigit() and cells[6].isdigit()
        for cells in sample
    )


def _first_by_delimiter[T](text: str, read: Callable[[list[Sheet], Findings], T | None]) -> T | None:
    lines = delimited.physical_lines(text)
    for delimiter in delimited.DELIMITERS:
        found = read([Sheet("", delimited.rows(lines, delimiter))], Findings())
        if found is not None:
            return found
    return None
