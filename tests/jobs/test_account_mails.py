"""Mails of sign-in: through the queue, in the person's language, with links that no request can bend."""

import re
from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from tests.mailing import delivered
from tests.worlds import PASSWORD, Worlds
from zweiklang.config.declared import read_settings
from zweiklang.people.models import OutgoingMail
from zweiklang.people.public import MailKind, Person
from zweiklang.rooms.public import as_system

QUEUE = "zweiklang.people.mailing.backend.QueueBackend"


@pytest.fixture
def person(worlds: Worlds) -> Person:
    cache.clear()  # the counters of attempts
    return worlds.a.people["trainer"]


def forgets(email: str, **headers: str) -> None:
    Client().post(reverse("account_reset_password"), {"email": email}, **headers)


def test_nothing_leaves_before_the_worker_takes_it(person: Person) -> None:
    from django.core import mail

    forgets(person.email)
    assert mail.outbox == []
    with as_system("tests"):
        (waiting,) = OutgoingMail.objects.all()
    assert (waiting.state, waiting.kind, waiting.person_id) == ("waiting", MailKind.SECURITY, person.pk)
    assert waiting.expires_at is not None
    assert len(delivered()) == 1


def test_the_mail_is_in_the_language_of_the_person_and_greets_by_name(person: Person) -> None:
    Person.objects.filter(pk=person.pk).update(language="en")
    forgets(person.email.upper())
    (message,) = delivered()
    assert message.subject == "Zweiklang: Choose a new password"
    assert message.body.startswith(f"Hello {person.name},\n")
    assert "Choose a new password:\nhttp://testserver/konto/" in message.body


def test_an_unknown_address_is_greeted_without_name(db: None) -> None:
    cache.clear()
    forgets("niemand@example.org")
    assert delivered()[0].body.startswith("Guten Tag,\n")


def test_the_host_of_a_request_does_not_reach_the_link(person: Person, settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["testserver", "evil.example"]
    forgets(person.email, HTTP_HOST="evil.example")
    (message,) = delivered()
    assert "evil.example" not in message.body
    assert re.search(r"^http://testserver/konto/", message.body, re.MULTILINE)


def test_what_was_changed_is_told_with_device_and_time_in_both_languages(
    person: Person, client_of: Callable[[Person | None], Client]
) -> None:
    Person.objects.filter(pk=person.pk).update(language="en")
    client = client_of(person)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    data = {"oldpassword": PASSWORD, "password1": PASSWORD + "?", "password2": PASSWORD + "?"}
    client.post(reverse("account_change_password"), data, headers={"user-agent": "nothing known"})
    (message,) = delivered()
    assert message.subject == "Zweiklang: Password changed"
    assert re.search(r"^When: \d+ [A-Z][a-z]+ \d{4}, \d\d:\d\d$", message.body, re.MULTILINE)
    assert "Device: unknown browser" in message.body


def test_everything_but_the_worker_uses_the_queue() -> None:
    """Django's test environment puts a mailer of its own into settings.MAILERS."""
    assert read_settings().mailers["default"]["BACKEND"] == QUEUE
