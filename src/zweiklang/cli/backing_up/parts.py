"""The folder of a backup: its parts with their checksums, and the manifest that is written last.

manifest.json   what it is: product, migrations, tables with counts and checksums, sequences, files
SHA256SUMS      one line for each part; `sha256sum --check SHA256SUMS` needs nothing of ours
shape.json      columns, rules, rights, policies, triggers and functions
database/       PostgreSQL's dump in its directory format
files/          what people sent, under the storage's own keys
"""

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO

from zweiklang.cli.backing_up.counting import Measure
from zweiklang.cli.backing_up.postgres import BackupFailed
from zweiklang.cli.backing_up.shape import Shape

FORMAT = 1
MANIFEST, SUMS, SHAPE, DATABASE, FILES = "manifest.json", "SHA256SUMS", "shape.json", "database", "files"
_PIECE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says about itself. `at` is the moment of the snapshot (ISO 8601), `bytes` all parts together.

    `secret_key_check` tells, at a chance of one in four thousand million, whether an instance has the same secret key.
    """

    format: int
    product: str
    at: str
    seconds: dict[str, float]
    server: str
    compression: str
    bytes: int
    migrations: list[list[str]]
    tables: dict[str, Measure]
    sequences: dict[str, int]
    files: dict[str, Any]
    settings: list[str]
    secret_key_check: str
    sums: str

    @property
    def rows(self) -> int:
        """Rows of all tables together."""
        return sum(measure.rows for measure in self.tables.values())


def new_file(path: Path) -> BinaryIO:
    """A new file that nobody else may read; folders above it are made in the same way."""
    for folder in reversed(path.parents):
        if not folder.exists():
            folder.mkdir(mode=0o700)
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def write_text(path: Path, text: str) -> None:
    """The new file holds the text."""
    with new_file(path) as file:
        file.write(text.encode())


def sha256(path: Path) -> str:
    """SHA-256 of the file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_sums(folder: Path, known: dict[str, str]) -> str:
    """SHA256SUMS names every part in the folder; `known` are those already reckoned. Returns the checksum of that list."""
    parts = sorted(_parts(folder))
    write_text(
        folder / SUMS, "".join(f"{known.get(part) or sha256(folder / part)}  {part}\n" for part in parts)
    )
    return sha256(folder / SUMS)


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """The manifest, after which the backup is complete."""
    write_text(folder / MANIFEST, json.dumps(asdict(manifest), indent=2, ensure_ascii=False) + "\n")


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a complete backup; raises BackupFailed for anything else."""
    path = folder / MANIFEST
    if not path.is_file():
        raise BackupFailed(f"{folder} is no complete backup: it has no {MANIFEST}.")
    try:
        raw = json.loads(path.read_text())
        if raw["format"] != FORMAT:
            raise BackupFailed(
                f"{folder} has the format {raw['format']}, this Zweiklang reads {FORMAT}: use the release that wrote it or a newer one."
            )
        tables = {name: Measure(*measure) for name, measure in raw["tables"].items()}
        return Manifest(**{**raw, "tables": tables})
    except (ValueError, KeyError, TypeError) as problem:
        raise BackupFailed(f"{path} is damaged: {problem!r}") from problem


def read_shape(folder: Path) -> Shape:
    """What surrounded the rows."""
    shape: Shape = json.loads((folder / SHAPE).read_text())
    return shape


def read_sums(folder: Path, manifest: Manifest) -> dict[str, str]:
    """Part to checksum; raises BackupFailed if the list is not the one that was written."""
    path = folder / SUMS
    if not path.is_file() or sha256(path) != manifest.sums:
        raise BackupFailed(f"{path} is missing or damaged.")
    lines = (line.split("  ", 1) for line in path.read_text().splitlines())
    return {part: digest for digest, part in lines}


def damaged_parts(folder: Path, sums: dict[str, str], *, below: Iterable[str] = ("",)) -> list[str]:
    """A sentence for each part that is missing, changed or too many, among those whose name begins so."""
    beginnings = tuple(below)
    found: list[str] = []
    for part, digest in sums.items():
        if not part.startswith(beginnings):
            continue
        path = folder / part
        if not path.is_file():
            found.append(f"{part} is missing")
        elif sha256(path) != digest:
            found.append(f"{part} is damaged")
    present = (part for part in _parts(folder) if part.startswith(beginnings))
    return found + [f"{part} does not belong to it" for part in sorted(present) if part not in sums]


def _parts(folder: Path) -> Iterator[str]:
    for place, _, names in folder.walk():
        for name in names:
            part = (place / name).relative_to(folder).as_posix()
            if part not in {MANIFEST, SUMS}:
                yield part


def total_bytes(folder: Path) -> int:
    """Bytes of all files in the folder."""
    return sum((place / name).stat().st_size for place, _, names in folder.walk() for name in names)
