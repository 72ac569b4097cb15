"""Restoring into an empty database, and comparing all of it before anybody can sign in."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from zweiklang.cli.backing_up import counting, files, postgres
from zweiklang.cli.backing_up.instance import secret_key_checks, unknown_migrations
from zweiklang.cli.backing_up.parts import (
    DATABASE,
    FILES,
    SHAPE,
    Manifest,
    damaged_parts,
    read_manifest,
    read_shape,
    read_sums,
)
from zweiklang.cli.backing_up.postgres import BackupFailed
from zweiklang.cli.backing_up.shape import differences, shape
from zweiklang.cli.roles import APP, SYSTEM

_UNFINISHED = "zweiklang: a restore into this database has not been finished"
_MOST_SHOWN = 20


def restore(url: str, folder: Path, *, verify: bool, jobs: int) -> dict[str, Any]:
    """The database and the storage hold what the backup holds; nobody but the owner could sign in until then.

    Raises BackupFailed, and leaves the database closed, if anything is not as it was. A restore that was broken off is begun anew.
    """
    manifest = read_manifest(folder)
    if strange := unknown_migrations(manifest.migrations):
        raise BackupFailed(
            f"A newer Zweiklang ({manifest.product}) made this backup; this one does not know {', '.join(strange[:5])}. "
            "Install that release or a newer one."
        )
    sums = read_sums(folder, manifest)
    _require(damaged_parts(folder, sums, below=(f"{DATABASE}/", SHAPE)), "The backup is damaged")
    seconds: dict[str, float] = {}
    result: dict[str, Any] = {"from": str(folder), "at": manifest.at, "product": manifest.product}
    with postgres.connected(url) as connection, _closed_until_whole(connection):
        with _timed(seconds, "database"):
            _load(url, connection, folder, manifest, jobs=jobs)
        with _timed(seconds, "files"):
            known = {part: digest for part, digest in sums.items() if part.startswith(f"{FILES}/")}
            result["files"] = files.copy_in(folder, known, verify=verify)
        if verify:
            with _timed(seconds, "verify"):
                wrong = _compared(url, connection, folder, manifest, jobs=jobs)
            _require(wrong + [f"file {key}" for key in result["files"].pop("wrong")], "Not as in the backup")
        with _timed(seconds, "tidy"):
            _tidy(url, connection, jobs)
    return {
        **result,
        "tables": len(manifest.tables),
        "rows": manifest.rows,
        "verified": verify,
        "missing_files": manifest.files["missing"],
        "same_secret_key": manifest.secret_key_check in secret_key_checks(),
        "seconds": {name: round(value, 2) for name, value in seconds.items()},
    }


def _load(url: str, connection: psycopg.Connection, folder: Path, manifest: Manifest, *, jobs: int) -> None:
    """The dump is in the database: rows first, then indexes, rules and triggers, which are built once."""
    least = max(postgres.server_major(connection), int(manifest.server.split(".")[0]))
    chosen = postgres.program("pg_restore", at_least=least, compression=manifest.compression)
    arguments: list[str | Path] = [
        "--format=directory",
        f"--jobs={jobs}",
        "--no-owner",
        "--exit-on-error",
        folder / DATABASE,
    ]
    # Nothing of it counts before all of it is there: waiting for the disk at each commit gains nothing.
    postgres.run(
        chosen, url, arguments, maintenance_work_mem="256MB", synchronous_commit="off", statement_timeout="0"
    )


def _compared(
    url: str, connection: psycopg.Connection, folder: Path, manifest: Manifest, *, jobs: int
) -> list[str]:
    """A sentence for everything that is not as the backup says: rows, sequences, columns, rules, rights."""
    found = counting.measures(url, counting.tables(connection), jobs=jobs)
    wrong = [f"table {name} is not in the backup" for name in found.keys() - manifest.tables.keys()]
    for name, expected in manifest.tables.items():
        measure = found.get(name)
        if measure is None:
            wrong.append(f"table {name} is missing")
        elif measure.rows != expected.rows:
            wrong.append(f"table {name} has {measure.rows} rows instead of {expected.rows}")
        elif measure != expected:
            wrong.append(f"table {name} has other contents")
    now = counting.sequences(connection)
    wrong += [
        f"sequence {name} is behind" for name, last in manifest.sequences.items() if now.get(name, -1) < last
    ]
    return wrong + differences(read_shape(folder), shape(connection))


def _tidy(url: str, connection: psycopg.Connection, jobs: int) -> None:
    """PostgreSQL knows the sizes of things again, so that the first pages are as fast as before."""
    chosen = postgres.program("vacuumdb", at_least=postgres.server_major(connection))
    arguments = ["--analyze", "--freeze", f"--jobs={jobs}", "--schema=public", "--quiet"]
    postgres.run(chosen, url, arguments, maintenance_work_mem="256MB")


@contextmanager
def _closed_until_whole(connection: psycopg.Connection) -> Iterator[None]:
    """The database was empty, and inside the block only its owner can sign in; afterwards everybody, unless something failed.

    The note on the database stays after a failure: by it the next restore knows that nothing here is worth keeping.
    """
    name = connection.info.dbname
    _require_roles(connection)
    if _note(connection) == _UNFINISHED:
        connection.execute("DROP SCHEMA IF EXISTS public CASCADE")
        connection.execute("CREATE SCHEMA public")
    elif count := len(counting.tables(connection)):
        raise BackupFailed(
            f"The database {name} is not empty: it has {count} tables. Restore into a fresh one: "
            "`zweiklang database create --name …` on a server of your own, another ZWEIKLANG_VAR_DIR for the embedded one."
        )
    database, app = sql.Identifier(name), sql.Identifier(APP)
    connection.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(database, sql.Literal(_UNFINISHED)))
    connection.execute(sql.SQL("REVOKE CONNECT ON DATABASE {} FROM {}").format(database, app))
    _without_default_rights(connection)
    yield
    connection.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, app))
    connection.execute(sql.SQL("COMMENT ON DATABASE {} IS NULL").format(database))


def _without_default_rights(connection: psycopg.Connection) -> None:
    """A table made from now on gives nobody rights by itself. A dump only grants: what a new table gives away would stay."""
    for kind in ("TABLES", "SEQUENCES"):
        connection.execute(
            sql.SQL("ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON {} FROM {}, {}").format(
                sql.SQL(kind), sql.Identifier(APP), sql.Identifier(SYSTEM)
            )
        )


def _note(connection: psycopg.Connection) -> str:
    row = connection.execute(
        "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()"
    ).fetchone()
    return (row and row[0]) or ""


def _require_roles(connection: psycopg.Connection) -> None:
    """The roles are there: a dump holds rights but not those who have them."""
    rows = connection.execute(
        "SELECT rolname FROM pg_roles WHERE rolname = ANY(%s)", ([APP, SYSTEM],)
    ).fetchall()
    if len(rows) < 2:
        raise BackupFailed("The roles are not there: run `zweiklang database create` first.")


def _require(wrong: list[str], what: str) -> None:
    if wrong:
        more = f"\n  … and {len(wrong) - _MOST_SHOWN} more" if len(wrong) > _MOST_SHOWN else ""
        raise BackupFailed(f"{what}:\n  " + "\n  ".join(wrong[:_MOST_SHOWN]) + more)


@contextmanager
def _timed(seconds: dict[str, float], name: str) -> Iterator[None]:
    began = time.monotonic()
    yield
    seconds[name] = time.monotonic() - began
