"""People at work who forgive nothing: they read pages and save lines, one request after the other, and repeat none.

Bounded: so many threads, a pause after each request, and they stop when told.
"""

import http.client
import random
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlencode

from zweiklang.kernel.ids import new_id

TOKEN = "t" * 32
PAUSE = 0.03


@dataclass(slots=True)
class Kept:
    """What one person has seen: `saved` is what the server acknowledged, by id of the line."""

    requests: int = 0
    saved: dict[str, str] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)
    slowest: float = 0.0
    files: set[str] = field(default_factory=set)


class Worker(threading.Thread):
    """One person at one browser, whose connection to the gateway stays open or not."""

    def __init__(
        self, port: int, *, session: str, room: str, weeks: list[str], keeps: bool, seed: int
    ) -> None:
        super().__init__(daemon=True)
        self.kept, self.stopping = Kept(), threading.Event()
        self._port, self._keeps, self._random = port, keeps, random.Random(seed)
        self._weeks = [f"/nachweis/{room}/{week}/" for week in weeks]
        self._headers = {"Cookie": f"zk_session={session}; zk_csrf={TOKEN}", "X-CSRFToken": TOKEN}
        self._line: http.client.HTTPConnection | None = None

    def run(self) -> None:
        """Works until told to stop."""
        acts = (self._read, self._save, self._save, self._fetch)
        while not self.stopping.is_set():
            for act in acts:
                act()
                self.stopping.wait(PAUSE)

    def _read(self) -> None:
        body = self.ask("GET", self._week())
        self.kept.files.update(re.findall(r'"(/static/[^"]+\.(?:css|js))"', body))

    def _save(self) -> None:
        line, text = str(new_id()), f"Kabel gezogen {new_id().hex}"
        values = {"field": f"line_{line}_week_text", "base": "", "value": text, "place": "company"}
        if self.ask("POST", f"{self._week()}feld/", urlencode(values)):
            self.kept.saved[line] = text

    def _week(self) -> str:
        """A week with room: one has at most 60 lines."""
        return self._weeks[len(self.kept.saved) // 50 % len(self._weeks)]

    def _fetch(self) -> None:
        if self.kept.files:
            self.ask("GET", self._random.choice(sorted(self.kept.files)))

    def ask(self, method: str, path: str, form: str | None = None) -> str:
        """Returns the body of a 200; "" and a note for anything else."""
        began, kind = time.monotonic(), {"Content-Type": "application/x-www-form-urlencoded"} if form else {}
        self.kept.requests += 1
        try:
            line = self._line or http.client.HTTPConnection("127.0.0.1", self._port, timeout=30)
            line.request(method, path, form, self._headers | kind)
            answer = line.getresponse()
            body = answer.read().decode("utf-8", "replace")
        except (OSError, http.client.HTTPException) as error:
            self._line = None
            self.kept.failed.append(f"{method} {path}: {type(error).__name__} {error}")
            return ""
        self._line = line if self._keeps and not answer.will_close else None
        self.kept.slowest = max(self.kept.slowest, time.monotonic() - began)
        if answer.status != 200:
            self.kept.failed.append(f"{method} {path}: {answer.status} {body[:200]}")
            return ""
        return body or " "


@contextmanager
def at_work(people: list[Worker]) -> Iterator[None]:
    """Inside the block they work; afterwards each has finished the request in hand."""
    for person in people:
        person.start()
    try:
        yield
    finally:
        for person in people:
            person.stopping.set()
        for person in people:
            person.join(60)
