"""Traces say which page, task and table, and nothing about people; without a collector they cost nothing."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django.fixtures import Settings

from tests.operation.receiver import Collector, attributes, collecting
from tests.worlds import World
from zweiklang.kernel import jobs
from zweiklang.kernel.observing import tracing
from zweiklang.kernel.observing.jobs import observed_job
from zweiklang.people.public import Person
from zweiklang.rooms.public import as_system

type ClientOf = Callable[[Person | None], Client]
INTERNAL, SERVER, CLIENT, CONSUMER = 1, 2, 3, 5


@pytest.fixture
def collector(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Collector]:
    """Traces go to a collector of the test."""
    monkeypatch.setattr(tracing, "_tracers", [])
    with collecting() as found:
        settings.TRACES_URL, settings.TRACES_SHARE = found.url, 1.0
        tracing.begin_tracing("web")
        yield found
        tracing._tracers[0].span_processor.shutdown()


def _sent() -> None:
    tracing._tracers[0].span_processor.force_flush()


def _job(name: str, arguments: dict[str, Any]) -> Any:
    return SimpleNamespace(job=SimpleNamespace(id=7, attempts=0, task_name=name, task_kwargs=arguments))


def test_a_page_is_a_span_by_its_name_with_its_statements(
    collector: Collector, client_of: ClientOf, world_a: World
) -> None:
    client = client_of(world_a.people["trainer"])
    client.get(reverse("records:weeks", args=[world_a.first.room_id]), {"q": "Anna"})
    _sent()
    [page] = collector.named("GET records:weeks")
    assert page.kind == SERVER
    assert attributes(page) == {
        "http.request.method": "GET",
        "http.route": "records:weeks",
        "http.response.status_code": 200,
    }
    statements = [span for span in collector.spans if span.parent_span_id == page.span_id]
    assert len(statements) >= 3
    assert {span.kind for span in statements} == {CLIENT}
    assert any(attributes(span).get("db.collection.name") == "records_week" for span in statements)
    assert {span.trace_id for span in statements} == {page.trace_id}
    assert collector.services == {"zweiklang-web"}


def test_no_span_says_anything_about_anybody(
    collector: Collector, client_of: ClientOf, world_a: World
) -> None:
    client = client_of(world_a.people["class_teacher"])
    room = world_a.first.room_id
    for name in ("records:weeks", "apprenticeships:room"):
        client.get(reverse(name, args=[room]), {"q": "Anna"}, headers={"referer": "https://x.example/?a=b"})
    client.get(f"/ausbildung/{room}/anna.muster@firma.example/")
    client.get("/nachrichten/kontakte/")
    client.post(reverse("account_login"), {"login": "anna.muster@firma.example", "password": "geheim"})
    _sent()
    sent = b"".join(collector.bodies)
    assert collector.named("GET confidential")
    unwanted = [str(room), room.hex, "anna.muster", "geheim", "Anna", "x.example", "kontakte", "/ausbildung"]
    unwanted += [
        one
        for person in world_a.people.values()
        for one in (person.name, person.email or "?", str(person.pk))
    ]
    assert [word for word in unwanted if word != "?" and word.encode() in sent] == []


def test_a_fault_is_marked_and_its_text_stays_here(collector: Collector) -> None:
    def fails() -> None:
        raise ValueError("anna.muster@firma.example")

    with pytest.raises(ValueError, match="anna"):
        observed_job(fails, _job("tests.fails", {}), None)
    _sent()
    [span] = collector.named("tests.fails")
    assert (span.kind, span.status.code, span.status.message) == (CONSUMER, 2, "ValueError")
    assert not span.events
    assert b"anna" not in b"".join(collector.bodies)


@pytest.mark.django_db
def test_a_job_belongs_to_the_trace_of_the_request_that_wanted_it(collector: Collector) -> None:
    with tracing.traced("GET somewhere", kind="server"):
        jobs.defer("tests.later", mail_id="7")
    with as_system("tests"):
        arguments = ProcrastinateJob.objects.get(task_name="tests.later").args
    assert set(arguments) == {"mail_id", tracing.CARRIED}
    seen: dict[str, Any] = {}
    job = _job("tests.later", arguments)
    observed_job(lambda: seen.update(job.job.task_kwargs), job, None)
    assert seen == {"mail_id": "7"}
    _sent()
    [asked], [done] = collector.named("GET somewhere"), collector.named("tests.later")
    assert (done.trace_id, done.parent_span_id) == (asked.trace_id, asked.span_id)


def test_a_worker_that_traces_nothing_does_not_stumble_over_a_carried_trace() -> None:
    seen: dict[str, Any] = {}
    job = _job("tests.later", {"mail_id": "7", tracing.CARRIED: "00-aa-bb-01"})
    observed_job(lambda: seen.update(job.job.task_kwargs), job, None)
    assert seen == {"mail_id": "7"}


@pytest.mark.django_db
def test_without_a_collector_jobs_carry_nothing() -> None:
    jobs.defer("tests.later", mail_id="7")
    with as_system("tests"):
        assert ProcrastinateJob.objects.get(task_name="tests.later").args == {"mail_id": "7"}


def test_a_share_of_nothing_sends_nothing(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, client: Client
) -> None:
    monkeypatch.setattr(tracing, "_tracers", [])
    with collecting() as collector:
        settings.TRACES_URL, settings.TRACES_SHARE = collector.url, 0.0
        tracing.begin_tracing("web")
        assert client.get("/health/live").status_code == 200
        with tracing.traced("GET x", kind="server"):
            assert connection.execute_wrappers == []
        _sent()
        assert collector.bodies == []
        tracing._tracers[0].span_processor.shutdown()


def test_without_a_collector_nothing_of_it_is_imported() -> None:
    program = (
        "import django, sys; django.setup()\n"
        "from django.core.wsgi import get_wsgi_application; get_wsgi_application()\n"
        "from zweiklang.kernel.observing.tracing import traced\n"
        "with traced('x', kind='server') as span: assert span is None\n"
        "assert not [m for m in sys.modules if m.startswith('opentelemetry')]\n"
        "assert 'structlog' not in sys.modules\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("SELECT a FROM records_week WHERE id = 'Anna'", ("SELECT", "records_week")),
        ('SELECT "people_person"."name" FROM "people_person"', ("SELECT", "people_person")),
        ("\n  INSERT INTO records_line (text) VALUES ('Anna')", ("INSERT", "records_line")),
        ("UPDATE records_week SET state = 'Anna'", ("UPDATE", "records_week")),
        ("WITH x AS (SELECT 1 FROM rooms_room) SELECT * FROM x", ("WITH", "rooms_room")),
        ("SELECT set_config('zweiklang.person', %s, true)", ("SELECT", "")),
        ("SELECT 'a letter from anna'", ("SELECT", "")),
        ("SELECT id FROM records_week w FOR UPDATE OF w", ("SELECT", "records_week")),
        ("ANNA", ("OTHER", "")),
        ("", ("OTHER", "")),
    ],
)
def test_of_a_statement_its_act_and_its_table_are_said(statement: str, said: tuple[str, str]) -> None:
    assert tracing.summary(statement) == said
