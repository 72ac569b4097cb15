"""What lies in a packed document (OOXML, OpenDocument): of which kind it is, no programs, not more than it may unpack to.

Every entry is unpacked once, in pieces and counted, so that what an entry says of its own size need not be believed.
"""

import zipfile
import zlib
from typing import BinaryIO

MOST_ENTRIES = 5_000
MOST_BYTES = 300 * 1024 * 1024
_MOST_NAMES = 1024 * 1024
_PIECE = 256 * 1024
_CONTENT_TYPES = "[Content_Types].xml"
# The main part of each kind of OOXML lies in a folder of its own, and says of itself what it is.
_MAIN = {
    "word": b"wordprocessingml.document.main+xml",
    "xl": b"spreadsheetml.sheet.main+xml",
    "ppt": b"presentationml.presentation.main+xml",
}
# Macros of Office, the older macro sheets of Excel, controls, objects of other programs; Basic and scripts of OpenDocument.
_PROGRAMS = ("vbaproject", "vbadata", "macrosheets/", "activex/", "/oleobject")
_OPEN_PROGRAMS = ("basic/", "scripts/", "dialogs/")
_MACRO_TYPES = (b"macroenabled", b"vbaproject", b"ms-office.activex", b"intlmacrosheet", b"macrosheet")
# Ways of writing a type so that it is not found by its letters. No program of ours or theirs writes types like that.
_DISGUISES = (b"&#", b"<!doctype", b"<!entity")


class Other(Exception):
    """It is not of the kind its name says."""


class WithProgram(Exception):
    """There is a program in it."""


class TooMuch(Exception):
    """It unpacks to more than is reasonable."""


class Broken(Exception):
    """It cannot be read to the end."""


def inspect(file: BinaryIO, kind: str) -> None:
    """Nothing happens for a sound document of that kind (a folder of OOXML, or the media type of OpenDocument) without programs."""
    try:
        with zipfile.ZipFile(file) as package:
            _check_names(package)
            _unpack(package)
            if kind in _MAIN:
                _check_office(package, kind)
            else:
                _check_open(package, kind)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as problem:
        raise Broken from problem  # RuntimeError: entries with a password


def _check_names(package: zipfile.ZipFile) -> None:
    entries = package.infolist()
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_BYTES:
        raise TooMuch
    names = [entry.filename.lower() for entry in entries]
    if any(part in name for name in names for part in _PROGRAMS):
        raise WithProgram
    if any(name.startswith(_OPEN_PROGRAMS) for name in names):
        raise WithProgram


def _unpack(package: zipfile.ZipFile) -> None:
    """Each entry holds what its directory says; a wrong size or sum is found by reading it."""
    total = 0
    for entry in package.infolist():
        with package.open(entry) as part:
            while piece := part.read(_PIECE):
                total += len(piece)
                if total > MOST_BYTES:
                    raise TooMuch


def _check_office(package: zipfile.ZipFile, kind: str) -> None:
    if _CONTENT_TYPES not in package.namelist():
        raise Other
    with package.open(_CONTENT_TYPES) as part:
        types = part.read(_MOST_NAMES + 1)
    if len(types) > _MOST_NAMES:
        raise TooMuch
    said = types.lower()
    if any(word in said for word in (*_MACRO_TYPES, *_DISGUISES)):
        raise WithProgram
    if _MAIN[kind] not in types or not any(name.startswith(f"{kind}/") for name in package.namelist()):
        raise Other


def _check_open(package: zipfile.ZipFile, kind: str) -> None:
    first = package.infolist()[0] if package.infolist() else None
    if first is None or first.filename != "mimetype":
        raise Other
    with package.open(first) as part:
        if part.read(200).decode("ascii", "replace").strip() != kind:
            raise Other
