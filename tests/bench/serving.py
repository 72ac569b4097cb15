"""A `zweiklang` command in a process of its own, asked over http."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError, URLError

import psutil

ENCODINGS = "br, gzip"


@dataclass(frozen=True, slots=True)
class Answer:
    """A response as it went over the wire: `size` of the body, encoded as the server chose."""

    status: int
    size: int
    encoding: str
    body: bytes


def http_answer(url: str, *, cookies: str, encodings: str) -> Answer:
    """Returns the answer to a GET; redirects are followed."""
    request = urllib.request.Request(url)
    request.add_header("Accept-Encoding", encodings)
    if cookies:
        request.add_header("Cookie", cookies)
    with urllib.request.urlopen(request, timeout=30) as response:
        body = response.read()
        return Answer(response.status, len(body), response.headers.get("Content-Encoding", ""), body)


class Served:
    """A running command and its address."""

    def __init__(self, process: subprocess.Popen[bytes], port: int, log: Path) -> None:
        self.process, self.port, self.log = process, port, log

    def get(self, path: str, *, cookies: str = "", encodings: str = ENCODINGS) -> Answer:
        """Returns the answer to a GET; redirects are followed."""
        return http_answer(f"http://127.0.0.1:{self.port}{path}", cookies=cookies, encodings=encodings)

    def wait(self, path: str, *, within: float) -> Answer:
        """Returns the first answer to the page; fails with what the command wrote when none comes in time."""
        deadline = time.monotonic() + within
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                return self.get(path)
            except HTTPError:
                raise
            except (URLError, OSError):
                time.sleep(0.02)
        raise AssertionError(f"No answer. The command wrote:\n{self.log.read_text()[-3000:]}")

    def web_memory(self) -> int:
        """Returns the resident bytes of the largest process that answers requests: Python, below the command, without children."""
        sizes = [0]
        for process in psutil.Process(self.process.pid).children(recursive=True):
            with suppress(psutil.Error):
                if (
                    "python" in process.name()
                    and not process.children()
                    and "announce" not in " ".join(process.cmdline())
                ):
                    sizes.append(process.memory_info().rss)
        return max(sizes)


@contextmanager
def served(*arguments: str, environment: Mapping[str, str], log: Path) -> Iterator[Served]:
    """Inside the block the command runs on a free port; afterwards it has ended."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "zweiklang.cli", *arguments, "--port", str(port)],
            env=dict(environment),
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield Served(process, port, log)
    finally:
        if process.poll() is None:
            os.kill(process.pid, signal.SIGTERM)
        process.wait(30)


def files_of(page: str) -> list[str]:
    """Returns the addresses of all files a page of ours loads by itself: style, script, icons, preloaded fonts."""
    found = re.findall(r'<(?:link|script)[^>]*?(?:href|src)="(/static/[^"]+)"', page)
    found += re.findall(r'data-sprite="(/static/[^"]+)"', page)
    return list(dict.fromkeys(found))
