"""A PostgreSQL as others run it: reached over TCP, with passwords (SCRAM), and no way in without one.

Debian 12 has PostgreSQL 15 and we need 16, so the programs are those of the embedded server; server, accounts and connections are not
its own. With a fitting server on the machine (`/usr/lib/postgresql/*/bin`) that one is taken.
"""

import secrets
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from tests.cli.processes import free_port
from zweiklang.cli.embedded_postgres import DatabaseUrls, EmbeddedPostgres
from zweiklang.cli.lifeline import signal_when_parent_dies
from zweiklang.cli.postgres_account import account_for
from zweiklang.cli.roles import APP, OWNER

OLDEST = 16
CONNECTIONS = 60


@dataclass(frozen=True, slots=True)
class TcpPostgres:
    """A running server; `passwords` by role."""

    port: int
    passwords: dict[str, str]

    def url(self, role: str, database: str, *, port: int = 0) -> str:
        """Returns the connection string; `port` of a pooler before it, if given."""
        return f"postgresql://{role}:{self.passwords[role]}@127.0.0.1:{port or self.port}/{database}"

    def urls(self, database: str) -> DatabaseUrls:
        """Returns the connection strings of the three roles, straight to the server."""
        return DatabaseUrls(
            self.url(APP, database), self.url(OWNER, database), self.url("postgres", database)
        )


def programs() -> Path:
    """Returns the folder with PostgreSQL's programs."""
    system = {
        int(path.parent.name): path
        for path in Path("/usr/lib/postgresql").glob("*/bin")
        if path.parent.name.isdigit() and (path / "initdb").exists()
    }
    fitting = [path for number, path in sorted(system.items()) if number >= OLDEST]
    return fitting[-1] if fitting else EmbeddedPostgres.program("postgres").parent


@contextmanager
def running_postgres(folder: Path) -> Iterator[TcpPostgres]:
    """Inside the block the server runs, with its data below the folder; it forgets safety for speed, as tests may."""
    data, port = folder / "data", free_port()
    server = TcpPostgres(port, {role: secrets.token_hex(16) for role in ("postgres", APP, OWNER)})
    account = account_for(data)
    account.let_run(programs().parent)
    data.mkdir(parents=True)
    account.give(data)
    account.let_reach(data)
    _initialise(data, server.passwords["postgres"])
    options = [f"port={port}", "listen_addresses=127.0.0.1", "unix_socket_directories=", "timezone=UTC"]
    options += [
        f"max_connections={CONNECTIONS}",
        "fsync=off",
        "synchronous_commit=off",
        "full_page_writes=off",
    ]
    with (folder / "postgres.log").open("ab") as log:
        process = subprocess.Popen(
            [programs() / "postgres", "-D", data, *(part for one in options for part in ("-c", one))],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/",
            preexec_fn=signal_when_parent_dies(signal.SIGINT),  # noqa: PLW1509 - it calls nothing that takes a lock
            **account.popen_options(),
        )  # fmt: skip
    try:
        _wait(process, server, folder / "postgres.log")
        yield server
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)


def _initialise(data: Path, password: str) -> None:
    account, note = account_for(data), data.with_name("password")
    note.write_text(password)
    note.chmod(0o644)
    command = [
        programs() / "initdb",
        "-D",
        data,
        "-U",
        "postgres",
        "--encoding=UTF8",
        "--no-locale",
        "--no-sync",
    ]
    command += [
        "--auth=scram-sha-256",
        f"--pwfile={note}",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
    ]
    if "postgresql" in str(programs()) and int(programs().parent.name or 0) < 17:
        command = command[:-2]  # that provider came with version 17
    subprocess.run(command, check=True, capture_output=True, cwd="/", **account.popen_options())


def _wait(process: subprocess.Popen[bytes], server: TcpPostgres, log: Path) -> None:
    deadline = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < deadline:
        try:
            psycopg.connect(server.url("postgres", "postgres"), connect_timeout=5).close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError(f"PostgreSQL does not answer:\n{log.read_text()[-2000:]}")


def copy_database(source: str, target: str) -> None:
    """The database at `target` holds tables and rows of the one at `source`. Both URLs of a superuser."""
    dump, psql = (EmbeddedPostgres.program(name) for name in ("pg_dump", "psql"))
    writing = subprocess.Popen([dump, "--no-password", source], stdout=subprocess.PIPE)
    reading = subprocess.run(
        [psql, "-X", "-q", "-v", "ON_ERROR_STOP=1", target],
        stdin=writing.stdout, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False,
    )  # fmt: skip
    assert writing.wait() == 0
    assert reading.returncode == 0, reading.stderr


def remove(folder: Path) -> None:
    """The folder is gone."""
    shutil.rmtree(folder, ignore_errors=True)
