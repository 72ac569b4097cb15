"""Thousands of real connections to a real `zweiklang live`: what each takes in memory, and how long news take to the last."""

import asyncio
import resource
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import suppress
from dataclasses import dataclass
from statistics import median
from uuid import UUID

import psutil
import psycopg

from tests.bench import places
from tests.bench.ready import VAR
from tests.cli.processes import free_port
from zweiklang.cli.embedded_postgres import DatabaseUrls
from zweiklang.exchange.live import tickets
from zweiklang.exchange.live.wire import CHANNEL, PATH, news_lines
from zweiklang.kernel.ids import new_id

ORIGIN = "http://127.0.0.1"
# What a browser sends with such a request.
HEADERS = (
    "Host: 127.0.0.1\r\nOrigin: http://127.0.0.1\r\nReferer: http://127.0.0.1/\r\nAccept: text/event-stream\r\n"
    "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36\r\n"
    "Accept-Language: de-DE,de;q=0.9,en;q=0.8\r\nAccept-Encoding: gzip, deflate, br, zstd\r\nCache-Control: no-cache\r\n"
    "Sec-Fetch-Site: same-site\r\nSec-Fetch-Mode: cors\r\nSec-Fetch-Dest: empty\r\n"
)
AT_ONCE = 100
ROUNDS = 5

type Line = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@dataclass(frozen=True, slots=True)
class Measured:
    """Bytes of memory for each connection, bytes of the process before the first, seconds until the last one heard (median of five)."""

    connections: int
    bytes_each: float
    base: int
    heard: float


def measure(urls: DatabaseUrls, *, connections: int) -> Measured:
    """Returns what so many idle connections cost; fewer if the system lets this process open fewer files."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    port, log = free_port(), VAR / "live.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "zweiklang.cli", "live", "--port", str(port)],
            env=places.environment(urls, VAR / "live"), stdout=output, stderr=output,
        )  # fmt: skip
    try:
        _wait(port, process)
        many = min(connections, hard - 200) if hard != resource.RLIM_INFINITY else connections
        return asyncio.run(_measure(urls, psutil.Process(process.pid), port, many))
    finally:
        process.terminate()
        process.wait(30)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    """Returns once it listens to the database: then it asks for a ticket."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and process.poll() is None:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}{PATH}", timeout=10)
        except urllib.error.HTTPError as error:
            if error.code == 401:
                return
        except OSError:
            pass
        time.sleep(0.1)
    raise AssertionError("the live process does not answer")


async def _measure(urls: DatabaseUrls, process: psutil.Process, port: int, many: int) -> Measured:
    warm = await _open(
        port, [new_id() for _ in range(20)]
    )  # what the first connections bring with them belongs to the process
    before, people = _memory(process), [new_id() for _ in range(many)]
    lines = await _open(port, people)
    await asyncio.sleep(1)
    taken = _memory(process) - before
    heard = median([await _heard(urls, people, lines) for _ in range(ROUNDS)])
    for _, writer in [*warm, *lines]:
        writer.close()
    with suppress(OSError):
        await asyncio.gather(*(writer.wait_closed() for _, writer in lines))
    return Measured(many, max(taken, 1) / many, before, heard)


async def _heard(urls: DatabaseUrls, people: list[UUID], lines: list[Line]) -> float:
    """Returns the seconds from NOTIFY to the last one who heard."""
    began = time.monotonic()
    await asyncio.to_thread(_tell, urls, people)
    await asyncio.gather(*(reader.readuntil(b"event: news") for reader, _ in lines))
    return time.monotonic() - began


async def _open(port: int, people: list[UUID]) -> list[Line]:
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(person: UUID) -> Line:
        async with gate:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            ticket = tickets.issue(person, session_key=str(person), origin=ORIGIN)
            writer.write(f"GET {PATH}?ticket={ticket} HTTP/1.1\r\n{HEADERS}\r\n".encode())
            head = await reader.readuntil(b"event: hello")
            if b" 200 " not in head.split(b"\r\n")[0]:
                raise AssertionError(head[:200])
            return reader, writer

    return list(await asyncio.gather(*map(one, people)))


def _tell(urls: DatabaseUrls, people: list[UUID]) -> None:
    with psycopg.connect(urls.app) as connection, connection.cursor() as cursor:
        for line in news_lines(people, what="message", about=new_id()):
            cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, line])


def _memory(process: psutil.Process) -> int:
    """Returns the private memory of the process that holds the streams: the largest child of the command."""
    return max(child.memory_info().rss for child in process.children(recursive=True))
