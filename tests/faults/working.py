"""People at work in threads: each repeats what was not answered, as our script does, and writes down what was acknowledged."""

import base64
import random
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from queue import Empty, Queue
from typing import Any
from uuid import uuid4

from tests.faults.browser import Answer, Browser
from zweiklang.kernel.ids import new_id

WORDS = ["Kabel gezogen", "Dosen gesetzt", "Verteiler beschriftet", "Messprotokoll geschrieben"]


@dataclass(slots=True)
class Ledger:
    """What the server has acknowledged, by the ids that people hold in their hands."""

    lines: dict[str, str] = field(default_factory=dict)
    """Id of a line to its text."""
    submitted: list[str] = field(default_factory=list)
    signed: list[tuple[str, str]] = field(default_factory=list)
    """Address of the week, and the digest that was on the page."""
    returned: list[tuple[str, str]] = field(default_factory=list)
    """Address of the week, and the reason."""
    messages: dict[str, str] = field(default_factory=dict)
    files: dict[str, int] = field(default_factory=dict)
    """Id of a file to the bytes that had arrived."""
    refused: list[str] = field(default_factory=list)
    """What a person at work would not have expected to read."""
    acts: int = 0

    def count(self) -> None:
        """One act more was acknowledged."""
        self.acts += 1


class Person(threading.Thread):
    """Somebody who works until told to stop; what goes wrong in the thread is kept in `problem`."""

    def __init__(self, browser: Browser, seed: int) -> None:
        super().__init__(daemon=True)
        self.browser, self.random, self.ledger = browser, random.Random(seed), Ledger()
        self.stopping = threading.Event()
        self.problem: BaseException | None = None

    def run(self) -> None:
        """Works."""
        try:
            while not self.stopping.is_set():
                self.work()
        except BaseException as problem:
            self.problem = problem

    def work(self) -> None:
        """One piece of work."""
        raise NotImplementedError

    def done(self, act: Callable[[], Answer], *wanted: int) -> Answer | None:
        """Returns the answer once there is one of the wanted kind; None when told to stop before. Anything else is noted."""
        while not self.stopping.is_set():
            answer = act()
            if not answer.is_known:
                time.sleep(0.2)
                continue
            if answer.status in wanted:
                self.ledger.count()
                return answer
            self.ledger.refused.append(f"{answer.status} {answer.sentence or answer.text[:200]}")
            return None
        return None


class Writer(Person):
    """Writes one week after the other, field by field, and submits it; `weeks` is where the trainer finds them."""

    def __init__(
        self, browser: Browser, seed: int, *, room: str, quiet: list[str], weeks: "Queue[str]"
    ) -> None:
        super().__init__(browser, seed)
        self.room, self.quiet, self.weeks = room, list(quiet), weeks

    def work(self) -> None:
        """One week; when there is none left, none is."""
        if not self.quiet:
            self.stopping.wait(0.2)
            return
        week = f"/nachweis/{self.room}/{self.quiet.pop()}/"
        for _ in range(3):
            self._write(week)
        if self._submit(week):
            self.ledger.submitted.append(week)
            self.weeks.put(week)

    def _write(self, week: str) -> None:
        """A line, and then the same line longer."""
        line, before = str(new_id()), ""
        for _ in range(2):
            text = f"{before} {self.random.choice(WORDS)} {uuid4().hex[:8]}".strip()
            values = {"field": f"line_{line}_week_text", "base": before, "value": text, "place": "company"}
            if self.done(lambda values=values: self.browser.post(f"{week}feld/", values), 200) is None:
                return
            before = self.ledger.lines[line] = text

    def _submit(self, week: str) -> bool:
        """Whoever got no answer looks first."""
        while not self.stopping.is_set():
            answer = self.browser.post(f"{week}einreichen/")
            page = self.browser.insist(lambda: self.browser.get(week))
            if "Woche zurückholen" in page.text:
                self.ledger.count()
                return True
            if answer.is_known and page.status == 200:
                self.ledger.refused.append(f"{answer.status} {week} is not submitted")
                return False
        return False


class Trainer(Person):
    """Signs what was submitted, and returns every third week with a reason."""

    def __init__(self, browser: Browser, seed: int, *, weeks: "Queue[str]") -> None:
        super().__init__(browser, seed)
        self.weeks, self.seen = weeks, 0

    def work(self) -> None:
        """One week, if one waits."""
        try:
            week = self.weeks.get(timeout=0.2)
        except Empty:
            return
        self.seen += 1
        page = self.done(lambda: self.browser.get(week), 200)
        found = re.search(r'name="seen" value="(\w{64})"', page.text) if page else None
        if found is None:
            return
        if self.seen % 3:
            if self._lands(week, "unterschreiben", {"seen": found[1]}, "ist unterschrieben und gesperrt"):
                self.ledger.signed.append((week, found[1]))
        else:
            reason = f"Bitte genauer, {uuid4().hex[:8]}."
            if self._lands(week, "zurueckgeben", {"reason": reason}, reason):
                self.ledger.returned.append((week, reason))

    def _lands(self, week: str, act: str, values: dict[str, str], shown: str) -> bool:
        while not self.stopping.is_set():
            answer = self.browser.post(f"{week}{act}/", values)
            page = self.browser.insist(lambda: self.browser.get(week))
            if shown in page.text or (act == "unterschreiben" and "Unterschreiben geht, sobald" in page.text):
                self.ledger.count()
                return True
            if answer.is_known and page.status == 200:
                self.ledger.refused.append(f"{answer.status} {act} {week}: {page.text[-3000:]}")
                return False
        return False


class Speaker(Person):
    """Says one thing after the other in one conversation, each with an id of its own."""

    def __init__(self, browser: Browser, seed: int, *, room: str) -> None:
        super().__init__(browser, seed)
        self.room = room

    def work(self) -> None:
        """One message; a person takes a breath after it, and may say 200 in an hour."""
        message, text = str(new_id()), f"Nachricht {uuid4().hex}"
        values = {"message": message, "text": text, "fragment": "1"}
        if self.done(lambda: self.browser.post(f"/nachrichten/gespraeche/{self.room}/", values), 200):
            self.ledger.messages[message] = text
        self.stopping.wait(0.3)


class Sender(Person):
    """Sends one file after the other in parts, and goes on where the server says it is."""

    PART, PARTS = 20_000, 5

    def __init__(self, browser: Browser, seed: int, *, room: str) -> None:
        super().__init__(browser, seed)
        self.room = room

    def work(self) -> None:
        """One file."""
        data = (f"{uuid4().hex}\n" * 40_000)[: self.PART * self.PARTS].encode()
        address = self._begin(len(data))
        offset = 0
        while address and offset < len(data) and not self.stopping.is_set():
            answer = self._send(address, offset, data[offset : offset + self.PART])
            if answer.status == 204:
                offset = int(answer.headers["upload-offset"])
                self.ledger.files[address.strip("/").rpartition("/")[2]] = offset
                self.ledger.count()
            elif not answer.is_known or answer.status == 409:
                offset = self._asked(address, offset)
            else:
                self.ledger.refused.append(f"{answer.status} {answer.text[:200]}")
                return
        self.stopping.wait(0.5)

    def _begin(self, size: int) -> str:
        name = base64.b64encode(f"Bericht {uuid4().hex[:6]}.txt".encode()).decode()
        headers = {
            "Tus-Resumable": "1.0.0",
            "Upload-Length": str(size),
            "Upload-Metadata": f"filename {name}",
        }
        path = f"/nachrichten/dateien/raum/{self.room}/hochladen/"
        answer = self.done(lambda: self.browser.ask("POST", path, b"", headers), 201)
        return answer.headers["location"] if answer else ""

    def _send(self, address: str, offset: int, part: bytes) -> Answer:
        headers = {
            "Tus-Resumable": "1.0.0",
            "Upload-Offset": str(offset),
            "Content-Type": "application/offset+octet-stream",
        }
        return self.browser.ask("PATCH", address, part, headers)

    def _asked(self, address: str, before: int) -> int:
        answer = self.done(lambda: self.browser.ask("HEAD", address, None, {"Tus-Resumable": "1.0.0"}), 200)
        return int(answer.headers["upload-offset"]) if answer else before


class Crew:
    """People at work together; `went_on` waits until each has had an act acknowledged."""

    def __init__(self, people: list[Person]) -> None:
        self.people = people

    def begin(self) -> None:
        """They work."""
        for person in self.people:
            person.start()

    def went_on(self, *, within: float = 40) -> list[str]:
        """Returns who has had nothing acknowledged since the call: nobody, if all is well."""
        before = [person.ledger.acts for person in self.people]
        deadline = time.monotonic() + within
        while time.monotonic() < deadline:
            stuck = [
                f"{type(one).__name__} {one.problem or one.browser.answers[-1:]}"
                for one, acts in zip(self.people, before, strict=True)
                if one.ledger.acts == acts and not _has_nothing_left(one)
            ]
            if not stuck:
                return []
            time.sleep(0.1)
        return stuck

    def end(self) -> list[Any]:
        """They have stopped; returns what went wrong in their own heads."""
        for person in self.people:
            person.stopping.set()
        for person in self.people:
            person.join(60)
        return [one.problem for one in self.people if one.problem] + [
            one for one in self.people if one.is_alive()
        ]

    def answers(self) -> list[Answer]:
        """Everything that any of them was answered."""
        return [answer for person in self.people for answer in person.browser.answers]


def _has_nothing_left(person: Person) -> bool:
    """A trainer without weeks, a writer who has written them all."""
    if isinstance(person, Trainer):
        return person.weeks.empty()
    return isinstance(person, Writer) and not person.quiet
