"""Making a backup: dump, counts and checksums of one snapshot, then the files its rows name, then the manifest."""

import json
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg

from zweiklang.cli.backing_up import counting, files, postgres
from zweiklang.cli.backing_up.instance import PRECIOUS_SETTINGS, note_last, product_version, secret_key_checks
from zweiklang.cli.backing_up.parts import (
    DATABASE,
    FORMAT,
    SHAPE,
    Manifest,
    total_bytes,
    write_manifest,
    write_sums,
    write_text,
)
from zweiklang.cli.backing_up.postgres import BackupFailed
from zweiklang.cli.backing_up.shape import shape
from zweiklang.cli.environment import var_dir
from zweiklang.cli.locks import LockedByOther, exclusive_lock


def take(url: str, target: Path, *, jobs: int) -> Manifest:
    """A complete backup lies in the folder `target`, which was not there before; or, after an error, nothing.

    `url` is the owner's, not through a pooler. Readers and writers go on; only changes of tables wait for the dump.
    """
    with _only_one(), _finished_or_gone(target) as folder:
        manifest = _fill(url, folder, jobs)
        write_manifest(folder, manifest)
        os.sync()  # one call for some hundred thousand small files, before the name says that they are there
        if target.is_dir():
            target.rmdir()  # it was empty
        folder.replace(target)
        _sync_folder(target.parent)
    note_last(target, manifest.at, verified=False)
    return manifest


def _fill(url: str, folder: Path, jobs: int) -> Manifest:
    began, seconds = time.monotonic(), {}
    with postgres.connected(url) as connection:
        connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        facts = _facts(connection)
        write_text(folder / SHAPE, json.dumps(shape(connection), indent=0, ensure_ascii=False) + "\n")
        dump = postgres.program("pg_dump", at_least=postgres.server_major(connection))
        facts["compression"] = postgres.best_compression(dump)
        known_files = files.rows(connection)
        _dump(dump, url, folder, jobs=jobs, snapshot=facts["snapshot"], compression=facts["compression"])
        seconds["dump"] = time.monotonic() - began
        all_tables = counting.tables(connection)
        measures = counting.measures(url, all_tables, jobs=jobs, snapshot=facts.pop("snapshot"))
        connection.execute("COMMIT")
    seconds["checksums"] = time.monotonic() - began - seconds["dump"]
    copied = files.copy_out(known_files, folder)
    with postgres.connected(url) as connection:
        missing = files.still_there(connection, copied.missing)
    seconds["files"] = time.monotonic() - began - sum(seconds.values())
    sums = write_sums(folder, copied.sums)
    seconds["all"] = time.monotonic() - began
    found = {"count": len(copied.sums), "bytes": copied.bytes, "missing": missing, "altered": copied.altered}
    return Manifest(
        format=FORMAT,
        product=product_version(),
        seconds={name: round(value, 2) for name, value in seconds.items()},
        bytes=total_bytes(folder),
        tables=measures,
        files=found,
        settings=list(PRECIOUS_SETTINGS),
        secret_key_check=secret_key_checks()[0],
        sums=sums,
        **facts,
    )


def _facts(connection: psycopg.Connection) -> dict[str, Any]:
    """What the database says of itself in this snapshot, with the name under which others can see the same one.

    Sequences are read before the dump: they only grow, so after restoring none may be behind.
    """
    if connection.execute("SELECT to_regclass('django_migrations')").fetchone() == (None,):
        raise BackupFailed("There is nothing to back up: the database has no tables of Zweiklang.")
    row = connection.execute("SELECT pg_export_snapshot(), current_setting('server_version')").fetchone()
    assert row is not None
    migrations = connection.execute("SELECT app, name FROM django_migrations ORDER BY app, name")
    return {
        "snapshot": row[0],
        "server": row[1],
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "migrations": [list(migration) for migration in migrations],
        "sequences": counting.sequences(connection),
    }


def _dump(
    dump: postgres.Program, url: str, folder: Path, *, jobs: int, snapshot: str, compression: str
) -> None:
    """PostgreSQL's dump lies in the folder. Rows that policies hide from this role end it with an error: it must be the owner."""
    arguments = [
        "--format=directory",
        f"--file={folder / DATABASE}",
        f"--jobs={jobs}",
        f"--snapshot={snapshot}",
    ]
    postgres.run(dump, url, [*arguments, f"--compress={compression}", "--no-sync"])


@contextmanager
def _finished_or_gone(target: Path) -> Iterator[Path]:
    """A folder beside `target` that becomes it. Of a process that was killed it stays, and the next backup removes it."""
    if target.exists() and not (target.is_dir() and not any(target.iterdir())):
        raise BackupFailed(f"{target} is there already; name a folder that is not.")
    unfinished = target.with_name(f"{target.name}.partial")
    shutil.rmtree(unfinished, ignore_errors=True)
    try:
        unfinished.mkdir(mode=0o700, parents=True)
        yield unfinished
    except OSError as problem:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise BackupFailed(f"The backup could not be written: {problem}") from problem
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise


@contextmanager
def _only_one() -> Iterator[None]:
    """Of two backups at once the second one ends with a sentence: they would only make each other slow."""
    note = f"process {os.getpid()} since {datetime.now(UTC):%H:%M} UTC"
    try:
        with exclusive_lock(var_dir() / "backups" / "lock", patience=1, note=note):
            yield
    except LockedByOther as error:
        raise BackupFailed(f"Another backup of this instance is being made: {error.holder}.") from error


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
