"""Starting the real command in a process of its own, and looking at what it leaves behind."""

import os
import random
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import psutil

# Below those that systems give to connections going out, which may take a port between our asking and a command's listening.
PORTS = range(10_000, 32_000)


def free_port() -> int:
    """A port nobody listened on a moment ago, and most likely nobody else asks for: tests run side by side."""
    while True:
        port = random.SystemRandom().choice(PORTS)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


def environment(var_dir: Path, **more: str) -> dict[str, str]:
    """The environment of a command that uses `var_dir` and no other database."""
    kept = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("ZWEIKLANG_", "DATABASE_", "DJANGO_"))
    }
    return {**kept, "ZWEIKLANG_VAR_DIR": str(var_dir), "PYTHONUNBUFFERED": "1", **more}


def run(*arguments: str, var_dir: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """The finished `zweiklang` command with its output."""
    command = [sys.executable, "-m", "zweiklang.cli", *arguments]
    return subprocess.run(
        command, env=environment(var_dir, **more), capture_output=True, text=True, check=False, timeout=120
    )


class Running:
    """A `zweiklang` command that serves; `answer` waits for its first HTTP answer."""

    def __init__(self, *arguments: str, var_dir: Path, port: int, **more: str) -> None:
        self.var_dir, self.port = var_dir, port
        self.output = var_dir.with_name(f"{var_dir.name}-{port}.txt")
        with self.output.open("ab") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "zweiklang.cli", *arguments, "--port", str(port)],
                env=environment(var_dir, **more),
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def answer(self, path: str = "/", *, within: float = 60) -> int:
        """The status of the page; fails with the command's output when none comes in time."""
        opener = urllib.request.build_opener(_NoRedirect)
        deadline = time.monotonic() + within
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                return int(opener.open(f"http://127.0.0.1:{self.port}{path}", timeout=10).status)
            except urllib.error.HTTPError as error:
                return error.code
            except OSError:
                time.sleep(0.1)
        raise AssertionError(f"No answer. The command wrote:\n{self.output.read_text()}")

    def end(self, number: signal.Signals) -> int:
        """Sends the signal to the command alone, not to what it started; returns its exit code."""
        self.process.send_signal(number)
        return self.process.wait(30)

    def ctrl_c(self) -> int:
        """Does what Ctrl-C in a terminal does: SIGINT to the whole group. Returns the exit code."""
        os.killpg(self.process.pid, signal.SIGINT)
        return self.process.wait(30)

    def text(self) -> str:
        """What the command wrote."""
        return self.output.read_text()


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_arguments: object, **_options: object) -> None:
        return None


def left_behind(var_dir: Path) -> list[str]:
    """Every living process that has to do with this var folder."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.status() == psutil.STATUS_ZOMBIE:
                continue
            mine = process.environ().get("ZWEIKLANG_VAR_DIR") == str(var_dir)
            if mine or str(var_dir) in " ".join(process.cmdline()):
                found.append(f"{process.pid} {' '.join(process.cmdline())[:120]}")
        except psutil.Error:
            continue
    return found


def becomes(condition: Callable[[], bool], *, within: float = 15) -> bool:
    """Whether the condition holds at some moment in the next seconds."""
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.05)
    return False
