"""What `zweiklang serve` really sends, behind a proxy that speaks https: every kind of answer, bytes and all."""

import http.client
import re
import signal
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPMessage
from pathlib import Path

import pytest

from tests.cli.processes import Running, free_port, left_behind
from tests.security.headers import faults, faults_of_cookie

pytestmark = pytest.mark.slow

HTTPS = {"X-Forwarded-Proto": "https"}


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer; `cookies` are its Set-Cookie lines."""

    status: int
    headers: HTTPMessage
    cookies: list[str]
    body: str


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """The port of a site with the settings of production, live line included."""
    folder = Path(tempfile.mkdtemp(prefix="zweiklang-test-")).resolve() / "var"
    number = free_port()
    settings = {
        "ZWEIKLANG_SECRET_KEY": "only for this test " * 4,
        "ZWEIKLANG_HTTPS": "true",
        "ZWEIKLANG_BEHIND_PROXY": "true",
    }
    server = Running(
        "serve", "--workers", "1", "--no-worker", var_dir=folder, port=number, LIVE_PORT=str(free_port()), **settings
    )  # fmt: skip
    try:
        server.answer(within=240)
        yield number
    finally:
        server.end(signal.SIGTERM)
    assert left_behind(folder) == []


def ask(port: int, path: str, method: str = "GET", **headers: str) -> Answer:
    """Returns what the server sends for one request that came to the proxy over https."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    said = HTTPS | {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path, headers=said, body=b"" if method == "POST" else None)
    response = connection.getresponse()
    found = Answer(
        response.status,
        response.headers,
        response.headers.get_all("Set-Cookie") or [],
        response.read().decode(errors="replace"),
    )
    connection.close()
    return found


@pytest.mark.parametrize(
    ("path", "method", "status"),
    [
        ("/konto/login/", "GET", 200),
        ("/konto/login/", "HEAD", 200),
        ("/impressum/", "GET", 200),
        ("/", "GET", 302),
        ("/gibt-es-nicht/", "GET", 404),
        ("/konto/login/", "POST", 403),
        ("/anzeige/", "GET", 405),
        ("/impressum/", "TRACE", 405),
        ("/impressum/", "OPTIONS", 405),
        ("/kalender/abo/gefaelscht-gefaelscht.ics", "GET", 404),
        ("/.well-known/security.txt", "GET", 200),
        ("/datenschutz/verzeichnis.pdf", "GET", 200),
        ("/push-worker.js", "GET", 200),
        ("/static/gibt-es-nicht.css", "GET", 404),
    ],
)
def test_every_kind_of_answer_closes_the_browser(path: str, method: str, status: int, port: int) -> None:
    answer = ask(port, path, method)
    assert answer.status == status
    assert faults(answer.headers, "/x/", https=True) == []
    assert [one for line in answer.cookies for one in faults_of_cookie(line, https=True)] == []


def test_a_static_file_may_be_kept_and_closes_the_browser_too(port: int) -> None:
    files = re.findall(r'(?:src|href)="(/static/[^"#]+)"', ask(port, "/konto/login/").body)
    assert {Path(name).suffix for name in files} >= {".js", ".css"}
    for name in set(files):
        answer = ask(port, name, Accept_Encoding="gzip")
        assert answer.status == 200, name
        assert "public" in answer.headers["Cache-Control"], name
        assert faults(answer.headers, name, https=True) == [], name


def test_a_page_has_nothing_inline_and_nothing_foreign(port: int) -> None:
    page = ask(port, "/konto/login/").body
    assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")", page)
    assert not re.search(r"\son[a-z]+=", page)
    assert not re.search(r"\sstyle=", page)
    assert "<style" not in page
    assert not re.search(r'(?:src|action)="(?:https?:)?//', page)


def test_signing_in_sets_cookies_of_this_host_only(port: int) -> None:
    lines = ask(port, "/konto/login/").cookies
    assert [line for line in lines if line.startswith("__Host-zk_csrf=")]
    for line in lines:
        assert line.startswith("__Host-zk_")
        assert "Secure" in line
        assert "Domain" not in line


def test_without_https_everything_is_led_to_it(port: int) -> None:
    answer = ask(port, "/konto/login/?next=/", X_Forwarded_Proto="http")
    assert answer.status == 301
    assert answer.headers["Location"] == f"https://127.0.0.1:{port}/konto/login/?next=/"
    assert not answer.cookies


def test_a_host_that_is_not_ours_gets_nothing(port: int) -> None:
    answer = ask(port, "/konto/login/", Host="evil.example")
    assert answer.status == 400
    assert "evil.example" not in answer.body
    assert faults(answer.headers, "/x/", https=False) == []


def test_text_in_another_encoding_is_refused_with_closed_doors(port: int) -> None:
    answer = ask(port, "/konto/login/", "POST", Content_Type="text/plain; charset=hex")
    assert answer.status == 400
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_health_needs_no_https_and_is_kept_by_nobody(port: int) -> None:
    for path in ("/health/live", "/health/ready"):
        answer = ask(port, path, X_Forwarded_Proto="http", Host="10.0.0.1")
        assert answer.status == 200, answer
        assert "no-store" in answer.headers["Cache-Control"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert not answer.cookies


def test_the_server_names_no_version(port: int) -> None:
    for path in ("/konto/login/", "/gibt-es-nicht/", "/health/live"):
        assert not re.search(r"[\d.]{3,}", ask(port, path).headers.get("Server", ""))
