"""One installation for all tests of this folder: a PostgreSQL with passwords, its tables, people of four worlds, and web processes on it."""

import http.client
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psycopg

from tests.cli.processes import Running, environment, free_port
from tests.faults.cast import WORLDS, Cast, assemble
from tests.faults.machine import SECRET
from tests.faults.machine import _dump as dump_of_all_tables
from tests.running.load import Worker
from tests.running.postgres import TcpPostgres
from zweiklang.cli.embedded_postgres import EmbeddedPostgres
from zweiklang.cli.roles import APP, DATABASE, OWNER, ensure_roles_and_database

PAGES = ("serve", "--no-worker", "--no-live", "--workers", "1")


@dataclass(slots=True)
class Installation:
    """A database with people, and what processes of the product are told about it."""

    server: TcpPostgres
    folder: Path
    cast: Cast
    started: list[Running] = field(default_factory=list)
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def var_dir(self) -> Path:
        """The folder that all processes of an installation share."""
        return self.folder / "var"

    def settings(self, *, through: int = 0, **more: str) -> dict[str, str]:
        """Returns the environment of a process; `through`: the port of a pooler."""
        found = {
            "DATABASE_URL": self.server.url(APP, DATABASE, port=through),
            "ZWEIKLANG_SECRET_KEY": SECRET,
            "ZWEIKLANG_HTTPS": "false",
            "ZWEIKLANG_BEHIND_PROXY": "true",
            "ZWEIKLANG_LOG_LEVEL": "WARNING",
            "ZWEIKLANG_MAIL_URL": "folder",
            "ZWEIKLANG_END_SECONDS": "15",
        }
        if through:
            found["ZWEIKLANG_DIRECT_DATABASE_URL"] = self.server.url(APP, DATABASE)
        return found | more

    def start(self, *arguments: str, port: int = 0, **settings: str) -> Running:
        """The command runs; its end is the fixture's affair."""
        running = Running(*arguments, var_dir=self.var_dir, port=port or free_port(), **settings)
        self.started.append(running)
        return running

    def start_worker(self, **settings: str) -> subprocess.Popen[bytes]:
        """A worker of the queue runs."""
        with (self.folder / "worker.txt").open("ab") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", "zweiklang.cli", "worker"],
                env=environment(self.var_dir, **settings), stdout=output, stderr=output, start_new_session=True,
            )  # fmt: skip
        self.workers.append(process)
        return process

    def pages(self, port: int = 0, *, through: int = 0, **more: str) -> Running:
        """A web process that is ready."""
        running = self.start(*PAGES, port=port, **(self.settings(through=through) | more))
        ready(running)
        return running

    def end(self) -> None:
        """Nothing of what was started runs any more."""
        processes = [*(running.process for running in self.started), *self.workers]
        for process in processes:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        for process in processes:
            process.wait(40)
        self.started.clear()
        self.workers.clear()

    def rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """Returns what the superuser reads (or changes), whom no policy narrows."""
        url = self.server.url("postgres", DATABASE)
        with psycopg.connect(url, autocommit=True) as connection:
            cursor = connection.execute(query, values)
            return cursor.fetchall() if cursor.description else []

    def people_at_work(self, port: int) -> list[Worker]:
        """Returns an apprentice of each world, every other one with a connection that stays open."""
        return [
            Worker(
                port,
                session=self.cast.session(name, "apprentice"),
                room=self.cast.worlds[name]["first"]["room"],
                weeks=self.cast.worlds[name]["first"]["quiet"][3:],
                keeps=bool(number % 2),
                seed=number,
            )
            for number, name in enumerate(WORLDS)
        ]


def furnish(server: TcpPostgres, folder: Path) -> Installation:
    """The database has tables and people."""
    urls = server.urls(DATABASE)
    passwords = {role: server.passwords[role] for role in (APP, OWNER)}
    ensure_roles_and_database(server.url("postgres", "postgres"), DATABASE, passwords=passwords)
    restore = EmbeddedPostgres.program("pg_restore")
    subprocess.run(
        [restore, "--exit-on-error", "-j2", "-d", urls.superuser, dump_of_all_tables()],
        check=True, capture_output=True,
    )  # fmt: skip
    var_dir = folder / "var"
    var_dir.mkdir()
    where: Any = SimpleNamespace(postgres=server, var_dir=var_dir)
    return Installation(server, folder, assemble(where))


def ready(running: Running, *, within: float = 60) -> None:
    """The process says that it may be sent requests."""
    deadline = time.monotonic() + within
    while running.process.poll() is None and time.monotonic() < deadline:
        if asked(running.port, "/health/ready") == 200:
            return
        time.sleep(0.1)
    raise AssertionError(f"It does not become ready:\n{running.text()[-3000:]}")


def asked(port: int, path: str) -> int:
    """Returns the status of a GET on a new connection; 0 if nobody answers."""
    return _get(port, path)[0]


def page(port: int, path: str, session: str = "") -> str:
    """Returns the body of a GET, as whoever has that session."""
    return _get(port, path, session)[1]


def _get(port: int, path: str, session: str = "") -> tuple[int, str]:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        line.request("GET", path, headers={"Cookie": f"zk_session={session}"} if session else {})
        answer = line.getresponse()
        return answer.status, answer.read().decode("utf-8", "replace")
    except (OSError, http.client.HTTPException):
        return 0, ""
    finally:
        line.close()
