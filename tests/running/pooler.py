"""PgBouncer in transaction mode before a PostgreSQL, with so few connections that clients always share them."""

import os
import pwd
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools import debian

from tests.cli.processes import free_port
from tests.running.postgres import TcpPostgres
from zweiklang.cli.lifeline import signal_when_parent_dies
from zweiklang.cli.roles import APP

# Both are what docs/operations/running.md recommends; the number of server connections is as small as it can be.
SETTINGS = """
[databases]
* = host=127.0.0.1 port={server}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = {users}
pool_mode = transaction
max_client_conn = 200
default_pool_size = {connections}
max_prepared_statements = {prepared}
server_tls_sslmode = disable
log_connections = 0
log_disconnections = 0
"""
# Since this version PgBouncer can keep prepared statements in transaction mode, and psycopg can tell it to let go of them.
KEEPS_STATEMENTS = (1, 22)


@contextmanager
def running_pooler(folder: Path, server: TcpPostgres, *, connections: int) -> Iterator[int]:
    """Inside the block it runs; gives its port."""
    program, port = debian.fetch("pgbouncer"), free_port()
    assert program, "there is no PgBouncer"
    users, settings = folder / "users.txt", folder / "pgbouncer.ini"
    users.write_text(f'"{APP}" "{server.passwords[APP]}"\n')
    text = SETTINGS.format(
        server=server.port,
        port=port,
        users=users,
        connections=connections,
        prepared=100 if keeps_statements() else 0,
    )
    # Older ones end at a word they do not know.
    settings.write_text(
        "\n".join(line for line in text.splitlines() if keeps_statements() or "prepared" not in line)
    )
    for path in (folder, users, settings):
        path.chmod(0o755 if path.is_dir() else 0o644)
    with (folder / "pgbouncer.log").open("ab") as log:
        process = subprocess.Popen(
            [str(program.path), *_as_somebody_else(), str(settings)],
            env=program.environment(), stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            preexec_fn=signal_when_parent_dies(signal.SIGTERM),  # noqa: PLW1509 - it calls nothing that takes a lock
        )  # fmt: skip
    try:
        _wait(process, port, folder / "pgbouncer.log")
        yield port
    finally:
        process.terminate()
        process.wait(20)


def keeps_statements() -> bool:
    """True for a PgBouncer that keeps prepared statements."""
    return debian.version("pgbouncer") >= KEEPS_STATEMENTS


def _as_somebody_else() -> list[str]:
    """It refuses to run as root."""
    return ["-u", "nobody"] if os.geteuid() == 0 and pwd.getpwnam("nobody") else []


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + 20
    while process.poll() is None and time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError(f"PgBouncer does not answer:\n{log.read_text()[-2000:]}")
