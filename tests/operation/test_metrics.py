"""Prometheus reads counts by name of page, and nothing about people; nobody else reads them."""

import re
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import DatabaseError
from django.test import Client
from django.urls import reverse
from prometheus_client.parser import text_string_to_metric_families
from pytest_django.fixtures import Settings

from tests.worlds import World
from zweiklang.kernel.jobs import defer
from zweiklang.kernel.observing import metrics_folder
from zweiklang.kernel.observing.reading import may_read
from zweiklang.people.public import Person
from zweiklang.web.operation import collecting

type ClientOf = Callable[[Person | None], Client]
NEAR = {"host": "127.0.0.1:8000"}


def samples(client: Client) -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
    """Value by name and labels, as Prometheus reads them."""
    response = client.get("/metrics", headers=NEAR)
    assert response.status_code == 200
    return {
        (one.name, frozenset(one.labels.items())): one.value
        for family in text_string_to_metric_families(response.content.decode())
        for one in family.samples
    }


def _value(client: Client, name: str, **labels: str) -> float:
    return samples(client).get((name, frozenset(labels.items())), 0.0)


@pytest.mark.parametrize(
    ("address", "headers", "allowed"),
    [
        ("127.0.0.1", {"host": "127.0.0.1:8000"}, True),
        ("::1", {"host": "[::1]:8000"}, True),
        ("::1", {"host": "[::1]"}, True),
        ("127.0.0.1", {"host": "localhost"}, True),
        ("192.0.2.7", {"host": "127.0.0.1:8000"}, False),
        ("", {"host": "127.0.0.1"}, False),
        ("127.0.0.1", {"host": "zweiklang.example"}, False),
        ("127.0.0.1", {"host": "127.0.0.1", "x-forwarded-for": "127.0.0.1"}, False),
        ("127.0.0.1", {"host": "127.0.0.1", "forwarded": "for=127.0.0.1"}, False),
        ("127.0.0.1", {"host": "127.0.0.1", "authorization": "Bearer "}, True),
    ],
)
def test_without_a_token_only_this_machine_reads(
    address: str, headers: dict[str, str], allowed: bool, settings: Settings
) -> None:
    settings.METRICS_TOKEN = ""
    assert may_read(address, headers) is allowed


@pytest.mark.parametrize(
    ("authorization", "allowed"),
    [
        ("Bearer the token", True),
        ("bearer the token", True),
        ("Bearer other", False),
        ("Basic the token", False),
    ],
)
def test_with_the_token_others_read(authorization: str, allowed: bool, settings: Settings) -> None:
    settings.METRICS_TOKEN = "the token"
    headers = {"host": "zweiklang.example", "x-forwarded-for": "192.0.2.7", "authorization": authorization}
    assert may_read("192.0.2.7", headers) is allowed
    assert may_read("127.0.0.1", NEAR)


def test_whoever_may_not_read_hears_of_nothing(client: Client) -> None:
    response = client.get("/metrics")
    assert (response.status_code, response.content) == (404, b"")


def test_a_page_is_counted_by_its_name(client_of: ClientOf, world_a: World) -> None:
    client = client_of(world_a.people["trainer"])
    labels = {"page": "records:weeks", "method": "GET", "status": "200"}
    before = _value(client, "zweiklang_requests_total", **labels)
    timed = _value(client, "zweiklang_request_duration_seconds_count", page="records:weeks")
    assert client.get(reverse("records:weeks", args=[world_a.first.room_id])).status_code == 200
    assert _value(client, "zweiklang_requests_total", **labels) == before + 1
    assert _value(client, "zweiklang_request_duration_seconds_count", page="records:weeks") == timed + 1


def test_nobody_makes_labels_of_their_own(client: Client, db: None) -> None:
    before = {labels for name, labels in samples(client) if name == "zweiklang_requests_total"}
    for number in range(20):
        client.generic(f"WORD{number}", f"/{uuid4()}/")
    new = {labels for name, labels in samples(client) if name == "zweiklang_requests_total"} - before
    assert {dict(labels)["page"] for labels in new} <= {"none"}
    assert {dict(labels)["method"] for labels in new} <= {"other"}


def test_no_label_names_a_person_a_room_or_a_path(client_of: ClientOf, world_a: World) -> None:
    client = client_of(world_a.people["class_teacher"])
    for name in ("records:weeks", "apprenticeships:room"):
        client.get(reverse(name, args=[world_a.first.room_id]), {"q": "Anna"})
    client.get("/nachrichten/kontakte/")
    text = client.get("/metrics", headers=NEAR).content.decode()
    assert str(world_a.first.room_id) not in text
    assert not re.search(r'="/|@|Anna|[0-9a-f]{8}-[0-9a-f]{4}-', text)
    assert 'page="confidential"' in text
    assert "kontakte" not in text


@pytest.mark.django_db
def test_the_queue_is_told_in_numbers(client: Client) -> None:
    before = _value(client, "zweiklang_jobs", state="waiting")
    defer("tests.nothing", mail_id=str(uuid4()))
    found = samples(client)
    assert found["zweiklang_jobs", frozenset({("state", "waiting")})] == before + 1
    assert found["zweiklang_database_up", frozenset()] == 1
    assert ("zweiklang_jobs_oldest_seconds", frozenset()) in found
    assert found["zweiklang_process_resident_memory_bytes", frozenset({("process", "main")})] > 1_000_000


def test_without_a_database_the_rest_is_told(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(**_: int) -> None:
        raise DatabaseError("away")

    monkeypatch.setattr(collecting, "queue_depth", away)
    found = samples(client)
    assert found["zweiklang_database_up", frozenset()] == 0
    assert not [name for name, _ in found if name == "zweiklang_jobs"]


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where servers put their counts."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.delenv(metrics_folder.VARIABLE, raising=False)
    return tmp_path


def test_each_server_counts_from_nothing_and_leaves_nothing(temporary: Path) -> None:
    import os

    killed, living, foreign = (
        temporary / f"zweiklang-metrics-{pid}-x" for pid in ("999999999", os.getppid(), "name")
    )
    for folder in (killed, living, foreign):
        folder.mkdir()
    with metrics_folder.counting_together():
        own = Path(os.environ[metrics_folder.VARIABLE])
        assert own.is_dir()
        assert own.stat().st_mode & 0o077 == 0
        assert (killed.exists(), living.exists(), foreign.exists()) == (False, True, True)
    assert not own.exists()
    assert metrics_folder.VARIABLE not in os.environ
