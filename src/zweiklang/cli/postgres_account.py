"""The operating system account under which the embedded PostgreSQL runs.

PostgreSQL refuses to run as root. Root therefore starts it as an account of its own; everyone else as
themselves.
"""

import os
import pwd
import shutil
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ACCOUNT = "zweiklang-postgres"


@dataclass(frozen=True, slots=True)
class PostgresAccount:
    """`uid` and `gid` are None when PostgreSQL runs as the account of this process."""

    uid: int | None = None
    gid: int | None = None

    def popen_options(self) -> dict[str, Any]:
        """Arguments of `subprocess` that start a program as this account."""
        if self.uid is None:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def give(self, path: Path) -> None:
        """The account owns `path`, alone."""
        if self.uid is not None and self.gid is not None:
            os.chown(path, self.uid, self.gid)
        path.chmod(stat.S_IRWXU)

    def let_reach(self, path: Path) -> None:
        """The account may walk through every folder above `path` (not list them)."""
        if self.uid is None:
            return
        for folder in path.resolve().parents:
            status = folder.stat()
            if status.st_uid != self.uid and not status.st_mode & stat.S_IXOTH:
                folder.chmod(stat.S_IMODE(status.st_mode) | stat.S_IXOTH)

    def let_run(self, programs: Path) -> None:
        """The account may read and run everything below the folder `programs`."""
        self.let_reach(programs)
        if self.uid is None:
            return
        for path in (programs, *programs.rglob("*")):
            mode = stat.S_IMODE(path.stat().st_mode)
            wanted = mode | stat.S_IROTH | (stat.S_IXOTH if mode & stat.S_IXUSR else 0)
            if mode != wanted:
                path.chmod(wanted)


def account_for(data_dir: Path) -> PostgresAccount:
    """The account that owns or shall own `data_dir`; creates it when root needs it and it is missing."""
    if os.geteuid() != 0:
        return PostgresAccount()
    if data_dir.exists() and (owner := data_dir.stat()).st_uid != 0:
        return PostgresAccount(owner.st_uid, owner.st_gid)
    entry = _existing(ACCOUNT) or _created(ACCOUNT) or pwd.getpwnam("nobody")
    return PostgresAccount(entry.pw_uid, entry.pw_gid)


def _existing(name: str) -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(name)
    except KeyError:
        return None


def _created(name: str) -> pwd.struct_passwd | None:
    program = shutil.which("useradd") or "/usr/sbin/useradd"
    if not Path(program).exists():
        return None
    shell = "/usr/sbin/nologin"
    subprocess.run(
        [program, "--system", "--no-create-home", "--shell", shell, name], check=False, capture_output=True
    )
    return _existing(name)
