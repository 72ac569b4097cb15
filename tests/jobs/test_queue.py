"""The queue with everything real: commits, worker processes, a mail server that is slow, refuses, or sees the worker die."""

import json
import os
import re
import signal
import threading
from collections.abc import Callable
from email.message import EmailMessage

import psycopg
import pytest
from django.db import transaction

from tests.cli.processes import becomes
from tests.jobs.conftest import ACTOR, Command
from tests.jobs.letters import TEMPLATE
from tests.jobs.mail_server import MailServer
from zweiklang.kernel import jobs
from zweiklang.people.public import Link, MailKind, Person, send_mail

# Every test starts a worker as a process of its own.
pytestmark = pytest.mark.slow

type Work = Callable[[], str]


def notify(person: Person, *, key: str = "") -> bool:
    """The tests' notice is in the queue."""
    return send_mail(
        ACTOR, to=person, template=TEMPLATE, kind=MailKind.CONTRACTS, key=key,
        context={"months": 36, "link": Link("/ausbildung/")},
    )  # fmt: skip


def value(connection: psycopg.Connection, query: str) -> object:
    row = connection.execute(query).fetchone()
    assert row is not None
    return row[0]


def make_due(connection: psycopg.Connection) -> None:
    connection.execute("UPDATE procrastinate_jobs SET scheduled_at = NULL WHERE status = 'todo'")


def test_a_committed_mail_is_sent_and_nothing_of_it_is_kept(
    owner: psycopg.Connection, person: Person, server: MailServer, work: Work
) -> None:
    with transaction.atomic():
        assert notify(person)
    written = work()
    (message,) = server.seen
    assert message["To"] == "aenne@example.org"
    assert message["Subject"] == "Zweiklang: Ein Vertrag ist bestätigt"
    assert message.get_content_type() == "multipart/alternative"
    plain, html = (message.get_body((kind,)) for kind in ("plain", "html"))
    assert plain is not None
    assert html is not None
    assert plain.get_content().startswith("Guten Tag Änne Öztürk,\n\nein Vertrag über 36 Monate")
    assert "<p>Guten Tag Änne Öztürk,</p>" in html.get_content()
    assert value(owner, "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'people.send_mail'") == 0
    row = owner.execute("SELECT state, address, subject, text FROM people_outgoingmail").fetchone()
    assert row == ("sent", "", "", "")
    assert "aenne" not in written


def test_a_transaction_that_rolls_back_sends_nothing(
    owner: psycopg.Connection, person: Person, server: MailServer, work: Work
) -> None:
    with transaction.atomic():
        notify(person)
        transaction.set_rollback(True)
    work()
    assert server.seen == []
    assert value(owner, "SELECT count(*) FROM people_outgoingmail") == 0


def test_a_second_mail_with_the_same_key_vanishes(
    owner: psycopg.Connection, person: Person, server: MailServer, work: Work
) -> None:
    for _ in range(2):
        with transaction.atomic():
            notify(person, key="confirmed:1")
    work()
    assert len(server.seen) == 1
    with transaction.atomic():
        notify(person, key="confirmed:1")
    work()
    assert len(server.seen) == 1


def test_a_server_that_is_busy_is_asked_again_later(
    owner: psycopg.Connection, person: Person, server: MailServer, work: Work
) -> None:
    notify(person)
    server.at_data = lambda message: "451 4.3.2 aenne@example.org: come back later"
    written = work()
    assert value(
        owner,
        "SELECT scheduled_at > now() + interval '50 seconds' FROM procrastinate_jobs WHERE status = 'todo'",
    )
    assert owner.execute("SELECT state, error FROM people_outgoingmail").fetchone() == ("waiting", "SMTP 451")
    assert "aenne" not in written
    server.at_data = lambda message: "250 OK"
    work()
    assert len(server.seen) == 1, "not before its time"
    make_due(owner)
    work()
    first, second = server.seen
    assert first["Message-ID"] == second["Message-ID"]
    assert value(owner, "SELECT state FROM people_outgoingmail") == "sent"


def test_a_server_that_is_away_is_asked_again_later(
    owner: psycopg.Connection, person: Person, server: MailServer, work: Work
) -> None:
    notify(person)
    server.at_recipient = lambda address: "421 4.3.0 closing"
    work()
    assert value(owner, "SELECT state FROM people_outgoingmail") == "waiting"
    server.at_recipient = lambda address: "250 OK"
    make_due(owner)
    work()
    assert value(owner, "SELECT state FROM people_outgoingmail") == "sent"


def test_an_address_that_does_not_exist_is_tried_once_and_shown_as_failed(
    owner: psycopg.Connection, person: Person, server: MailServer, work: Work, command: Command
) -> None:
    notify(person)
    server.at_recipient = lambda address: f"550 5.1.1 {address}: no such user"
    written = work()
    assert (
        value(owner, "SELECT status FROM procrastinate_jobs WHERE task_name = 'people.send_mail'") == "failed"
    )
    text, _ = command("worker", "status").communicate(timeout=60)
    assert re.search(r"Failed: 1\n +job \d+ +people\.send_mail +1 attempts .*SMTP 550", text)
    assert "aenne" not in written + text


def test_after_the_last_attempt_it_is_kept_as_failed_and_an_operator_can_put_it_back(
    owner: psycopg.Connection, person: Person, server: MailServer, work: Work, command: Command
) -> None:
    notify(person)
    server.at_data = lambda message: "452 4.2.2 full"
    for _ in range(len(jobs.PAUSES)):
        make_due(owner)
        owner.execute("UPDATE procrastinate_jobs SET attempts = attempts + 1")
    work()
    assert owner.execute("SELECT state, error FROM people_outgoingmail").fetchone() == ("failed", "SMTP 452")
    found = json.loads(command("worker", "status", "--json").communicate(timeout=60)[0])
    (failed,) = found["failed"]
    assert (failed["task"], failed["reason"], failed["attempts"]) == ("people.send_mail", "SMTP 452", 9)
    server.at_data = lambda message: "250 OK"
    back, _ = command("worker", "retry", str(failed["job"])).communicate(timeout=60)
    assert "in the queue again" in back
    work()
    assert value(owner, "SELECT state FROM people_outgoingmail") == "sent"
    assert (
        "There is no failed job" in command("worker", "retry", str(failed["job"])).communicate(timeout=60)[0]
    )


def test_the_job_of_a_killed_worker_is_taken_again_with_the_same_message_id(
    owner: psycopg.Connection, person: Person, server: MailServer, work: Work, command: Command
) -> None:
    notify(person)
    process = command("worker")

    def kill_worker(message: EmailMessage) -> str:
        os.kill(process.pid, signal.SIGKILL)
        return "250 OK"

    server.at_data = kill_worker
    process.wait(60)
    assert (
        value(owner, "SELECT status FROM procrastinate_jobs WHERE task_name = 'people.send_mail'") == "doing"
    )
    server.at_data = lambda message: "250 OK"
    work()
    assert len(server.seen) == 1, "its worker might still be alive"
    owner.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '31 seconds'")
    jobs.defer("queue.take_again", timestamp="0")
    work()
    work()
    assert len(server.seen) == 2
    assert len({message["Message-ID"] for message in server.seen}) == 1
    assert value(owner, "SELECT state FROM people_outgoingmail") == "sent"


def test_a_worker_taken_for_dead_that_still_sends_does_not_send_twice(
    owner: psycopg.Connection, person: Person, server: MailServer, command: Command
) -> None:
    handing_over, go_on = threading.Event(), threading.Event()

    def slowly(message: EmailMessage) -> str:
        handing_over.set()
        go_on.wait(15)
        return "250 OK"

    server.at_data = slowly
    both = [command("worker", "--concurrency", "1") for _ in range(2)]
    assert becomes(lambda: value(owner, "SELECT count(*) FROM procrastinate_workers") == 2, within=60)
    notify(person)
    assert handing_over.wait(30)
    job = "FROM procrastinate_jobs WHERE task_name = 'people.send_mail'"
    slow = value(owner, f"SELECT worker_id {job}")
    owner.execute(
        "UPDATE procrastinate_workers SET last_heartbeat = now() - interval '31 seconds' WHERE id = %s",
        [slow],
    )
    jobs.defer("queue.take_again", timestamp="0")
    assert becomes(lambda: bool(value(owner, f"SELECT status = 'doing' AND worker_id <> {slow} {job}")))
    go_on.set()
    assert becomes(lambda: value(owner, "SELECT state FROM people_outgoingmail") == "sent")
    for process in both:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)
    assert len(server.seen) == 1


def test_two_workers_send_each_mail_once(
    owner: psycopg.Connection, person: Person, server: MailServer, command: Command, work: Work
) -> None:
    for number in range(30):
        notify(person, key=f"number:{number}")
    both = [command("worker", "--until-empty") for _ in range(2)]
    said = [process.communicate(timeout=120)[0] for process in both]
    make_due(owner)  # on a busy machine a worker ends with a mail at hand, and puts it back
    said.append(work())
    sent = [message["Message-ID"] for message in server.seen]
    assert sorted(sent) == sorted(set(sent)), said
    assert len(sent) == 30, said
    assert value(owner, "SELECT count(*) FROM people_outgoingmail WHERE state <> 'sent'") == 0


def test_what_somebody_waits_for_goes_first(
    owner: psycopg.Connection, person: Person, server: MailServer, command: Command
) -> None:
    for number in range(3):
        notify(person, key=f"number:{number}")
    send_mail(ACTOR, to=person, template="account/email/unknown_account", kind=MailKind.SECURITY)
    command("worker", "--until-empty", "--concurrency", "1").communicate(timeout=60)
    assert server.seen[0]["Subject"] == "Zweiklang: Kein Konto zu dieser Adresse"


def test_the_worker_ends_on_sigterm_and_says_when_it_is_there(
    owner: psycopg.Connection, person: Person, server: MailServer, command: Command
) -> None:
    process = command("worker")
    notify(person)
    while not server.seen:
        assert process.poll() is None, process.communicate()[0]
    text, _ = command("worker", "status").communicate(timeout=60)
    assert "Workers: 1" in text
    process.send_signal(signal.SIGTERM)
    assert process.wait(20) in {0, 128 + signal.SIGTERM}
    text, _ = command("worker", "status").communicate(timeout=60)
    assert "Workers: none is running" in text
