"""One mail to many: written once, filled in for each, delivered in portions over one connection."""

import os
import re
import signal
from collections.abc import Callable, Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, default
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.core.mail import EmailMultiAlternatives
from django.db import connection
from pytest_django import Settings

from tests.jobs.conftest import ACTOR, Command
from tests.jobs.letters import TEMPLATE
from tests.jobs.mail_server import MailServer
from tests.jobs.test_queue import make_due, value
from tests.mailing import delivered
from tests.worlds import Worlds
from zweiklang.config.shaping import mailer_from_url
from zweiklang.kernel import jobs
from zweiklang.people.mailing.delivery import NotDelivered
from zweiklang.people.mailing.many import send_to_many
from zweiklang.people.mailing.messages import Message, message_of
from zweiklang.people.mailing.portions import deliver_portion
from zweiklang.people.mailing.unsubscribing import set_rhythm, unsubscribe_path, wants
from zweiklang.people.models import OutgoingMail
from zweiklang.people.public import Link, MailKind, Person, Rhythm, add_person
from zweiklang.rooms.public import as_system

KIND = MailKind.SCHEDULE


def notify(people: list[Person], **more: Any) -> int:
    """The tests' notice waits for all of them."""
    return send_to_many(
        ACTOR, people=[person.pk for person in people], template=TEMPLATE, kind=KIND,
        context={"months": 36, "link": Link("/ausbildung/")}, **more,
    )  # fmt: skip


def raw(message: EmailMultiAlternatives) -> EmailMessage:
    parsed = message_from_bytes(message.message(policy=SMTP).as_bytes(), policy=default)
    assert isinstance(parsed, EmailMessage)
    return parsed


def parts(message: EmailMessage) -> list[str]:
    found = [message.get_body((kind,)) for kind in ("plain", "html")]
    return [part.get_content().replace("\r\n", "\n") for part in found if part is not None]


@pytest.fixture
def people(worlds: Worlds) -> list[Person]:
    return [worlds.a.people[name] for name in ("trainer", "apprentice", "guardian")]


@pytest.fixture
def waiting(people: list[Person]) -> Iterator[list[UUID]]:
    """Ids of three waiting mails, in the order of the people."""
    notify(people)
    with as_system("tests"):
        by_person = dict(OutgoingMail.objects.values_list("person_id", "pk"))
        yield [by_person[person.pk] for person in people]


@pytest.fixture
def at_server(server: MailServer, settings: Settings) -> MailServer:
    settings.MAILERS = {**settings.MAILERS, "delivery": mailer_from_url(server.url, folder=None)}
    return server


def states() -> list[str]:
    return sorted(OutgoingMail.objects.values_list("state", flat=True))


def jobs_waiting() -> list[tuple[str, int]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name, count(*) FROM procrastinate_jobs GROUP BY 1 ORDER BY 1")
        return list(cursor.fetchall())


def never() -> bool:
    return False


def test_everybody_who_wants_it_has_one_in_the_own_language(people: list[Person], worlds: Worlds) -> None:
    Person.objects.filter(pk=people[1].pk).update(language="en", given_name="Ä <b>", family_name="& Söhne")
    declined, gone, unreachable = (
        worlds.a.people[n] for n in ("head_of_school", "school_office", "other_trainer")
    )
    set_rhythm(declined.pk, KIND, Rhythm.NEVER)
    Person.objects.filter(pk=gone.pk).update(is_active=False)
    Person.objects.filter(pk=unreachable.pk).update(email="")
    assert notify([*people, declined, gone, unreachable]) == 3
    sent = {message.to[0]: message for message in delivered()}
    assert sorted(sent) == sorted(person.email for person in people)
    german, english = (sent[person.email] for person in people[:2])
    assert german.body.startswith(f"Guten Tag {people[0].name},\n\nein Vertrag über 36 Monate")
    assert english.body.startswith("Hello Ä <b> & Söhne,\n\nA contract of 36 months")
    plain, html = parts(raw(english))
    assert plain == english.body
    assert "<p>Hello Ä &lt;b&gt; &amp; Söhne,</p>" in html


def test_the_ready_bytes_are_those_of_a_message_made_in_the_usual_way(waiting: list[UUID]) -> None:
    ready = message_of(OutgoingMail.objects.select_related("person").get(pk=waiting[0]))
    usual = Message(ready.subject, ready.body, ready.from_email, ready.to, headers=ready.extra_headers)
    usual.attach_alternative(*ready.alternatives[0])
    made, wanted = raw(ready), raw(usual)
    assert parts(made) == parts(wanted)
    assert set(made.keys()) == set(wanted.keys())
    varying = {"Date", "Content-Type"}
    assert {k: str(v) for k, v in made.items() if k not in varying} == {
        k: str(v) for k, v in wanted.items() if k not in varying
    }
    assert made["Date"].datetime.year > 2000
    assert not re.search("[\ue000-\ue0ff]|zweiklang-id|zweiklang-stop", message_text(ready))


def message_text(message: EmailMultiAlternatives) -> str:
    return str(message.message(policy=SMTP).as_bytes().decode())


def test_each_ends_such_mails_for_its_own_recipient_in_an_address_no_line_breaks(
    people: list[Person],
) -> None:
    notify(people)
    messages = delivered()
    for message in messages:
        header = re.search(r"^List-Unsubscribe: <(\S+)>\r$", message_text(message), re.MULTILINE)
        assert header, message_text(message)
        person = next(one for one in people if one.email == message.to[0])
        assert header[1] == f"http://testserver{unsubscribe_path(person, KIND)}"
        assert message.body.count(header[1]) == 1
    assert len({message.extra_headers["List-Unsubscribe"] for message in messages}) == 3


def test_a_name_that_is_an_advertisement_is_left_out(people: list[Person]) -> None:
    Person.objects.filter(pk=people[0].pk).update(given_name="Gewinn: https://evil.example/x", family_name="")
    notify(people[:1])
    (message,) = delivered()
    assert "evil" not in message_text(message)
    assert message.body.startswith("Guten Tag,\n")


def test_whoever_has_one_waiting_gets_no_second(people: list[Person]) -> None:
    assert notify(people[:1]) == 1
    assert notify(people) == 2
    delivered()
    assert notify(people) == 3


def test_only_notices_go_to_many(people: list[Person]) -> None:
    with pytest.raises(TypeError):
        send_to_many(ACTOR, people=[people[0].pk], template=TEMPLATE, kind=MailKind.SECURITY, context={})


def test_a_portion_goes_over_one_connection(waiting: list[UUID], at_server: MailServer) -> None:
    deliver_portion(waiting, last_attempt=False, make_room=never)
    assert len(at_server.seen) == 3
    assert len(at_server.peers) == 1
    assert states() == ["sent"] * 3
    assert not OutgoingMail.objects.exclude(address="", subject="", text="").exists()


def test_an_address_that_is_refused_keeps_nobody_else_waiting(
    people: list[Person], waiting: list[UUID], at_server: MailServer
) -> None:
    at_server.at_recipient = lambda address: "550 no" if address == people[1].email else "250 OK"
    deliver_portion(waiting, last_attempt=False, make_room=never)
    assert [message["To"] for message in at_server.seen] == [people[0].email, people[2].email]
    assert states() == ["sent", "sent", "waiting"]
    assert OutgoingMail.objects.get(pk=waiting[1]).error == "SMTP 550"
    assert ("people.send_mail", 1) in jobs_waiting()


def test_a_connection_that_breaks_is_opened_again_for_the_others(
    people: list[Person], waiting: list[UUID], at_server: MailServer
) -> None:
    at_server.at_recipient = lambda address: "421 bye" if address == people[0].email else "250 OK"
    deliver_portion(waiting, last_attempt=False, make_room=never)
    assert states() == ["sent", "sent", "waiting"]
    assert ("people.send_mail", 1) in jobs_waiting()


def test_a_server_that_refuses_three_in_a_row_is_left_alone_for_a_minute(
    waiting: list[UUID], at_server: MailServer, worlds: Worlds
) -> None:
    more = [worlds.b.people[name] for name in ("trainer", "apprentice")]
    notify(more)
    ids = [*waiting, *OutgoingMail.objects.filter(person__in=more).values_list("pk", flat=True)]
    at_server.at_recipient = lambda address: "451 later"
    deliver_portion(ids, last_attempt=False, make_room=never)
    assert states() == ["waiting"] * 5
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT args->>'mail_ids', scheduled_at > now() + interval '50 seconds' FROM procrastinate_jobs"
            " WHERE task_name = 'people.send_portion' AND scheduled_at IS NOT NULL"
        )
        assert cursor.fetchall() == [(f"{ids[3].hex} {ids[4].hex}", True)]


def test_a_server_that_lets_nobody_in_is_asked_again_by_the_whole_portion(
    waiting: list[UUID], settings: Settings, server: MailServer
) -> None:
    settings.MAILERS = {**settings.MAILERS, "delivery": mailer_from_url("smtp://127.0.0.1:9", folder=None)}
    with pytest.raises(NotDelivered):
        deliver_portion(waiting, last_attempt=False, make_room=never)
    assert states() == ["waiting"] * 3
    with pytest.raises(NotDelivered):
        deliver_portion(waiting, last_attempt=True, make_room=never)
    assert states() == ["failed"] * 3
    settings.MAILERS = {**settings.MAILERS, "delivery": mailer_from_url(server.url, folder=None)}
    deliver_portion(waiting, last_attempt=False, make_room=never)
    assert states() == ["sent"] * 3, "an operator has put the job back"


def test_what_was_declined_meanwhile_is_not_sent(
    people: list[Person], waiting: list[UUID], at_server: MailServer
) -> None:
    set_rhythm(people[2].pk, KIND, Rhythm.NEVER)
    assert not wants(people[2], KIND)
    deliver_portion(waiting, last_attempt=False, make_room=never)
    assert states() == ["declined", "sent", "sent"]


def test_a_portion_makes_room_and_what_is_left_has_a_job(waiting: list[UUID], at_server: MailServer) -> None:
    answers = iter([False, True])
    deliver_portion(waiting, last_attempt=False, make_room=lambda: next(answers))
    assert len(at_server.seen) == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT args->>'mail_ids', priority FROM procrastinate_jobs ORDER BY id DESC LIMIT 1")
        assert cursor.fetchone() == (f"{waiting[1].hex} {waiting[2].hex}", jobs.LATER)


@pytest.mark.slow
def test_a_killed_worker_sends_none_twice_but_the_one_in_its_hand(
    owner: psycopg.Connection, server: MailServer, command: Command, work: Callable[[], str]
) -> None:
    many = [
        add_person(ACTOR, email=f"p{n}@example.org", given_name="P", family_name=str(n)) for n in range(6)
    ]
    notify(many)
    process = command("worker", "--concurrency", "1")

    def kill_at_third(message: EmailMessage) -> str:
        if len(server.seen) == 3:
            os.kill(process.pid, signal.SIGKILL)
        return "250 OK"

    server.at_data = kill_at_third
    process.wait(60)
    server.at_data = lambda message: "250 OK"
    owner.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '31 seconds'")
    jobs.defer("queue.take_again", timestamp="0")
    work()
    make_due(owner)
    work()
    to = [message["To"] for message in server.seen]
    assert len(set(to)) == 6
    assert len(to) == 7
    assert len({message["Message-ID"] for message in server.seen}) == 6
    assert value(owner, "SELECT count(*) FROM people_outgoingmail WHERE state <> 'sent'") == 0
