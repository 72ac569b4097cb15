"""What locust runs: the people of `BENCH_EVENING` (JSON), at a rate, for a while; then it writes what happened beside that file.

Not imported by anything: locust patches the whole process it lives in.
"""

import json
import os
import queue
import time
from pathlib import Path
from typing import Any

import gevent
from gevent.event import Event
from locust import FastHttpUser, constant_pacing, events, task
from locust.exception import StopUser

from tests.bench.evening.people import Ledger, Unexpected, Visitor
from tests.bench.loopback import loopback

PLAN = json.loads(Path(os.environ["BENCH_EVENING"]).read_text())
LEDGER, REQUESTS, TROUBLES = Ledger(), [], []
APPRENTICES: "queue.SimpleQueue[dict[str, str]]" = queue.SimpleQueue()
TRAINERS: "queue.SimpleQueue[dict[str, str]]" = queue.SimpleQueue()
for one in PLAN["apprentices"]:
    APPRENTICES.put(one)
for one in PLAN["trainers"]:
    TRAINERS.put(one)
QUIET = "before: "
READY, COUNT, PLACES = Event(), [0], {"Apprentice": 0, "Trainer": 0, "Late": 0}
DONE = {"apprentices": 0, "trainers": 0, "out_of_people": 0}
# Who comes before this moment only makes the site warm: each of its threads prepares its statements.
BEGINS = time.time() + PLAN["warm"]


@events.test_start.add_listener
def only_here(environment: Any, **_: Any) -> None:
    """Nothing is sent to another machine, whatever --host says."""
    loopback(environment.host)


@events.request.add_listener
def note(name: str, response_time: float, exception: Any, **_: Any) -> None:
    """Each request with its moment and milliseconds."""
    REQUESTS.append((time.time(), name, response_time, str(exception) if exception else ""))


@events.quitting.add_listener
def write(environment: Any, **_: Any) -> None:
    """What happened lies beside the plan."""
    found = {
        "requests": REQUESTS, "ledger": LEDGER.dump(), "troubles": TROUBLES[:50], "troubles_count": len(TROUBLES), "done": DONE,
        "cpu_seconds": time.process_time(),
    }  # fmt: skip
    Path(PLAN["out"]).write_text(json.dumps(found))


# Seconds between two visits at one browser.
WRITING = PLAN["apprentices_at_once"] / PLAN["weeks_per_second"]
SIGNING = PLAN["trainers_at_once"] / PLAN["trainers_per_second"]


class Person(FastHttpUser):
    """What apprentices and trainers have in common."""

    abstract = True
    connection_timeout = network_timeout = 30.0

    def spread(self, pacing: float, many: int) -> None:
        """Waits until this one's turn, so that people come one after the other and not all in the first second."""
        name = type(self).__name__
        PLACES[name] += 1
        gevent.sleep(pacing * (PLACES[name] - 1) / many)

    def visit(self, people: "queue.SimpleQueue[dict[str, str]]", quiet: str = "") -> Visitor | None:
        """Returns the next person at a browser, or nobody. What they do is not measured with `quiet`, and not before it begins."""
        try:
            who = people.get_nowait()
        except queue.Empty:
            DONE["out_of_people"] += 1
            return None
        quiet = quiet or (QUIET if time.time() < BEGINS else "")
        return Visitor(self.client, who, PLAN["password"], LEDGER, quiet=quiet)


if PLAN["kind"] == "visits":

    class Apprentice(Person):
        """Signs in, opens Heute and the week, saves field by field, submits."""

        fixed_count = PLAN["apprentices_at_once"]
        wait_time = constant_pacing(WRITING)

        def on_start(self) -> None:
            self.spread(WRITING, PLAN["apprentices_at_once"])

        @task
        def evening(self) -> None:
            if visitor := self.visit(APPRENTICES):
                try:
                    visitor.sign_in()
                    visitor.open_week()
                    visitor.write(fields=3)
                    visitor.submit()
                    DONE["apprentices"] += not visitor.quiet
                except Unexpected as trouble:
                    TROUBLES.append(str(trouble))

    class Trainer(Person):
        """Signs in, opens the list of waiting weeks, signs some and returns some."""

        fixed_count = PLAN["trainers_at_once"]
        wait_time = constant_pacing(SIGNING)

        def on_start(self) -> None:
            self.spread(SIGNING, PLAN["trainers_at_once"])

        @task
        def evening(self) -> None:
            if visitor := self.visit(TRAINERS):
                try:
                    visitor.sign_in()
                    visitor.sign_waiting(most=2)
                    DONE["trainers"] += not visitor.quiet
                except Unexpected as trouble:
                    TROUBLES.append(str(trouble))

else:

    class Late(Person):
        """Has the week open already; all save once and submit within the burst."""

        fixed_count = PLAN["apprentices_at_once"]
        wait_time = constant_pacing(WRITING)

        def on_start(self) -> None:
            """As many people as this one stands for are signed in and have their week open; then all begin at once."""
            self.waiting: list[Visitor] = []
            try:
                self.prepare()
            finally:
                COUNT[0] += 1
                if COUNT[0] == PLAN["apprentices_at_once"]:
                    READY.set()
            READY.wait()
            self.spread(WRITING, PLAN["apprentices_at_once"])

        def prepare(self) -> None:
            for _ in range(PLAN["people_each"]):
                if visitor := self.visit(APPRENTICES, QUIET):
                    try:
                        visitor.sign_in()
                        visitor.open_week()
                        visitor.quiet = ""
                        self.waiting.append(visitor)
                    except Unexpected as trouble:
                        TROUBLES.append(str(trouble))

        @task
        def evening(self) -> None:
            if not self.waiting:
                COUNT[0] -= 1
                if COUNT[0] == 0:
                    self.environment.runner.quit()
                raise StopUser
            visitor = self.waiting.pop()
            try:
                visitor.write(fields=1)
                visitor.submit()
                DONE["apprentices"] += 1
            except Unexpected as trouble:
                TROUBLES.append(str(trouble))
