"""What `postmaster.pid` of a PostgreSQL data folder says, and whether it is true."""

from dataclasses import dataclass
from pathlib import Path

import psutil

_STATUS_LINE = 7
_SOCKET_LINE = 4


@dataclass(frozen=True, slots=True)
class Postmaster:
    """A running PostgreSQL server. `status` is "starting", "ready", "stopping" or "" when not yet written."""

    process: psutil.Process
    socket_dir: Path | None
    status: str


def read_postmaster(data_dir: Path) -> Postmaster | None:
    """The server that runs on this data folder; None when there is none, whatever the file says.

    A process number may have been given to someone else after a crash or a restart of the machine, so the
    process must be a PostgreSQL on this very folder.
    """
    try:
        lines = (data_dir / "postmaster.pid").read_text().splitlines()
        process = psutil.Process(int(lines[0]))
        command = process.cmdline()
        if process.status() == psutil.STATUS_ZOMBIE or not _serves(command, data_dir):
            return None
    except (FileNotFoundError, IndexError, ValueError, psutil.Error):
        return None
    socket_dir = Path(lines[_SOCKET_LINE]) if len(lines) > _SOCKET_LINE and lines[_SOCKET_LINE] else None
    return Postmaster(process, socket_dir, lines[_STATUS_LINE].strip() if len(lines) > _STATUS_LINE else "")


def remove_stale_files(data_dir: Path, socket_dir: Path) -> None:
    """No file of a dead server is left that could keep a new one from starting.

    PostgreSQL tests only whether the process number is in use; in a container another process often has it.
    Call only when `read_postmaster` returned None and no other process may start a server here.
    """
    for path in (data_dir / "postmaster.pid", *socket_dir.glob(".s.PGSQL.*")):
        path.unlink(missing_ok=True)


def _serves(command: list[str], data_dir: Path) -> bool:
    return bool(command) and Path(command[0]).name == "postgres" and str(data_dir) in command
