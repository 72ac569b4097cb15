"""Row 11: a storm day is one act; 100,000 notices stand in less than ten minutes, with one worker. Mails are reported beside them."""

import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import psycopg
from aiosmtpd.controller import Controller
from django.test import Client
from django.urls import reverse

from tests.bench import places
from tests.bench.table import Figure, at_most, key
from tests.cli.processes import free_port
from zweiklang.cli.embedded_postgres import DatabaseUrls
from zweiklang.kernel.actor import system_actor
from zweiklang.kernel.clock import today
from zweiklang.kernel.hesse import public_holiday, school_holiday
from zweiklang.kernel.ids import new_id
from zweiklang.organisations.public import add_organisation, add_post
from zweiklang.people.public import Person, add_person
from zweiklang.rooms.public import as_system

ACTOR = system_actor("bench")
NOTICES, SECONDS = 100_000, 600
PATIENCE = 3600.0


@dataclass(slots=True)
class _Counter:
    """A mail server that counts."""

    mails: int = 0
    url: str = ""

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Takes every mail."""
        self.mails += 1
        return "250 OK"


@dataclass(frozen=True, slots=True)
class _Course:
    """Seconds from the act until it was answered, until the last notice stood, until the last mail was handed over."""

    preview: float
    act: float
    told: float
    mailed: float
    notices: int
    mails: int


def figures(urls: DatabaseUrls, folder: Path) -> Iterator[Figure]:
    """Yields notices, mails and the request. Changes the world: run it last."""
    with _mail_server() as server, _worker(urls, folder, server) as process:
        found = _storm(urls, server, process)
    rate = found.notices / found.told
    yield _scaled("storm day: last notice stands", found.told, found.notices, f"{rate:.0f} notices a second")
    mailing = found.mailed - found.told
    note = (
        f"{found.mails / mailing:.0f} mails a second after the last notice, to a server in the same machine"
    )
    yield _scaled(
        "storm day: last mail handed over", found.mailed, found.notices, f"{found.mails} mails; {note}"
    )
    yield at_most(
        "storm.answer_to_the_act", 11, "storm day: answer to the act itself", found.act, "s", 5,
        says=f"{found.act * 1000:.0f} ms", against=f"preview {found.preview * 1000:.0f} ms",
    )  # fmt: skip


def _scaled(name: str, seconds: float, notices: int, note: str) -> Figure:
    whole = seconds * NOTICES / notices
    return at_most(
        f"storm.{key(name.partition(': ')[2])}", 11, name, whole, "s", SECONDS,
        says=f"{whole:.0f} s for {NOTICES}", against=f"{seconds:.1f} s for {notices}", note=note,
    )  # fmt: skip


def _storm(urls: DatabaseUrls, server: _Counter, process: subprocess.Popen[bytes]) -> _Course:
    browser = Client(HTTP_HOST="127.0.0.1")
    browser.force_login(_land())
    path = reverse("schedule:new_closure")
    form = _form(browser, path)
    preview = _seconds(lambda: _expect(browser.post(path, form), 200))
    began = time.monotonic()
    act = _seconds(lambda: _expect(browser.post(path, {**form, "confirmed": "1"}), 302))
    with psycopg.connect(urls.owner, autocommit=True) as connection:
        _until(process, lambda: _none(connection, "task_name = 'schedule.notify'"))
        told = time.monotonic() - began
        _until(process, lambda: _none(connection, "task_name ~ '^(exchange|people)[.](mail|send)'"))
        mailed = time.monotonic() - began
        notices, left = (
            _one(connection, f"SELECT count(*) FROM {table}")
            for table in ("schedule_schedulenotice", "people_outgoingmail WHERE state <> 'sent'")
        )
    if left or not notices:
        raise AssertionError(f"{notices} notices, {left} mails not sent")
    return _Course(preview, act, told, mailed, notices, server.mails)


def _form(browser: Client, path: str) -> dict[str, str]:
    """The first of the next days on which a class has school: in a small world not every day is one."""
    for ahead in range(1, 15):
        day = today() + timedelta(days=ahead)
        form = {
            "action": str(new_id()),
            "area": "hessen",
            "first_day": day.isoformat(),
            "kind": "storm",
            "text": "Bleiben Sie zu Hause.",
        }
        if not _is_free(day) and browser.post(path, form).status_code == 200:
            return form
    raise AssertionError("No class has school within the next two weeks.")


def _is_free(day: date) -> bool:
    return day.isoweekday() > 5 or bool(public_holiday(day) or school_holiday(day))


def _land() -> Person:
    with as_system(ACTOR):
        person = add_person(ACTOR, email="land@bench.example", given_name="Land", family_name="Hessen")
        authority = add_organisation(ACTOR, kind="authority", name="Land", town="Wiesbaden")
        add_post(ACTOR, person=person, organisation=authority, capacity="land", first_day=today())
    return person


def _expect(response: Any, status: int) -> None:
    if response.status_code != status:
        raise AssertionError(f"{response.status_code} instead of {status}: {response.content[:2000]!r}")


def _seconds(work: Any) -> float:
    began = time.monotonic()
    work()
    return time.monotonic() - began


def _until(process: subprocess.Popen[bytes], done: Any) -> None:
    deadline = time.monotonic() + PATIENCE
    while not done():
        if time.monotonic() > deadline or process.poll() is not None:
            raise AssertionError("the worker did not do its jobs")
        time.sleep(0.1)


def _none(connection: psycopg.Connection, condition: str) -> bool:
    running = "status IN ('todo', 'doing')"
    return not _one(connection, f"SELECT count(*) FROM procrastinate_jobs WHERE {running} AND {condition}")


def _one(connection: psycopg.Connection, query: str) -> int:
    row = connection.execute(query).fetchone()
    assert row is not None
    return int(row[0])


@contextmanager
def _mail_server() -> Iterator[_Counter]:
    counter, port = _Counter(), free_port()
    counter.url = f"smtp://127.0.0.1:{port}"
    controller = Controller(counter, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield counter
    finally:
        controller.stop()


@contextmanager
def _worker(urls: DatabaseUrls, folder: Path, server: _Counter) -> Iterator[subprocess.Popen[bytes]]:
    """Inside the block one worker works, as in production."""
    folder.mkdir(parents=True, exist_ok=True)
    environment: Mapping[str, str] = {
        **places.environment(urls, folder),
        "ZWEIKLANG_MAIL_URL": server.url,
        "ZWEIKLANG_URL": "http://127.0.0.1",
    }
    with (folder / "worker.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "zweiklang.cli", "worker"], env=environment, stdout=log, stderr=log
        )
    try:
        with psycopg.connect(urls.owner, autocommit=True) as connection:
            _until(process, lambda: _one(connection, "SELECT count(*) FROM procrastinate_workers"))
        yield process
    finally:
        process.terminate()
        process.wait(30)
