"""Says by its content which file of absences this is, and hands it to the reader for it."""

from zweiklang.interfaces.absence_tables.reading import read_absence_table
from zweiklang.interfaces.tables import delimited, workbook
from zweiklang.interfaces.tables.sheets import LIMITS, Sheet
from zweiklang.interfaces.untis.absences import looks_like_absence, read_gpu013
from zweiklang.interfaces.untis.gpu_lines import lines_of
from zweiklang.rosters.public import Unreadable
from zweiklang.schedule.public import AbsenceFile

UNKNOWN = (
    "Die Datei enthält keine Fehlzeiten, die wir kennen. Erwartet wird Untis GPU013 oder eine Tabelle (CSV, XLSX) mit den Spalten "
    "Klasse, Nachname, Vorname und Datum; dazu, wenn vorhanden: von Stunde, bis Stunde, Art, Status und Minuten."
)


def read_absences(data: bytes) -> AbsenceFile:
    """Returns what the file says of pupils' absences; raises Unreadable, and nothing else, where nothing could be read."""
    if not data.strip():
        raise Unreadable("Die Datei ist leer.")
    if len(data) > LIMITS.file_bytes:
        raise Unreadable(f"Die Datei ist größer als {LIMITS.file_bytes // 1024 // 1024} MB.")
    found = _from_workbook(data) if data.startswith(b"PK") else _from_text(data)
    if found is None:
        raise Unreadable(UNKNOWN)
    return found


def _from_workbook(data: bytes) -> AbsenceFile | None:
    return read_absence_table(workbook.sheets(workbook.opened(data)))


def _from_text(data: bytes) -> AbsenceFile | None:
    lines = delimited.physical_lines(delimited.decode(data))
    for delimiter in delimited.DELIMITERS:
        found = read_absence_table([Sheet("", delimited.rows(lines, delimiter))])
        if found is not None:
            return found
    return read_gpu013(data) if lines_of(data, looks_like_absence) else None
