"""Log lines, as text and as JSON, say what happened and name nobody: no names, addresses, ids, query strings, secrets."""

import io
import json
import logging
import re
import smtplib
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings as configured
from django.db import IntegrityError, connections, transaction
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils.module_loading import import_string
from pytest_django.fixtures import Settings

from tests.worlds import World
from zweiklang.kernel.observing.jobs import observed_job
from zweiklang.kernel.observing.lines import within_request
from zweiklang.kernel.observing.structured import JsonFormatter
from zweiklang.kernel.observing.text import TextFormatter
from zweiklang.people.mailing import delivery
from zweiklang.people.public import Person
from zweiklang.web import today
from zweiklang.web.operation.middleware import _request_id

type ClientOf = Callable[[Person | None], Client]
type Written = Callable[[], list[str]]
FORMATTERS = {"text": TextFormatter, "json": JsonFormatter}
TYPED = "anna.geheim@firma.example"


@pytest.fixture(params=["text", "json"])
def written(request: pytest.FixtureRequest) -> Iterator[Written]:
    """Returns all lines a process would have written, with everything that is logged at all."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(FORMATTERS[request.param]())
    handler.addFilter(import_string(configured.LOGGING["filters"]["secrets"]["()"])())
    root, quiet = logging.getLogger(), [logging.getLogger(name) for name in configured.LOGGING["loggers"]]
    before = [(one, one.level) for one in (root, *quiet)]
    root.addHandler(handler)
    for one in (root, *quiet):
        one.setLevel(logging.INFO)
    yield lambda: stream.getvalue().splitlines()
    root.removeHandler(handler)
    for one, level in before:
        one.setLevel(level)


def _names_nobody(lines: list[str], world: World) -> None:
    text = "\n".join(lines)
    unwanted = [TYPED, "anna", "Muster", "geheim", str(world.first.room_id), "q="]
    for person in world.people.values():
        unwanted += [person.name, str(person.pk), person.name.split()[0]]
        unwanted += [person.email] if person.email else []
    assert [word for word in unwanted if word in text] == []


def test_pages_sign_in_and_refusals_name_nobody(
    written: Written, client_of: ClientOf, world_a: World
) -> None:
    room, trainer = world_a.first.room_id, world_a.people["trainer"]
    for person in (trainer, world_a.people["guardian"], None):
        client = client_of(person)
        client.get(reverse("records:weeks", args=[room]), {"q": "Muster"})
        client.get(reverse("records:coverage", args=[room]))
        client.get("/suche/", {"q": trainer.name})
        client.get(f"/gibt-es-nicht/{trainer.name}/{room}/")
        client.post(
            reverse("records:save", args=[room, world_a.first.weeks.monday("draft")]), {"text": "Muster"}
        )
    client.post(reverse("account_login"), {"login": trainer.email, "password": "geheim-geheim"})
    client.post(reverse("account_reset_password"), {"email": TYPED})
    strict = Client(enforce_csrf_checks=True)
    strict.post(reverse("account_login"), {"login": TYPED, "password": "geheim"})
    client.get("/konto/password/reset/key/1-abcdef-0123456789abcdef0123456789abcdef/")
    lines = written()
    _names_nobody(lines, world_a)
    assert any("CSRF check failed at account_login" in line for line in lines)
    assert sum("records:weeks" in line for line in lines) == 3


def test_a_fault_says_where_and_not_what_was_typed(
    written: Written, client_of: ClientOf, world_a: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = TYPED

    def fails(*_: Any, **__: Any) -> None:
        raise ValueError(f"cannot read {typed!r}")

    monkeypatch.setattr(today, "render", fails)
    client = client_of(world_a.people["trainer"])
    client.raise_request_exception = False
    response = client.get("/", {"q": "Muster"})
    assert response.status_code == 500
    lines = written()
    assert any(response.headers["X-Request-ID"] in line for line in lines)
    _names_nobody(lines, world_a)
    text = "\n".join(lines)
    assert "ValueError" in text
    assert "zweiklang/web/today.py:" in text
    assert "django.request" in text


@pytest.mark.django_db(databases=["default", "owner"])
def test_a_fault_of_the_database_says_its_codes(written: Written, world_a: World) -> None:
    person = world_a.people["trainer"]
    try:
        with transaction.atomic("owner"), connections["owner"].cursor() as cursor:
            cursor.execute("CREATE TEMPORARY TABLE tried (email text CONSTRAINT tried_once UNIQUE)")
            cursor.execute("INSERT INTO tried VALUES (%s), (%s)", [person.email, person.email])
    except IntegrityError:
        logging.getLogger("zweiklang.tests").exception("Not stored")
    lines = written()
    _names_nobody(lines, world_a)
    text = "\n".join(lines)
    assert "UniqueViolation" in text
    assert "tried_once" in text
    assert "23505" in text


def test_jobs_and_mails_that_fail_name_nobody(
    written: Written, world_a: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = world_a.people["trainer"]
    job = SimpleNamespace(
        id=12, attempts=2, task_name="people.deliver", task_kwargs={"mail_id": str(uuid4())}
    )

    def fails() -> None:
        raise smtplib.SMTPRecipientsRefused({str(person.email): (550, f"{person.name} unknown".encode())})

    with pytest.raises(smtplib.SMTPRecipientsRefused):
        observed_job(fails, SimpleNamespace(job=job), None)
    observed_job(lambda: None, SimpleNamespace(job=job), None)
    delivery.logger.error("Mail %s could not be delivered: %s", person.pk, "SMTP 550")
    logging.getLogger("procrastinate.worker").error(
        f"Job people.deliver[12](mail_id='{person.pk}', name='{person.name}') ended with status: Error"
    )
    lines = written()
    _names_nobody(lines, world_a)
    text = "\n".join(lines)
    assert "people.deliver" in text
    assert "failed" in text
    assert "SMTP 550" in text
    assert "ended with status: Error" in text


@pytest.mark.parametrize(
    ("name", "message", "arguments", "said"),
    [
        ("django.request", "Not Found: %s", ("/anna/",), "Not Found: …"),
        ("library", "Cannot greet Anna at '%s' in %(x)d", ("anna",), "Cannot greet Anna at … in …"),
        ("library", "GET /nachweis/anna?q=geheim failed", (), "GET … failed"),
        ("library", f"refused {TYPED} from 192.0.2.7", (), "refused … from …"),
        ("zweiklang.x", "row %s, %d left", (uuid4(), 3), "row …, 3 left"),
        ("zweiklang.x", "Not sent: %s", (ValueError(TYPED),), "Not sent: ValueError"),
        ("zweiklang.x", "at 10:30:00, 2001:db8::1:2 asked", (), "at 10:30:00, … asked"),
        ("zweiklang.x", "token %s", ("x" * 43,), "token …"),
        ("zweiklang.x", "a\nb", (), "a b"),
    ],
)
def test_wording_stays_and_values_go(name: str, message: str, arguments: tuple[Any, ...], said: str) -> None:
    record = logging.LogRecord(name, logging.ERROR, __file__, 1, message, arguments, None)
    assert json.loads(JsonFormatter().format(record))["event"].replace("\n", " ") == said
    line = TextFormatter().format(record)
    assert line.endswith(f" ERROR {name} {said}")
    assert record.args == arguments  # other handlers see it as it was


def test_of_invented_people_everything_may_be_said() -> None:
    record = logging.LogRecord("zweiklang.x", logging.ERROR, __file__, 1, "to %s", (TYPED,), None)
    assert TYPED in TextFormatter(reveal=True).format(record)
    assert TYPED in JsonFormatter(reveal=True).format(record)


def test_a_json_line_is_one_object_with_the_id_of_its_request(
    client_of: ClientOf, world_a: World, written: Written
) -> None:
    client = client_of(world_a.people["trainer"])
    client.get(reverse("records:weeks", args=[world_a.first.room_id]))
    [line] = [line for line in written() if "records:weeks" in line]
    found = re.search(r"\b[0-9a-f]{32}\b", line)
    assert found
    request_id = found[0]
    if line.startswith("{"):
        said = json.loads(line)
        assert said.pop("ms") > 0
        assert said.pop("time").endswith("Z")
        assert said == {
            "level": "info", "logger": "zweiklang.requests", "event": "request", "request": request_id,
            "page": "records:weeks", "method": "GET", "status": 200,
        }  # fmt: skip


def test_confidential_pages_leave_no_line_unless_they_fail(
    written: Written, client_of: ClientOf, world_a: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_of(world_a.people["apprentice"])
    client.get("/nachrichten/kontakte/")
    client.get("/nachrichten/kontakte/gibt-es-nicht/")
    assert [line for line in written() if "confidential" in line or "kontakte" in line] == []


def test_a_causing_fault_stands_first_and_nothing_is_told_twice() -> None:
    from zweiklang.kernel.observing.lines import fault

    try:
        try:
            raise KeyError(TYPED)
        except KeyError as first:
            raise RuntimeError(TYPED) from first
    except RuntimeError as error:
        found = fault(error)
    assert [one["type"] for one in found] == ["KeyError", "RuntimeError"]
    assert all("test_logs.py:" in one["at"][-1] for one in found)
    assert TYPED not in json.dumps(found)


def test_an_id_of_a_request_is_a_proxys_only_where_there_is_one(
    rf: RequestFactory, settings: Settings
) -> None:
    request = rf.get("/", headers={"X-Request-ID": "from-the-proxy-1"})
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0
    assert len(_request_id(request)) == 32
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert _request_id(request) == "from-the-proxy-1"
    for forged in ("short", "with a blank in it", "x" * 65, 'quote"quote', "new\nline-in-it"):
        assert len(_request_id(rf.get("/", headers={"X-Request-ID": forged}))) == 32


def test_an_answer_is_the_same_for_the_same_question(client: Client) -> None:
    assert "X-Request-ID" not in client.get("/impressum/").headers


def test_lines_outside_of_a_request_have_no_id() -> None:
    record = logging.LogRecord("zweiklang.x", logging.INFO, __file__, 1, "x", (), None)
    assert "request" not in json.loads(JsonFormatter().format(record))
    with within_request("abc"):
        assert json.loads(JsonFormatter().format(record))["request"] == "abc"
        assert TextFormatter().format(record).endswith(" x request=abc")


@pytest.mark.parametrize("word", ["yaml", "JSON", ""])
def test_another_format_is_refused(word: str) -> None:
    from zweiklang.config.shaping import log_format

    assert log_format("json") == "json"
    with pytest.raises(ValueError, match="ZWEIKLANG_LOG_FORMAT"):
        log_format(word)
