"""Connections as the owner of the tables, and PostgreSQL's own programs in a version that fits the server."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import click
import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from zweiklang.cli.embedded_postgres import EmbeddedPostgres, PostgresFailed

# How values look as text must not depend on a server's settings: checksums are made of it. Without row_security PostgreSQL
# refuses to read a table of which this role would see a part only.
_PLAIN = {
    "row_security": "off",
    "DateStyle": "ISO, YMD",
    "IntervalStyle": "postgres",
    "TimeZone": "UTC",
    "extra_float_digits": "1",
    "bytea_output": "hex",
    "statement_timeout": "0",
    "lock_timeout": "0",
    "idle_in_transaction_session_timeout": "0",
    "jit": "off",
}
# The best first. A build knows what it was compiled with; all know gzip.
_COMPRESSIONS = ("zstd:1", "lz4", "gzip:1")
_PLACES = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql@*/bin")


class BackupFailed(click.ClickException):
    """A backup could not be made, read or restored; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Program:
    """One of PostgreSQL's programs on this machine."""

    path: Path
    major: int


@contextmanager
def connected(url: str) -> Iterator[psycopg.Connection]:
    """A connection as the owner that sees all rows or fails, and writes values in one way whatever the server's settings."""
    try:
        connection = psycopg.connect(url, autocommit=True, application_name="zweiklang backup")
    except psycopg.OperationalError as problem:
        raise BackupFailed(f"The database does not answer as the owner role: {problem}") from problem
    with connection:
        for name, value in _PLAIN.items():
            connection.execute("SELECT set_config(%s, %s, false)", (name, value))
        try:
            yield connection
        except psycopg.Error as problem:
            raise BackupFailed(f"The database ended it: {problem}") from problem


def server_major(connection: psycopg.Connection) -> int:
    """The server's major version, 18 for example."""
    return connection.info.server_version // 10000


def program(name: str, *, at_least: int, compression: str = "") -> Program:
    """The program in the oldest version here that is not older than `at_least`, and that knows the compression.

    Raises BackupFailed when there is none.
    """
    fitting = [
        found
        for found in _programs(name)
        if found.major >= at_least
        and (not compression or _knows(found.path.with_name("pg_dump"), compression))
    ]
    if not fitting:
        kind = f" that knows {compression}" if compression else ""
        raise BackupFailed(
            f"{name} of PostgreSQL {at_least} or newer{kind} is not here. Install postgresql-client-{at_least}."
        )
    return min(fitting, key=lambda found: found.major)


def best_compression(pg_dump: Program) -> str:
    """The first of zstd, lz4 and gzip that this build knows, with its level."""
    return next(kind for kind in _COMPRESSIONS if _knows(pg_dump.path, kind))


def run(chosen: Program, url: str, arguments: Sequence[str | Path], **settings: str) -> None:
    """The program has succeeded on that database; `settings` hold for its sessions. Raises BackupFailed with its last words."""
    place, environment = _place(url, settings)
    command = [chosen.path, f"--dbname={place}", *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, umask=0o077)
    if done.returncode:
        last = "\n".join((done.stderr or done.stdout).strip().splitlines()[-8:])
        raise BackupFailed(f"{chosen.path.name} ended with code {done.returncode}:\n{last}")


def _place(url: str, settings: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    """The connection string without the password, which everybody on this machine could read in the list of processes."""
    parts = conninfo_to_dict(url)
    password = parts.pop("password", None)
    options = [str(parts.pop("options", None) or ""), *(f"-c {k}={v}" for k, v in settings.items())]
    parts["options"] = " ".join(filter(None, options)) or None
    environment = {**os.environ, **({"PGPASSWORD": str(password)} if password else {})}
    return make_conninfo("", **parts), environment


@cache
def _programs(name: str) -> tuple[Program, ...]:
    """All programs of that name here; the system's before the one of the wheel, which knows fewer compressions."""
    paths = [Path(found)] if (found := shutil.which(name)) else []
    for pattern in _PLACES:
        paths += sorted(Path("/").glob(f"{pattern.lstrip('/')}/{name}"))
    with suppress(PostgresFailed):  # a machine that has its own server may do without the wheel
        paths.append(EmbeddedPostgres.program(name))
    known = [Program(path, major) for path in paths if (major := _major(path))]
    return tuple(known)


def _major(path: Path) -> int:
    try:
        done = subprocess.run([path, "--version"], capture_output=True, text=True, check=False)
    except OSError:
        return 0
    found = re.search(r"\) (\d+)", done.stdout)
    return int(found[1]) if found else 0


@cache
def _knows(pg_dump: Path, compression: str) -> bool:
    """Whether the build can compress so: it says so before it looks for the server, which is nowhere here."""
    probe = [
        "--format=directory",
        f"--compress={compression}",
        "--file=/nonexistent/x",
        "--dbname=host=/nonexistent",
    ]
    done = subprocess.run([pg_dump, *probe], capture_output=True, text=True, check=False)
    return not re.search(
        r"does not support|unrecognized compression|invalid value|must be an integer", done.stderr
    )
