"""What files meet outside: an S3 server that checks signatures (rclone), ClamAV's daemon with a signature of our own, a client of tus."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.cli.processes import free_port

TOOLS = Path(__file__).resolve().parent.parent.parent / ".tools"
PROGRAMS = TOOLS / "peers" / "bin"
KEY, SECRET, BUCKET = "zweiklang", "a secret with / and + in it", "akten"
# The harmless text that every scanner knows (eicar.org), in two pieces, so that no scanner finds it in this file.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-" + b"STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


@dataclass(frozen=True, slots=True)
class S3:
    """The server, and the folder in which its buckets lie."""

    url: str
    folder: Path

    def options(self, **other: Any) -> dict[str, Any]:
        """Returns what our storage is told of it."""
        known = {
            "bucket_name": BUCKET,
            "endpoint_url": self.url,
            "region_name": "eu-central-1",
            "access_key": KEY,
            "secret_key": SECRET,
        }
        return known | other


@contextmanager
def running_s3(folder: Path) -> Iterator[S3]:
    """Inside the block the server runs, with one empty bucket."""
    program, port = PROGRAMS / "rclone", free_port()
    assert program.exists(), "run `python3 tools/bootstrap.py --peers` first (make does)"
    (folder / BUCKET).mkdir(parents=True)
    command = [str(program), "serve", "s3", "--auth-key", f"{KEY},{SECRET}", "--addr", f"127.0.0.1:{port}"]
    process = subprocess.Popen(
        [*command, "--config", str(folder.with_name("none.conf")), str(folder)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _answers(process, ("127.0.0.1", port))
        yield S3(f"http://127.0.0.1:{port}", folder)
    finally:
        process.terminate()
        process.wait(10)


def clamd_program() -> str | None:
    """Returns the daemon: the system's, or the one that tools/bootstrap.py unpacked; None where neither is."""
    unpacked = TOOLS / "clamav" / "usr" / "sbin" / "clamd"
    return shutil.which("clamd") or (str(unpacked) if unpacked.exists() else None)


@contextmanager
def running_clamd(folder: Path, *, tcp: bool = False) -> Iterator[str]:
    """Inside the block the daemon runs with the one signature of EICAR; gives its address as in ZWEIKLANG_CLAMD."""
    program, database, port = clamd_program(), folder / "signatures", free_port()
    assert program, "there is no clamd"
    database.mkdir(parents=True)
    (database / "own.ndb").write_text(f"Eicar-Own-Signature:0:*:{EICAR.hex()}\n")
    near, settings = folder / "clamd.ctl", folder / "clamd.conf"
    listens = f"TCPSocket {port}\nTCPAddr 127.0.0.1" if tcp else f"LocalSocket {near}"
    settings.write_text(
        f"Foreground yes\nDatabaseDirectory {database}\n{listens}\nStreamMaxLength 26M\nMaxThreads 4\n"
        f"TemporaryDirectory {folder}\n{'User root' if os.geteuid() == 0 else ''}\n"
    )
    libraries = [str(path.parent) for path in sorted((TOOLS / "clamav").rglob("libclamav.so.*"))[:1]]
    environment = {**os.environ, "LD_LIBRARY_PATH": os.pathsep.join(libraries)} if libraries else None
    process = subprocess.Popen(
        [program, "--config-file", str(settings)],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _answers(process, ("127.0.0.1", port) if tcp else near)
        yield f"tcp://127.0.0.1:{port}" if tcp else f"unix:{near}"
    finally:
        process.terminate()
        process.wait(10)


def _answers(process: subprocess.Popen[bytes], address: tuple[str, int] | Path) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        assert process.poll() is None, f"{process.args} has ended"
        try:
            if isinstance(address, Path):
                with socket.socket(socket.AF_UNIX) as line:
                    line.connect(str(address))
            else:
                socket.create_connection(address, 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"{process.args} does not answer")
