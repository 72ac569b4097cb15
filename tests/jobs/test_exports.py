"""Copies of one's own data, made by a real worker process in its own role, also when one is killed on the way."""

import io
import signal
import threading
import zipfile
from collections.abc import Callable

import psycopg
import pytest
from django.db import connections

from tests.cli.processes import becomes
from tests.clients import standing_as
from tests.jobs.conftest import Command
from zweiklang.kernel import jobs
from zweiklang.kernel.errors import Conflict
from zweiklang.people.public import Person, actor_of
from zweiklang.privacy.exports.services import fetch_export, request_export
from zweiklang.privacy.models import DataExport

# Every test starts a worker as a process of its own.
pytestmark = pytest.mark.slow


@pytest.fixture
def waiting(owner: psycopg.Connection, person: Person) -> DataExport:
    """Somebody has asked for a copy."""
    owner.execute("TRUNCATE privacy_dataexport CASCADE")
    with standing_as(person):
        return request_export(actor_of(person))


def state(owner: psycopg.Connection) -> object:
    row = owner.execute("SELECT state FROM privacy_dataexport").fetchone()
    return row[0] if row else None


def test_a_worker_makes_the_copy_and_it_is_fetched_once(
    owner: psycopg.Connection, person: Person, waiting: DataExport, work: Callable[[], str]
) -> None:
    written = work()
    assert state(owner) == "ready", written
    into = io.BytesIO()
    with standing_as(person):
        fetch_export(actor_of(person), export_id=waiting.pk, into=into)
    with zipfile.ZipFile(into) as archive:
        assert archive.testzip() is None
        assert person.email in archive.read("data/people.person.json").decode()
    assert state(owner) == "fetched"
    assert owner.execute("SELECT count(*) FROM privacy_dataexportpart").fetchone() == (0,)
    assert person.email not in written
    assert person.family_name not in written


def test_a_worker_killed_at_work_leaves_the_job_to_the_next_one(
    owner: psycopg.Connection, waiting: DataExport, command: Command, work: Callable[[], str]
) -> None:
    with owner.transaction():
        # The worker has read everything and waits for this row.
        owner.execute("SELECT 1 FROM privacy_dataexport FOR UPDATE")
        process = command("worker")
        waits = "SELECT count(*) FROM pg_locks WHERE NOT granted"
        assert becomes(lambda: owner.execute(waits).fetchone() == (1,), within=60)
        process.send_signal(signal.SIGKILL)
        process.wait(60)
    assert state(owner) == "waiting"
    assert owner.execute("SELECT count(*) FROM privacy_dataexportpart").fetchone() == (0,)
    owner.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '31 seconds'")
    jobs.defer("queue.take_again", timestamp="0")
    work()
    work()
    assert state(owner) == "ready"


def at_once(*acts: Callable[[], object]) -> list[object]:
    """What each of the acts gave, done at the same moment on connections of their own; an error is its answer."""
    barrier, answers = threading.Barrier(len(acts)), []

    def run(act: Callable[[], object]) -> None:
        try:
            barrier.wait(10)
            answers.append(act())
        except Exception as error:
            answers.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return answers


def test_asking_twice_at_once_makes_one_copy(owner: psycopg.Connection, person: Person) -> None:
    owner.execute("TRUNCATE privacy_dataexport CASCADE")

    def ask() -> object:
        with standing_as(person):
            return request_export(actor_of(person)).pk

    answers = at_once(*[ask] * 6)
    assert len(answers) == 6
    assert len(set(answers)) == 1, answers
    made = "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'privacy.make_export'"
    assert owner.execute(made).fetchone() == (1,)


def test_fetching_twice_at_once_hands_out_one(
    owner: psycopg.Connection, person: Person, waiting: DataExport, work: Callable[[], str]
) -> None:
    work()

    def fetch() -> object:
        into = io.BytesIO()
        with standing_as(person):
            fetch_export(actor_of(person), export_id=waiting.pk, into=into)
        return into.getvalue()

    answers = at_once(*[fetch] * 4)
    handed_out = [one for one in answers if isinstance(one, bytes)]
    assert len(handed_out) == 1
    assert len([one for one in answers if isinstance(one, Conflict)]) == 3
    assert state(owner) == "fetched"
