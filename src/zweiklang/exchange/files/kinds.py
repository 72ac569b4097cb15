"""Which kinds of files are taken, and whether a file is what its name says. Pure: bytes in, a sentence out."""

import codecs
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO

from zweiklang.exchange.files import packages

_HEAD = 4096
_TAIL = 2048
_PIECE = 256 * 1024
# Everything below space except tab, line feed, form feed and carriage return: no text has them.
_NO_TEXT = frozenset(range(0x20)) - {0x09, 0x0A, 0x0C, 0x0D}
_CANNOT_BE_READ = "Die Datei lässt sich nicht lesen. Öffnen Sie sie bitte bei sich, speichern Sie sie neu, und senden Sie sie noch einmal."


class NotTaken(Exception):
    """The file is not taken; `sentence` says why and what to do instead."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of file: `label` for people, `content_type` it is served as, `check` raises NotTaken unless the content is of it."""

    label: str
    content_type: str
    check: Callable[[BinaryIO], None]
    picture: str = ""
    """The name of the picture's format; empty for everything else."""


def kind_of(name: str) -> Kind:
    """Returns the kind the name says. Raises NotTaken for a name that says none or one we do not take."""
    suffix = PurePosixPath(name).suffix.lower()
    if suffix in KINDS:
        return KINDS[suffix]
    raise NotTaken(_INSTEAD.get(suffix, NOT_ON_THE_LIST))


def check_content(file: BinaryIO, kind: Kind) -> None:
    """Nothing happens if the content is what the kind says, and harmless to open; otherwise raises NotTaken."""
    file.seek(0)
    kind.check(file)
    file.seek(0)


def _begins(*beginnings: bytes, label: str) -> Callable[[BinaryIO], None]:
    def check(file: BinaryIO) -> None:
        if not file.read(_HEAD).startswith(beginnings):
            raise NotTaken(_other(label))

    return check


def _is_pdf(file: BinaryIO) -> None:
    # A PDF may begin later by some readers' rules; a page of another kind could stand before it. Ours begin at the beginning.
    if not file.read(_HEAD).startswith(b"%PDF-"):
        raise NotTaken(_other("PDF"))
    size = file.seek(0, 2)
    file.seek(max(0, size - _TAIL))
    if b"%%EOF" not in file.read():
        raise NotTaken(
            "Das PDF ist nicht vollständig. Speichern Sie es bitte neu, und senden Sie es noch einmal."
        )


def _is_webp(file: BinaryIO) -> None:
    head = file.read(12)
    if not (head.startswith(b"RIFF") and head[8:] == b"WEBP"):
        raise NotTaken(_other("WebP-Bild"))


def _is_package(kind: str, label: str) -> Callable[[BinaryIO], None]:
    def check(file: BinaryIO) -> None:
        if file.read(4) != b"PK\x03\x04":
            raise NotTaken(_other(label))
        try:
            packages.inspect(file, kind)
        except packages.WithProgram as problem:
            raise NotTaken(WITH_PROGRAM) from problem
        except packages.TooMuch as problem:
            raise NotTaken(TOO_MUCH) from problem
        except packages.Other as problem:
            raise NotTaken(_other(label)) from problem
        except packages.Broken as problem:
            raise NotTaken(_CANNOT_BE_READ) from problem

    return check


def _is_text(file: BinaryIO) -> None:
    """Text in UTF-8, or in the older Windows alphabet, in which every byte but control characters is a letter."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    utf8 = True
    while piece := file.read(_PIECE):
        if _NO_TEXT & set(piece):
            raise NotTaken(_other("Text"))
        try:
            decoder.decode(piece)
        except UnicodeDecodeError:
            utf8 = False
    if utf8:
        return
    file.seek(0)
    while piece := file.read(_PIECE):
        try:
            piece.decode("cp1252")
        except UnicodeDecodeError as problem:
            raise NotTaken(_other("Text")) from problem


def _is_calendar(file: BinaryIO) -> None:
    _is_text(file)
    file.seek(0)
    if not file.read(64).removeprefix(codecs.BOM_UTF8).lstrip().upper().startswith(b"BEGIN:VCALENDAR"):
        raise NotTaken(_other("Kalender"))


def _other(label: str) -> str:
    return (
        f"Der Name der Datei sagt „{label}“, der Inhalt ist etwas anderes. Speichern Sie sie bitte in dem Programm, "
        "mit dem sie gemacht ist, und ändern Sie die Endung nicht von Hand."
    )


def _open_packages() -> dict[str, Kind]:
    of_office = "application/vnd.openxmlformats-officedocument."
    of_open = "application/vnd.oasis.opendocument."
    rows = (
        (".docx", "Word-Dokument", of_office + "wordprocessingml.document", "word"),
        (".xlsx", "Excel-Tabelle", of_office + "spreadsheetml.sheet", "xl"),
        (".pptx", "PowerPoint-Präsentation", of_office + "presentationml.presentation", "ppt"),
        (".odt", "OpenDocument-Text", of_open + "text", of_open + "text"),
        (".ods", "OpenDocument-Tabelle", of_open + "spreadsheet", of_open + "spreadsheet"),
        (".odp", "OpenDocument-Präsentation", of_open + "presentation", of_open + "presentation"),
    )
    return {suffix: Kind(label, mime, _is_package(kind, label)) for suffix, label, mime, kind in rows}


_JPEG = Kind("JPEG-Bild", "image/jpeg", _begins(b"\xff\xd8\xff", label="JPEG-Bild"), picture="JPEG")
KINDS: dict[str, Kind] = {
    ".pdf": Kind("PDF", "application/pdf", _is_pdf),
    ".jpg": _JPEG,
    ".jpeg": _JPEG,
    ".png": Kind("PNG-Bild", "image/png", _begins(b"\x89PNG\r\n\x1a\n", label="PNG-Bild"), picture="PNG"),
    ".webp": Kind("WebP-Bild", "image/webp", _is_webp, picture="WEBP"),
    **_open_packages(),
    ".txt": Kind("Text", "text/plain", _is_text),
    ".csv": Kind("Tabelle (CSV)", "text/csv", _is_text),
    ".ics": Kind("Kalender", "text/calendar", _is_calendar),
}
ACCEPT = ",".join([*KINDS, "image/jpeg", "image/png", "image/webp"])
"""For a file field: phones turn their own kinds of pictures into one of these when they are named."""
TAKEN = "PDF, Bilder (JPEG, PNG, WebP), Word, Excel, PowerPoint, OpenDocument, Text, CSV und Kalender"
NOT_ON_THE_LIST = f"Diese Art von Datei nehmen wir nicht an. Möglich sind {TAKEN}. Oft hilft es, die Datei als PDF zu speichern."
WITH_PROGRAM = "In der Datei steckt ein Programm (Makro oder eingebettetes Objekt). Speichern Sie sie bitte ohne das oder als PDF."
TOO_MUCH = "Die Datei wird beim Öffnen viel größer, als sie aussieht. Senden Sie sie bitte als PDF."
_OLD_OFFICE = (
    "Das ist ein altes Office-Format. Speichern Sie die Datei bitte als docx, xlsx oder pptx oder als PDF."
)
_PAGE = "Webseiten und SVG-Zeichnungen können Programme enthalten. Speichern Sie die Datei bitte als PDF oder als Bild (PNG)."
_ARCHIVE = "Gepackte Dateien nehmen wir nicht an. Senden Sie die Dateien bitte einzeln."
_RAW = "Dieses Bildformat zeigen nicht alle Geräte. Speichern Sie das Bild bitte als JPEG."
_INSTEAD: dict[str, str] = {
    **dict.fromkeys((".svg", ".svgz", ".html", ".htm", ".xhtml", ".xml", ".mht"), _PAGE),
    **dict.fromkeys((".zip", ".rar", ".7z", ".gz", ".tar", ".tgz"), _ARCHIVE),
    **dict.fromkeys((".heic", ".heif", ".gif", ".bmp", ".tif", ".tiff", ".avif"), _RAW),
    **dict.fromkeys((".docm", ".xlsm", ".pptm", ".dotm", ".xlsb", ".xltm", ".potm", ".ppsm"), WITH_PROGRAM),
    **dict.fromkeys((".doc", ".xls", ".ppt"), _OLD_OFFICE),
    **dict.fromkeys((".mp4", ".mov", ".avi", ".mp3", ".m4a", ".wav"), "Filme und Töne nehmen wir nicht an."),
}
