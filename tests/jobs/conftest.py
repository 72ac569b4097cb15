"""A database in which things are really committed, a real mail server, and real workers."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from django.db import connections

from tests.database import fresh_database, point_django_at
from tests.jobs.letters import notice_templates
from tests.jobs.mail_server import MailServer, mail_server
from zweiklang.cli.embedded_postgres import DatabaseUrls
from zweiklang.kernel.actor import system_actor
from zweiklang.people.public import Person, add_person

ACTOR = system_actor("tests")


@pytest.fixture(autouse=True)
def notices() -> Iterator[None]:
    """The notice of the tests exists."""
    with notice_templates():
        yield


@pytest.fixture(scope="module")
def committed(django_test_environment: None, django_db_blocker: Any) -> Iterator[DatabaseUrls]:
    """Django talks to a database of this file's own, without a transaction around each test."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    with fresh_database(f"jobs_{worker}") as urls, django_db_blocker.unblock():
        before = {alias: dict(connections.settings[alias]) for alias in ("default", "owner")}
        point_django_at(urls)
        yield urls
        for alias, settings in before.items():
            connections[alias].close()
            connections.settings[alias].update(settings)
            del connections[alias]


@pytest.fixture
def owner(committed: DatabaseUrls) -> Iterator[psycopg.Connection]:
    """The owner's view of the queue, emptied before the test."""
    with psycopg.connect(committed.owner, autocommit=True) as connection:
        connection.execute(
            "TRUNCATE procrastinate_jobs, procrastinate_workers, procrastinate_periodic_defers, people_outgoingmail CASCADE"
        )
        yield connection


@pytest.fixture
def person(committed: DatabaseUrls) -> Person:
    """Somebody with an account and umlauts; the same in all tests of a file."""
    return add_person(ACTOR, email="aenne@example.org", given_name="Änne", family_name="Öztürk")


@pytest.fixture
def server() -> Iterator[MailServer]:
    """A mail server that takes everything unless told otherwise."""
    with mail_server() as running:
        yield running


type Command = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def command(committed: DatabaseUrls, server: MailServer) -> Iterator[Command]:
    """Starts a `zweiklang` command on this database and this mail server; none is left afterwards."""
    started: list[subprocess.Popen[str]] = []
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("ZWEIKLANG_", "DATABASE_", "DJANGO_"))}
    environment = {
        **kept,
        "DATABASE_URL": committed.app,
        "ZWEIKLANG_SECRET_KEY": "for-tests-only-and-long-enough-for-django-to-accept-it",
        "ZWEIKLANG_MAIL_URL": server.url,
        "ZWEIKLANG_URL": "http://testserver",
    }

    def start(*arguments: str, **settings: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-m", "zweiklang.cli", *arguments],
            env=environment | settings, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
        process.communicate()


@pytest.fixture
def work(command: Command) -> Callable[[], str]:
    """Lets a worker do what is due; returns what it wrote."""

    def run() -> str:
        process = command("worker", "--until-empty")
        written, _ = process.communicate(timeout=60)
        assert process.returncode == 0, written
        return written

    return run
