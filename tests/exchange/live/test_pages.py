"""The ticket of a page that is open, and what ends with a session."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from tests.worlds import Worlds
from zweiklang.exchange.live import tickets
from zweiklang.exchange.live.wire import PATH, SessionEnded, read_line


@pytest.fixture
def said() -> Iterator[list[Any]]:
    """What is said over PostgreSQL's channel in this test, whether or not it is committed."""
    found: list[Any] = []

    def note(execute: Any, sql: str, parameters: Any, *rest: Any) -> Any:
        if "pg_notify" in sql:
            found.extend(read_line(line) for line in parameters[1])
        return execute(sql, parameters, *rest)

    with connection.execute_wrapper(note):
        yield found


@pytest.fixture
def trainer(worlds: Worlds) -> Client:
    client = Client()
    client.force_login(worlds.a.people["trainer"])
    return client


def ticket_in(address: str) -> tickets.Ticket:
    found = tickets.read(address.partition("?ticket=")[2])
    assert found
    return found


def test_the_ticket_is_for_this_person_this_session_and_this_origin(trainer: Client, worlds: Worlds) -> None:
    address = trainer.get(reverse("exchange:live_ticket"), HTTP_HOST="testserver").json()["address"]
    assert address.startswith(f"{PATH}?ticket=")
    found = ticket_in(address)
    assert found.person_id == worlds.a.people["trainer"].pk
    assert found.session == tickets.mark_of(trainer.session.session_key)
    assert found.origin == "http://testserver"


def test_each_ticket_is_another_and_none_may_be_kept(trainer: Client) -> None:
    answers = [trainer.get(reverse("exchange:live_ticket")) for _ in range(2)]
    assert len({ticket_in(one.json()["address"]).number for one in answers}) == 2
    assert "no-store" in answers[0]["Cache-Control"]


def test_the_address_leads_to_where_the_process_is_reached(trainer: Client, settings: Any) -> None:
    settings.LIVE_URL = "https://live.example"
    address = trainer.get(reverse("exchange:live_ticket")).json()["address"]
    assert address.startswith(f"https://live.example{PATH}?ticket=")


def test_signing_out_ends_the_streams_of_that_session_alone(trainer: Client, said: list[Any]) -> None:
    key = trainer.session.session_key
    assert said == []
    trainer.post(reverse("account_logout"))
    assert said == [SessionEnded(tickets.mark_of(key))]


def test_a_page_says_where_its_ticket_is_to_be_had(trainer: Client) -> None:
    page = trainer.get(reverse("web:help")).content.decode()
    assert f'data-live="{reverse("exchange:live_ticket")}"' in page
    assert "data-live" not in Client().get(reverse("web:help")).content.decode()
