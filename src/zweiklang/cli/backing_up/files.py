"""Files of people on their way into a backup and back: whichever storage holds them, a folder or a bucket.

What lies in the storage never changes under its key, so files are copied after the database and belong to its rows.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

import psycopg

from zweiklang.cli.backing_up.parts import FILES, new_file
from zweiklang.cli.backing_up.postgres import BackupFailed

_PREFIXES = ("kept/", "small/", "incoming/")
_PIECE = 256 * 1024


class Row(NamedTuple):
    """What the table says of one file."""

    state: str
    key: str
    digest: str


type Rows = dict[UUID, Row]


class Copied(NamedTuple):
    """What came of copying: checksums by part, bytes, and the ids of files that are not as their rows say."""

    sums: dict[str, str]
    bytes: int
    missing: list[str]
    altered: list[str]


def rows(connection: psycopg.Connection) -> Rows:
    """The files that the database knows, in the snapshot of the connection; empty where the table is not there yet."""
    if connection.execute("SELECT to_regclass('exchange_storedfile')").fetchone() == (None,):
        return {}
    query = "SELECT id, state, key, digest FROM exchange_storedfile"
    return {file_id: Row(*rest) for file_id, *rest in connection.execute(query)}


def copy_out(wanted: Rows, folder: Path) -> Copied:
    """What lies in the storage for these rows lies in the folder too."""
    from zweiklang.exchange.public import file_id_in, file_storage

    storage, sums, size = file_storage(), {}, 0
    for prefix in _PREFIXES:
        for lying in storage.lying(prefix):
            if file_id_in(lying.key) not in wanted:
                continue  # left over, or newer than the snapshot
            try:
                pieces = storage.pieces(lying.key)
            except FileNotFoundError:
                continue  # deleted meanwhile, or its row is among the missing below
            part = f"{FILES}/{lying.key}"
            sums[part], written = _write(pieces, folder / part)
            size += written
    missing, altered = _compared(wanted, sums)
    return Copied(sums, size, missing, altered)


def still_there(connection: psycopg.Connection, ids: list[str]) -> list[str]:
    """Those of the ids that have a row now: the others were deleted while the backup was made."""
    query = "SELECT id::text FROM exchange_storedfile WHERE id = ANY(%s::uuid[]) ORDER BY 1"
    return [row[0] for row in connection.execute(query, (ids,))] if ids else []


def copy_in(folder: Path, sums: dict[str, str], *, verify: bool) -> dict[str, Any]:
    """What the backup holds lies in the storage; what lay there already in the same way stays.

    Returns counts, and with `verify` the keys that read back otherwise.
    """
    from zweiklang.exchange.public import file_storage

    storage = file_storage()
    lying = {found.key: found.size for prefix in _PREFIXES for found in storage.lying(prefix)}
    counts: dict[str, Any] = {"files": 0, "bytes": 0, "already_there": 0, "wrong": []}
    for part, digest in sums.items():
        key = part.removeprefix(f"{FILES}/")
        size = (folder / part).stat().st_size
        counts["files"] += 1
        counts["bytes"] += size
        if lying.get(key) == size and _digest(storage.pieces(key)) == digest:
            counts["already_there"] += 1
            continue
        with (folder / part).open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != digest:
                raise BackupFailed(f"{part} is damaged; the storage has not got it.")
            storage.put(key, file)
        if verify and _digest(storage.pieces(key)) != digest:
            counts["wrong"].append(key)
    return counts


def _compared(wanted: Rows, sums: dict[str, str]) -> tuple[list[str], list[str]]:
    """Ids of files that ought to lie there and do not, and of those whose bytes are others than were checked."""
    from zweiklang.exchange.public import file_id_in

    arrived = {file_id_in(part.removeprefix(f"{FILES}/")) for part in sums}
    missing, altered = [], []
    for file_id, row in wanted.items():
        digest = sums.get(f"{FILES}/{row.key}")
        if row.state == "ready" and digest is None:
            missing.append(str(file_id))
        elif row.state == "ready" and row.digest and digest != row.digest:
            altered.append(str(file_id))
        elif row.state == "checking" and file_id not in arrived:
            missing.append(str(file_id))
    return sorted(missing), sorted(altered)


def _write(pieces: Iterator[bytes], path: Path) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    with new_file(path) as file:
        for piece in pieces:
            file.write(piece)
            digest.update(piece)
            size += len(piece)
    return digest.hexdigest(), size


def _digest(pieces: Iterator[bytes]) -> str:
    digest = hashlib.sha256()
    for piece in pieces:
        digest.update(piece)
    return digest.hexdigest()
