"""So many clients who ask again as soon as they have their answer, in a process of their own: `python -m tests.bench.hammering`."""

import http.client
import json
import subprocess
import sys
import threading
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.bench.evening.driving import percentile

ROOT = Path(__file__).resolve().parents[2]
HOST = "127.0.0.1"
HEADERS = {"Accept-Encoding": "gzip", "Accept-Language": "de", "User-Agent": "zweiklang bench"}
LONGEST = 300.0


@dataclass(frozen=True, slots=True)
class Hammered:
    """Requests answered with 200 and others, seconds, percentiles in milliseconds, CPU seconds of the clients."""

    requests: int
    errors: int
    seconds: float
    p50: float
    p95: float
    p99: float
    client_cpu: float

    @property
    def per_second(self) -> float:
        """Good answers a second."""
        return (self.requests - self.errors) / self.seconds

    @property
    def shares(self) -> str:
        """Returns what the clients took of the same cores."""
        return f"the clients took {self.client_cpu:.1f} s of CPU in {self.seconds:.0f} s"


def hammer(port: int, pages: list[tuple[str, str]], *, clients: int, seconds: float) -> Hammered:
    """Returns what clients saw at this machine's port; `pages` are addresses with cookies, asked in turns."""
    order = json.dumps({"port": port, "pages": pages, "clients": clients, "seconds": min(seconds, LONGEST)})
    command = [sys.executable, "-m", "tests.bench.hammering"]
    done = subprocess.run(
        command, cwd=ROOT, input=order, capture_output=True, text=True, check=True, timeout=LONGEST + 60
    )
    return Hammered(**json.loads(done.stdout))


def _work(port: int, pages: list[tuple[str, str]], clients: int, seconds: float) -> Hammered:
    began = time.monotonic()
    found: list[tuple[float, bool]] = []

    def client(number: int) -> None:
        connection = http.client.HTTPConnection(HOST, port, timeout=30)
        while time.monotonic() - began < seconds:
            path, cookies = pages[number % len(pages)]
            number, asked = number + 1, time.perf_counter()
            try:
                connection.request("GET", path, headers=HEADERS | ({"Cookie": cookies} if cookies else {}))
                answer = connection.getresponse()
                answer.read()
                good = answer.status == 200
            except (OSError, http.client.HTTPException):
                connection.close()
                good = False
            found.append(((time.perf_counter() - asked) * 1000, good))

    threads = [threading.Thread(target=client, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    times, lasted = [milliseconds for milliseconds, _ in found], time.monotonic() - began
    p50, p95, p99 = (percentile(times, share) for share in (0.5, 0.95, 0.99))
    return Hammered(
        len(found), sum(not good for _, good in found), lasted, p50, p95, p99, time.process_time()
    )


if __name__ == "__main__":
    print(json.dumps(asdict(_work(**json.load(sys.stdin)))))  # noqa: T201 - its answer
