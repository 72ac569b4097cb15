"""Reads XLSX workbooks of strangers with bounded memory and time.

calamine lays a sheet out densely: a file of one kilobyte with cells at A1 and XFD1048576 asks for 500 GB and ends the process. Therefore each
workbook is unpacked here, measured, and packed anew without what we do not read, before calamine sees it.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import NoReturn

from python_calamine import CalamineWorkbook, SheetVisibleEnum

from zweiklang.interfaces.tables.sheets import LIMITS, Cell, Line, Sheet
from zweiklang.rosters.public import Unreadable

_WANTED = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|xl/_rels/[^/]+|xl/(?!calcChain|comments)[^/]+\.xml|xl/worksheets/[^/]+\.xml",
    re.IGNORECASE,
)
_TOO_BIG = (
    "Die Arbeitsmappe ist ausgepackt zu groß für eine Liste von Personen. Löschen Sie leere Zeilen und Spalten, "
    "oder exportieren Sie den Bericht neu."
)
_BROKEN = "Die Excel-Datei ist beschädigt. Bitte exportieren Sie sie neu oder speichern Sie sie in Excel noch einmal als .xlsx."
_MACROS = "Die Arbeitsmappe enthält Makros und wurde deshalb nicht gelesen. Speichern Sie sie als „Excel-Arbeitsmappe (.xlsx)“."
_BINARY = "Die Datei ist eine binäre Excel-Arbeitsmappe (.xlsb). Speichern Sie sie als „Excel-Arbeitsmappe (.xlsx)“."
# A reference is measured wherever it stands, so that no trick with tags hides one.
_COLUMN_REFERENCES = re.compile(rb"r\s*=\s*[\"']([A-Za-z]+)[0-9]")
_ROW_REFERENCES = re.compile(rb"r\s*=\s*[\"'][A-Za-z]*([0-9]+)")
_ROW_TAGS = re.compile(rb"<(?:[\w.-]+:)?row(?=[\s/>])")
_NUMBERED_ROW_TAGS = re.compile(rb"<(?:[\w.-]+:)?row\s+r=\"[0-9]")
_CELL_TAGS = re.compile(rb"<(?:[\w.-]+:)?c(?=[\s/>])")
_NAMED_CELL_TAGS = re.compile(rb"<(?:[\w.-]+:)?c\s+r=\"[A-Z]")


def opened(data: bytes) -> CalamineWorkbook:
    """Returns the workbook, measured; raises Unreadable for what is no workbook or too large to be one."""
    packed = _packed_anew(data)
    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(packed))
    except BaseException as error:
        _give_up(error)


def sheets(book: CalamineWorkbook) -> list[Sheet]:
    """Returns the sheets a person sees, each to be walked once; hidden ones hold what nobody meant to hand over."""
    names = [sheet.name for sheet in book.sheets_metadata if sheet.visible == SheetVisibleEnum.Visible]
    return [Sheet(name if len(names) > 1 else "", _lines(book, name)) for name in names]


def _lines(book: CalamineWorkbook, name: str) -> Iterator[Line]:
    try:
        sheet = book.get_sheet_by_name(name)
        rows = sheet.iter_rows()  # begins with row 1, even where that is empty
    except BaseException as error:
        _give_up(error)
    for number, cells in enumerate(rows, start=1):
        if any(cell != "" for cell in cells):
            yield Line(number, list[Cell](cells))


def _give_up(error: BaseException) -> NoReturn:
    """Turns what calamine raises into a sentence; a panic of its Rust code is no Exception and would end the request."""
    if isinstance(error, KeyboardInterrupt | SystemExit | GeneratorExit):
        raise error
    raise Unreadable(_BROKEN) from error


def _packed_anew(data: bytes) -> bytes:
    """The parts calamine needs, uncompressed in a new archive: what was measured here is what is read there."""
    parts = _parts(data)
    _measure(parts)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return packed.getvalue()


def _parts(data: bytes) -> dict[str, bytes]:
    """The XML parts of the workbook by name."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            _look_over(entries)
            parts: dict[str, bytes] = {}
            left = LIMITS.unpacked_bytes
            for entry in entries:
                if _WANTED.fullmatch(entry.filename):
                    parts[entry.filename] = _unpacked(archive, entry, left)
                    left -= len(parts[entry.filename])
            return parts
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        RuntimeError,
        OSError,
        ValueError,
    ) as error:
        if isinstance(error, Unreadable):
            raise
        raise Unreadable(_BROKEN) from error


def _look_over(entries: list[zipfile.ZipInfo]) -> None:
    names = [entry.filename.lower() for entry in entries]
    if len(names) > LIMITS.parts:
        raise Unreadable(_TOO_BIG)
    if len(set(names)) != len(names):
        raise Unreadable(_BROKEN)
    if any("vbaproject" in name or "macrosheets" in name for name in names):
        raise Unreadable(_MACROS)
    if "xl/workbook.bin" in names:
        raise Unreadable(_BINARY)


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, left: int) -> bytes:
    most = min(left, LIMITS.shared_text_bytes) if "sharedstrings" in entry.filename.lower() else left
    with archive.open(entry) as part:
        content = part.read(most + 1)
    if len(content) > most:
        raise Unreadable(_TOO_BIG)
    if b"\x00" in content:  # UTF-16, in which the measuring below would see nothing
        raise Unreadable(_BROKEN)
    return content


def _measure(parts: dict[str, bytes]) -> None:
    """Raises Unreadable where the parts together could be laid out to more cells than we take."""
    cells = 0
    for content in parts.values():
        width, height = _extent(content)
        if width > LIMITS.columns or height > LIMITS.rows:
            raise Unreadable(_TOO_BIG)
        cells += width * height
    if cells > LIMITS.cells:
        raise Unreadable(_TOO_BIG)


def _extent(content: bytes) -> tuple[int, int]:
    """The most columns and rows this part can have, whether its cells carry references or not."""
    letters = set(_COLUMN_REFERENCES.findall(content))
    digits = set(_ROW_REFERENCES.findall(content))
    if any(len(name) > 3 for name in letters) or any(len(number) > 9 for number in digits):
        raise Unreadable(_TOO_BIG)
    width = max(map(_column_number, letters), default=0)
    height = max(map(int, digits), default=0)
    unnumbered_rows = len(_ROW_TAGS.findall(content)) - len(_NUMBERED_ROW_TAGS.findall(content))
    unnamed_cells = len(_CELL_TAGS.findall(content)) - len(_NAMED_CELL_TAGS.findall(content))
    if unnamed_cells:
        width += max(len(_CELL_TAGS.findall(row)) for row in _ROW_TAGS.split(content))
    return width, height + unnumbered_rows


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
