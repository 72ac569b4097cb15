"""`python -m zweiklang.cli.watching FOLDER` keeps the embedded PostgreSQL on this data folder running while a command serves.

A process of its own, because the web server's main process forks its workers and must not run threads then. It ends with its
parent, however that ends, and the PostgreSQL it started ends with it.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from zweiklang.cli.embedded_postgres import EmbeddedPostgres, PostgresFailed
from zweiklang.cli.lifeline import signal_when_parent_dies
from zweiklang.cli.postmaster import read_postmaster
from zweiklang.cli.stopping import stop_in_order

_PAUSE = 1.0
_WATCHER_ENDS = 8.0
# Bytes: recovery ends with a checkpoint, and the log of changes grows by segments of 16 MB.
_ROOM = 64 * 2**20


@contextmanager
def watched(server: EmbeddedPostgres) -> Iterator[None]:
    """Inside the block a PostgreSQL that ended by itself runs again within seconds.

    When it cannot be started, the watcher has said why and ended this process by SIGTERM; then PostgresFailed is raised.
    """
    process = subprocess.Popen(
        [sys.executable, "-m", "zweiklang.cli.watching", str(server.data_dir)],
        stdin=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl-C is for the command, which then ends this process in order
        preexec_fn=signal_when_parent_dies(signal.SIGTERM),  # noqa: PLW1509 - the parent has no threads
    )
    try:
        yield
    finally:
        gave_up = process.poll() is not None
        _end(process)
    if gave_up:
        raise PostgresFailed("PostgreSQL has ended and could not be started again; see above.")


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(_WATCHER_ENDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def watch(server: EmbeddedPostgres) -> None:
    """The server runs, again and again. Returns never; raises PostgresFailed when it cannot be started."""
    while True:
        time.sleep(_PAUSE)
        if read_postmaster(server.data_dir) is None:
            sys.stderr.write("PostgreSQL has ended by itself and is started again.\n")
            _start_once_there_is_room(server)


def _start_once_there_is_room(server: EmbeddedPostgres) -> None:
    """The server runs. A full disk is no reason to give up: somebody makes room, and nobody has to start anything."""
    while True:
        try:
            server.start(tied=True)
            return
        except PostgresFailed:
            if has_room(server.data_dir):
                raise
        sys.stderr.write(
            f"The disk of {server.data_dir} is full. PostgreSQL starts again when {_ROOM // 2**20} MB are free.\n"
        )
        while not has_room(server.data_dir):
            time.sleep(_PAUSE)


def has_room(folder: Path) -> bool:
    """Whether PostgreSQL could recover and begin to write there."""
    return shutil.disk_usage(folder).free >= _ROOM


def main(data_dir: str) -> None:
    """Watches until SIGTERM, or ends the command that serves when PostgreSQL cannot be started again."""
    parent = os.getppid()
    try:
        watch(EmbeddedPostgres(Path(data_dir)))
    except PostgresFailed as error:
        sys.stderr.write(f"{error}\n")
        os.kill(parent, signal.SIGTERM)
        sys.exit(1)


if __name__ == "__main__":
    with stop_in_order():
        main(sys.argv[1])
