"""One machine as an operator has it: `zweiklang serve` on the embedded PostgreSQL, with every fsync, in a folder of its own.

Its tables come from the template of all tests, as a dump, because a hundred migrations take longer than all faults together.
"""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

import psutil
import psycopg

from tests.cli.processes import becomes, environment, free_port, left_behind
from tests.database import VAR, ensure_template, migrations_digest, server
from tests.faults.browser import Browser
from zweiklang.cli.embedded_postgres import EmbeddedPostgres
from zweiklang.cli.locks import exclusive_lock
from zweiklang.cli.postmaster import read_postmaster
from zweiklang.cli.roles import DATABASE, ensure_roles_and_database

SECRET = "for-faults-only-and-long-enough-for-django-to-accept-it"
FIRST_PAGE = "/konto/login/"


class Machine:
    """The served product. `settings` are environment variables beside those that every machine has; `postgres` one of another machine."""

    def __init__(self, var_dir: Path, *, postgres: EmbeddedPostgres | None = None, **settings: str) -> None:
        self.var_dir, self.port, self.live_port = var_dir, free_port(), free_port()
        self.postgres = postgres or EmbeddedPostgres(var_dir / "postgres")
        self.settings = {
            "ZWEIKLANG_SECRET_KEY": SECRET,
            "ZWEIKLANG_HTTPS": "false",
            "ZWEIKLANG_END_SECONDS": "5",
            "ZWEIKLANG_LOG_LEVEL": "WARNING",
            "ZWEIKLANG_MAIL_URL": "folder",
            "ZWEIKLANG_URL": f"http://127.0.0.1:{self.port}",
            "LIVE_PORT": str(self.live_port),
            "ZWEIKLANG_LIVE_URL": f"http://127.0.0.1:{self.live_port}",
            **settings,
        }
        self.arguments: tuple[str, ...] = ("serve", "--workers", "2")
        self.log = var_dir.with_name(f"{var_dir.name}.txt")
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, *, under: tuple[str, ...] = (), within: float = 90) -> Self:
        """It answers; `under` are words of a command that starts the command."""
        command = [*under, sys.executable, "-m", "zweiklang.cli", *self._line()]
        with self.log.open("ab") as output:
            self._process = subprocess.Popen(
                command,
                env=environment(self.var_dir, **self.settings),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.answers(within=within)
        return self

    def answers(self, *, within: float = 90) -> None:
        """The first page can be read, now or soon; fails with what the command wrote."""
        assert becomes(lambda: Browser(self.port).get(FIRST_PAGE).status == 200, within=within), self.wrote()

    def wrote(self) -> str:
        """What the command wrote since its first start, the last of it."""
        return self.log.read_text(errors="replace")[-6000:]

    def end(self) -> None:
        """It has ended in order, if it runs."""
        if self._process and self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
            self._process.wait(60)

    def kill(self) -> None:
        """The command is killed hard, and everything it started is gone."""
        assert self._process
        self._process.kill()
        self._process.wait(10)
        assert becomes(lambda: left_behind(self.var_dir) == []), left_behind(self.var_dir)

    @property
    def main(self) -> psutil.Process:
        """The command itself."""
        assert self._process
        found = psutil.Process(self._process.pid)
        below = found.children(recursive=True)
        return next(
            (one for one in (found, *below) if one.cmdline()[1:] == ["-m", "zweiklang.cli", *self._line()]),
            found,
        )

    def web(self) -> list[psutil.Process]:
        """The processes that answer requests."""
        return self._below(lambda line: line[1:] == ["-m", "zweiklang.cli", *self._line()])

    def worker(self) -> list[psutil.Process]:
        """The worker of the queue; its supervisor is another process."""
        return self._below(lambda line: line[-1:] == ["worker"] and "zweiklang.cli.supervising" not in line)

    def one_worker(self) -> psutil.Process:
        """The worker of the queue; after several deaths its supervisor waits up to half a minute before it starts another."""
        assert becomes(lambda: bool(self.worker()), within=60), self.wrote()
        return self.worker()[0]

    def live(self) -> list[psutil.Process]:
        """The processes of live news, without their supervisor."""
        return self._below(lambda line: "live" in line[:5] and "zweiklang.cli.supervising" not in line)

    def one_of_live(self) -> list[psutil.Process]:
        """The processes of live news, once there is one."""
        assert becomes(lambda: bool(self.live()), within=60), self.wrote()
        return self.live()

    def _line(self) -> list[str]:
        return [*self.arguments, "--port", str(self.port)]

    def _below(self, is_meant: Any) -> list[psutil.Process]:
        found = []
        for process in self.main.children(recursive=True):
            try:
                if process.status() != psutil.STATUS_ZOMBIE and is_meant(process.cmdline()):
                    found.append(process)
            except psutil.Error:
                continue
        return found

    def postmaster(self) -> psutil.Process:
        """PostgreSQL's first process, once it is ready."""
        assert becomes(self.postgres.is_running, within=30), self.wrote()
        running = read_postmaster(self.postgres.data_dir)
        assert running
        return running.process

    def backends(self) -> list[psutil.Process]:
        """PostgreSQL's processes that work for us."""
        rows = self.rows("SELECT pid FROM pg_stat_activity WHERE usename = 'zweiklang_app'")
        return [psutil.Process(pid) for (pid,) in rows if psutil.pid_exists(pid)]

    def superuser_url(self) -> str:
        """How the superuser reaches the database, once it is ready."""
        assert becomes(self.postgres.is_running, within=60), self.wrote()
        return self.postgres.superuser_url(DATABASE)

    def rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """Returns what the superuser reads (or changes), whom no policy narrows."""
        with psycopg.connect(self.superuser_url(), autocommit=True) as connection:
            cursor = connection.execute(query, values or None)
            return cursor.fetchall() if cursor.description else []

    def value(self, query: str, *values: Any) -> Any:
        """Returns the first value of the first row."""
        return self.rows(query, *values)[0][0]


@contextmanager
def prepared(var_dir: Path) -> Iterator[EmbeddedPostgres]:
    """Inside the block the folder's own PostgreSQL runs, with all tables and no rows."""
    postgres = EmbeddedPostgres(var_dir / "postgres")
    with postgres.in_use():
        ensure_roles_and_database(postgres.superuser_url(), DATABASE)
        dump = _dump()
        command = [
            postgres.program("pg_restore"),
            "--exit-on-error",
            "-j2",
            "-d",
            postgres.superuser_url(DATABASE),
            dump,
        ]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        yield postgres


def _dump() -> Path:
    """Returns the tables of today's migrations as a file, made once for each set of migrations."""
    path = VAR / f"faults-{migrations_digest()}.dump"
    with exclusive_lock(VAR / "faults.lock", patience=600):
        if not path.exists():
            for old in VAR.glob("faults-*.dump"):
                old.unlink()
            with server() as running:
                source = running.superuser_url(ensure_template(running))
                fresh = path.with_suffix(".fresh")
                command = [EmbeddedPostgres.program("pg_dump"), "-Fc", "-d", source, "-f", fresh]
                subprocess.run(command, check=True)
                fresh.replace(path)
    return path
