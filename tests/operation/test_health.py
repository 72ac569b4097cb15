"""Load balancers hear whether a process lives and whether it may be sent requests; they have no host name, session or https."""

import threading
import time
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.urls import resolve
from pytest_django.fixtures import Settings

from zweiklang.kernel import draining
from zweiklang.web.operation import health, readiness
from zweiklang.web.operation.middleware import FOR_MACHINES
from zweiklang.web.operation.readiness import NOTHING, DatabaseQuestion, Found, Probe

GOOD = Found(database=True, migrations=True)


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each question is put to the database anew."""
    monkeypatch.setattr(health, "probe", Probe(DatabaseQuestion(), fresh=0))


@pytest.fixture
def elsewhere(db: None) -> Iterator[None]:
    """The application's database is where nobody listens."""
    before = dict(connection.settings_dict)
    connection.settings_dict.update(HOST="127.0.0.1", PORT="1")
    yield
    connection.settings_dict.update(before)


def test_live_asks_nothing_of_the_database(client: Client) -> None:
    """Without the mark `django_db` a query fails the test."""
    response = client.get("/health/live")
    assert (response.status_code, response.json()) == (200, {"live": True})


@pytest.mark.usefixtures("at_once", "db")
def test_ready_says_which_conditions_hold(client: Client) -> None:
    response = client.get("/health/ready")
    assert response.status_code == 200
    assert response.json() == {
        "ready": True,
        "checks": {"database": True, "migrations": True, "staying": True},
    }


@pytest.mark.parametrize("path", ["/health/live", "/health/ready"])
@pytest.mark.usefixtures("at_once", "db")
def test_machines_need_no_host_no_https_no_session(path: str, settings: Settings) -> None:
    settings.SECURE_SSL_REDIRECT = True
    settings.ALLOWED_HOSTS = ["zweiklang.example"]
    response = Client().get(path, headers={"host": "10.0.3.7:8000"})
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    assert not response.cookies


@pytest.mark.usefixtures("at_once", "elsewhere")
def test_without_a_database_the_process_lives_and_is_not_ready(client: Client) -> None:
    response = client.get("/health/ready")
    assert response.status_code == 503
    assert response.json() == {
        "ready": False,
        "checks": {"database": False, "migrations": False, "staying": True},
    }
    assert client.get("/health/live").status_code == 200


@pytest.mark.usefixtures("at_once", "elsewhere")
def test_the_answer_names_neither_host_nor_role(client: Client) -> None:
    text = client.get("/health/ready").content.decode()
    for word in (connection.settings_dict["USER"], connection.settings_dict["NAME"], "127.0.0.1"):
        assert word not in text


@pytest.mark.django_db
def test_a_migration_that_is_not_applied_makes_it_unready(monkeypatch: pytest.MonkeyPatch) -> None:
    question = DatabaseQuestion()
    everything = readiness._applied
    monkeypatch.setattr(
        readiness, "_applied", lambda line: [m for m in everything(line) if m[0] != "records"]
    )
    assert question() == Found(database=True, migrations=False)
    monkeypatch.setattr(readiness, "_applied", everything)
    assert question() == GOOD


@pytest.mark.django_db
def test_complete_migrations_are_not_counted_again(monkeypatch: pytest.MonkeyPatch) -> None:
    question = DatabaseQuestion()
    assert question() == GOOD
    monkeypatch.setattr(readiness, "_applied", lambda line: [])
    assert question() == GOOD


def test_the_missing_are_those_of_this_version_that_are_not_applied() -> None:
    everything = readiness.missing_migrations([])
    assert ("records", "0001_initial") in everything
    assert readiness.missing_migrations(everything) == []
    assert readiness.missing_migrations([m for m in everything if m != ("records", "0001_initial")]) == [
        ("records", "0001_initial")
    ]


def test_an_answer_counts_for_a_while_and_many_ask_once() -> None:
    asked: list[float] = []

    def ask() -> Found:
        asked.append(time.monotonic())
        time.sleep(0.1)
        return GOOD

    probe = Probe(ask, fresh=30)
    results: list[Found] = []
    threads = [threading.Thread(target=lambda: results.append(probe.result())) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [GOOD] * 8
    assert len(asked) == 1


def test_a_silent_database_keeps_nobody_waiting_and_is_asked_once() -> None:
    asked = 0
    end = threading.Event()

    def ask() -> Found:
        nonlocal asked
        asked += 1
        end.wait(10)
        return GOOD

    probe = Probe(ask, patience=0.1, fresh=0)
    began = time.monotonic()
    assert [probe.result() for _ in range(3)] == [NOTHING] * 3
    assert time.monotonic() - began < 2
    assert asked == 1
    end.set()


@pytest.mark.parametrize("path", list(FOR_MACHINES))
def test_what_is_answered_at_the_front_is_what_the_address_leads_to(path: str) -> None:
    assert resolve(path).func is FOR_MACHINES[path]


@pytest.mark.parametrize("path", list(FOR_MACHINES))
def test_only_reading_is_answered(path: str, client: Client) -> None:
    assert client.post(path).status_code == 405


@pytest.mark.usefixtures("at_once", "db")
def test_a_process_that_was_told_to_end_is_not_ready(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(draining, "_told", [])
    draining.begin_draining()
    response = client.get("/health/ready")
    assert response.status_code == 503
    assert response.json()["checks"] == {"database": True, "migrations": True, "staying": False}
    assert client.get("/health/live").status_code == 200
