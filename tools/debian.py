#!/usr/bin/env python3
"""Programs of Debian's and Ubuntu's packages that tests start: nginx, PgBouncer, promtool, libfaketime.

Unpacked into `.tools/debian/<package>`, not installed: no service starts, and the machine stays as it was. Standard library only.

    python3 tools/debian.py nginx pgbouncer     # fetches what the machine lacks; a sentence on standard error where that is impossible

Tests ask `program("nginx")`; None says that it is not to be had here.
"""

import fcntl
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / ".tools" / "debian"
# The package of each program, and packages that apt would install with it and that no test needs (some of them start something).
PACKAGES = {
    "nginx": ("nginx", ()),
    "pgbouncer": ("pgbouncer", ("postgresql-common", "postgresql-client-common", "ssl-cert")),
    "promtool": ("prometheus", ("prometheus-node-exporter", "prometheus-node-exporter-collectors", "dbus")),
    "libfaketime.so.1": ("libfaketime", ()),
    "caddy": ("caddy", ()),
    "systemd-analyze": ("systemd", ("dbus", "systemd-sysv", "libpam-systemd", "systemd-timesyncd")),
}
PLACES = ("usr/sbin", "usr/bin", "usr/lib/*/faketime")


@dataclass(frozen=True, slots=True)
class Program:
    """A program of this machine or an unpacked one. `libraries`: folders that only the unpacked one needs."""

    path: Path
    libraries: tuple[Path, ...] = field(default=())

    def environment(self) -> dict[str, str]:
        """Returns the environment in which it finds its libraries."""
        if not self.libraries:
            return dict(os.environ)
        return {**os.environ, "LD_LIBRARY_PATH": os.pathsep.join(map(str, self.libraries))}


def program(name: str) -> Program | None:
    """Returns the program, the machine's own if it has one; None where neither is."""
    if found := shutil.which(name):
        return Program(Path(found))
    unpacked = FOLDER / PACKAGES[name][0]
    for root in (Path("/"), unpacked):
        for path in (path for place in PLACES for path in sorted(root.glob(f"{place}/{name}"))):
            return Program(path, tuple(_folders_of_libraries(unpacked)) if root == unpacked else ())
    return None


def fetch(name: str) -> Program | None:
    """The program is here, if this machine's apt can get it; returns it. Only one process at a time fetches."""
    with _alone():
        return program(name) or _fetch(name)


def version(name: str, *arguments: str) -> tuple[int, ...]:
    """Returns the first version number the program prints; () if it is not here."""
    found = program(name)
    if found is None:
        return ()
    done = subprocess.run(
        [str(found.path), *(arguments or ("--version",))],
        env=found.environment(), capture_output=True, text=True, check=False,
    )  # fmt: skip
    number = re.search(r"(\d+(?:\.\d+)+)", done.stdout + done.stderr)
    return tuple(int(part) for part in number[1].split(".")) if number else ()


def _fetch(name: str) -> Program | None:
    package = PACKAGES[name][0]
    if not (shutil.which("apt-get") and shutil.which("dpkg-deb")):
        _say(f"{name} is not tried: this machine has no apt.")
        return None
    _say(f"Unpacking {package} into .tools/debian …")
    if not (names := _wanted(name)) and os.geteuid() == 0:
        subprocess.run(["apt-get", "update", "-qq"], check=False, stdout=sys.stderr)
        names = _wanted(name)
    fetched, target = FOLDER / f"{package}.packages", FOLDER / f"{package}.new"
    for folder in (fetched, target):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    if not names or not _download(names, fetched):
        shutil.rmtree(fetched)
        _say(f"{name} is not tried: its packages could not be fetched.")
        return None
    for archive in sorted(fetched.glob("*.deb")):
        subprocess.run(["dpkg-deb", "--extract", str(archive), str(target)], check=True)
    shutil.rmtree(fetched)
    shutil.rmtree(FOLDER / package, ignore_errors=True)
    target.rename(FOLDER / package)  # complete or not there
    return program(name)


def _download(names: list[str], folder: Path) -> bool:
    """Whether the packages lie in the folder; a list of packages that is older than the registry is renewed once (root)."""
    for attempt in range(2):
        done = subprocess.run(["apt-get", "download", "-qq", *names], cwd=folder, check=False)
        if done.returncode == 0:
            return True
        if attempt == 0 and os.geteuid() == 0:
            subprocess.run(["apt-get", "update", "-qq"], check=False, stdout=sys.stderr)
    return False


def _wanted(name: str) -> list[str]:
    """Names of the packages that apt would install for the program here."""
    package, others = PACKAGES[name]
    command = ["apt-get", "install", "--simulate", "-qq", "--no-install-recommends", package]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return [found for found in re.findall(r"^Inst (\S+)", done.stdout, re.MULTILINE) if found not in others]


def _folders_of_libraries(unpacked: Path) -> Iterator[Path]:
    for place in ("usr/lib/*-linux-gnu*", "lib/*-linux-gnu*", "usr/lib/*-linux-gnu*/systemd", "usr/lib"):
        yield from (path for path in sorted(unpacked.glob(place)) if any(path.glob("*.so*")))


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


@contextmanager
def _alone() -> Iterator[None]:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


if __name__ == "__main__":
    for wanted in sys.argv[1:] or PACKAGES:
        fetch(wanted)
