"""Says whether a file is a calendar or a block plan, by its content, and hands it to the reader for it."""

from zweiklang.interfaces.block_plans.reading import read_block_plan
from zweiklang.interfaces.ical.lines import is_calendar
from zweiklang.interfaces.ical.reading import read_ical
from zweiklang.interfaces.tables import delimited, workbook
from zweiklang.interfaces.tables.sheets import LIMITS, Sheet
from zweiklang.interfaces.untis.holidays import read_gpu018
from zweiklang.rosters.public import Unreadable
from zweiklang.schedule.public import CalendarFile, CalendarUnreadable, Ends

_COLUMNS = (
    "Es wurde keine Zeile mit bekannten Spalten gefunden. Erwartet werden „Klasse“, „von“ und „bis“ oder „Klasse“, „Wochentage“ und "
    "„Halbjahr“."
)
_OLD_EXCEL = (
    "Die Datei ist eine alte Excel-Datei (.xls) oder mit einem Kennwort geschützt. Speichern Sie sie in Excel als "
    "„Excel-Arbeitsmappe (.xlsx)“ ohne Kennwort."
)


def read_calendar(data: bytes, name: str, *, ends: Ends = Ends.AUTO) -> CalendarFile:
    """Returns the events of an iCalendar file, or the school days of a block plan in XLSX or CSV.

    Raises CalendarUnreadable, and nothing else, where nothing could be read. What a file is, its content says; `name` appears in sentences only.
    `ends` overrules how the last day of whole-day events is found out.
    """
    if not data.strip():
        raise CalendarUnreadable(f"Die Datei {_shown(name)} ist leer.")
    if len(data) > LIMITS.file_bytes:
        raise CalendarUnreadable(f"Die Datei ist größer als {LIMITS.file_bytes // 1024 // 1024} MB.")
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise CalendarUnreadable(_OLD_EXCEL)
    try:
        if data.startswith(b"PK"):
            return _known(read_block_plan(workbook.sheets(workbook.opened(data))))
        return _from_text(data, ends)
    except Unreadable as problem:
        raise CalendarUnreadable(problem.reason) from problem


def looks_like_calendar(data: bytes) -> bool:
    """Returns whether a file is for `read_calendar`: an iCalendar file, or a table whose header names classes and days."""
    try:
        read_calendar(data, "")
    except CalendarUnreadable:
        return is_calendar(data[:200].decode("utf-8", errors="replace"))
    return True


def _from_text(data: bytes, ends: Ends) -> CalendarFile:
    start = data[:200].decode(
        "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", errors="replace"
    )
    if is_calendar(start) or start.lstrip("\ufeff \r\n\t").startswith(("<", "BEGIN:")):
        return read_ical(data, ends=ends)
    if holidays := read_gpu018(data):
        return holidays
    lines = delimited.physical_lines(delimited.decode(data))
    for delimiter in delimited.DELIMITERS:
        found = read_block_plan([Sheet("", delimited.rows(lines, delimiter))])
        if found is not None:
            return found
    raise CalendarUnreadable(_COLUMNS)


def _known(found: CalendarFile | None) -> CalendarFile:
    if found is None:
        raise CalendarUnreadable(_COLUMNS)
    return found


def _shown(name: str) -> str:
    printable = "".join(c for c in name.replace("\\", "/").rpartition("/")[2] if c.isprintable())
    return f"„{printable[-60:]}“" if printable else ""
