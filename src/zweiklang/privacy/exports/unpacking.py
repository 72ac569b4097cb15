"""Opens a ZIP that anybody may have made: nothing is written to a disk, no entry is believed before it is counted.

Refused: names that are not ours, entries twice, links, passwords, more bytes than allowed (declared or found), files without a digest
or with another one, files that the manifest does not know.
"""

import hashlib
import json
import re
import zipfile
import zlib
from typing import IO, Any

from zweiklang.kernel.errors import Rejected
from zweiklang.privacy.exports.package import FORMAT, MANIFEST, VERSION

MOST_FILES = 2_000
MOST_BYTES = 1024 * 1024 * 1024
MOST_OF_DATA = 256 * 1024 * 1024
MOST_OF_MANIFEST = 4 * 1024 * 1024
# JSON of ids and days shrinks to a twentieth; a bomb to a thousandth.
MOST_RATIO = 400
SMALL = 64 * 1024
_NAMES = re.compile(
    r"index\.html|manifest\.json|(?:data|schema)/[a-z_.]{1,100}\.json|csv/[a-z_.]{1,100}\.csv"
    r"|lesen/[a-z_.]{1,100}\.html|nachweis/Ausbildungsnachweis-[0-9]{1,3}\.pdf"
)
_CHUNK = 64 * 1024
_ENCRYPTED = 0x1
_LINK = 0o120000

OTHER_FILE = "Das ist keine Datei, die Zweiklang gemacht hat."
CHANGED = "Die Datei wurde verändert oder ist unvollständig."
TOO_LARGE = "Die Datei ist größer als erlaubt."


class Unpacked:
    """An export that has been checked as a whole: every file has the digest that the manifest says."""

    def __init__(self, file: IO[bytes]) -> None:
        try:
            self._zip = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise Rejected(
                f"{OTHER_FILE} Erwartet wird die ZIP-Datei, so wie Sie sie bekommen haben."
            ) from error
        self._entries = _checked(self._zip.infolist())
        self.manifest = self._manifest()
        self._check_digests()

    def rows(self, dataset: str) -> list[dict[str, Any]]:
        """Returns the rows of a data file; an empty list if the file is not there."""
        path = f"data/{dataset}.json"
        if path not in self._entries:
            return []
        content = _json(self._read(path, MOST_OF_DATA), path)
        if not isinstance(content, dict) or content.get("dataset") != dataset:
            raise Rejected(f"{path}: {CHANGED}")
        rows = content.get("rows")
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise Rejected(f"{path}: Erwartet wird eine Liste von Einträgen.")
        return rows

    def datasets(self) -> set[str]:
        """Returns the names of the data files."""
        return {name[len("data/") : -len(".json")] for name in self._entries if name.startswith("data/")}

    def _manifest(self) -> dict[str, Any]:
        if MANIFEST not in self._entries:
            raise Rejected(f"{OTHER_FILE} Es fehlt {MANIFEST}.")
        manifest = _json(self._read(MANIFEST, MOST_OF_MANIFEST), MANIFEST)
        if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
            raise Rejected(OTHER_FILE)
        if manifest.get("version") != VERSION:
            raise Rejected(
                f"Diese Datei hat die Fassung {manifest.get('version')!s:.20}. Dieses Zweiklang liest Fassung {VERSION}."
            )
        return manifest

    def _check_digests(self) -> None:
        said = self.manifest.get("files")
        if not isinstance(said, list) or not all(isinstance(one, dict) for one in said):
            raise Rejected(f"{MANIFEST}: {CHANGED}")
        digests = {str(one.get("path")): one.get("sha256") for one in said}
        if set(digests) != set(self._entries) - {MANIFEST}:
            raise Rejected(f"{CHANGED} {MANIFEST} nennt andere Dateien, als da sind.")
        for path, digest in digests.items():
            if self._digest(path) != digest:
                raise Rejected(f"{path}: {CHANGED}")

    def _digest(self, path: str) -> str:
        total = hashlib.sha256()
        for part in self._parts(path, MOST_BYTES):
            total.update(part)
        return total.hexdigest()

    def _read(self, path: str, limit: int) -> bytes:
        return b"".join(self._parts(path, limit))

    def _parts(self, path: str, limit: int) -> Any:
        """Yields the bytes of an entry; counted, because what a ZIP declares may be a lie."""
        size = 0
        try:
            with self._zip.open(self._entries[path]) as entry:
                while part := entry.read(_CHUNK):
                    size += len(part)
                    if size > limit:
                        raise Rejected(f"{path}: {TOO_LARGE}")
                    yield part
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            RuntimeError,
            NotImplementedError,
        ) as error:
            raise Rejected(f"{path}: {CHANGED}") from error


def _checked(entries: list[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
    if len(entries) > MOST_FILES or sum(one.file_size for one in entries) > MOST_BYTES:
        raise Rejected(TOO_LARGE)
    found: dict[str, zipfile.ZipInfo] = {}
    for one in entries:
        # `orig_filename` is what stands in the file; Python cuts `filename` at a NUL.
        if one.filename in found or not _NAMES.fullmatch(one.orig_filename) or not _is_plain(one):
            raise Rejected(f"{OTHER_FILE} Darin ist {one.orig_filename[:60]!a}.")
        if one.file_size > SMALL and one.file_size > MOST_RATIO * max(one.compress_size, 1):
            raise Rejected(f"{one.filename}: {TOO_LARGE}")
        found[one.filename] = one
    return found


def _is_plain(one: zipfile.ZipInfo) -> bool:
    return not one.flag_bits & _ENCRYPTED and (one.external_attr >> 16) & 0o170000 != _LINK


def _json(data: bytes, path: str) -> Any:
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as error:
        raise Rejected(f"{path}: {CHANGED}") from error
