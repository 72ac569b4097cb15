"""The real process, over real sockets: who is let in, what they hear, and that it survives its database."""

import http.client
import os
import signal
import time
from collections.abc import Callable, Iterator
from uuid import UUID

import psycopg
import pytest
from django.conf import settings
from django.core import signing

from tests.cli.processes import Running, becomes, free_port
from tests.database import drop_databases as drop
from tests.database import make_database, server
from zweiklang.exchange.live import tickets
from zweiklang.exchange.live.hub import HELLO, MISSED, bye_frame, news_frame
from zweiklang.exchange.live.wire import CHANNEL, PATH, News, ended_line, news_lines
from zweiklang.kernel.ids import new_id

ORIGIN = "https://site.example"
pytestmark = pytest.mark.slow


class Live:
    """A running `zweiklang live`, and a connection that speaks to it through the database."""

    def __init__(self, running: Running, port: int, connection: psycopg.Connection) -> None:
        self.running, self.port, self.connection = running, port, connection

    def ask(self, path: str, *, origin: str = ORIGIN, method: str = "GET") -> http.client.HTTPResponse:
        """The answer; its body has not been read."""
        asking = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        asking.request(method, path, headers={"Origin": origin} if origin else {})
        return asking.getresponse()

    def listen(self, person: UUID, session: str = "key") -> http.client.HTTPResponse:
        """An open stream of that person."""
        answer = self.ask(f"{PATH}?ticket={tickets.issue(person, session_key=session, origin=ORIGIN)}")
        assert answer.status == 200
        assert event(answer) == HELLO
        return answer

    def say(self, line: str) -> None:
        """The line goes over PostgreSQL's channel."""
        self.connection.execute("SELECT pg_notify(%s, %s)", [CHANNEL, line])

    def tell(self, person: UUID) -> bytes:
        """There is news for that person; returns the frame that says so."""
        about = new_id()
        [line] = news_lines([person], what="message", about=about)
        self.say(line)
        return news_frame(News((person,), "message", about))


def event(stream: http.client.HTTPResponse) -> bytes:
    """The next event; signs of life are passed over."""
    lines = b""
    while not lines.endswith(b"\n\n") or lines.startswith(b":"):
        if lines == b":\n\n":
            lines = b""
        if not (line := stream.readline()):
            return lines
        lines += line
    return lines


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], Live]]:
    """Starts the process on an empty database: it needs no table."""
    name, var_dir = f"test_live_{os.getpid()}", tmp_path_factory.mktemp("live") / "var"
    started: list[Running] = []
    with server() as postgres:
        make_database(postgres, name)
        urls = postgres.urls(name)

        def begin() -> Live:
            port = free_port()
            named = {"DATABASE_URL": urls.app, "ZWEIKLANG_SECRET_KEY": settings.SECRET_KEY}
            running = Running("live", var_dir=var_dir, port=port, **named)
            started.append(running)
            # Before it listens to the database it lets nobody in (503).
            assert becomes(lambda: running.answer(PATH) == 401), running.text()
            return Live(running, port, psycopg.connect(urls.superuser, autocommit=True))

        yield begin
        for running in started:
            if running.process.poll() is None:
                running.end(signal.SIGTERM)
        drop(postgres, [name])


@pytest.fixture(scope="module")
def live(start: Callable[[], Live]) -> Live:
    return start()


def test_news_reach_whom_they_concern_at_once_and_nobody_else(live: Live) -> None:
    anna, bernd = new_id(), new_id()
    one, other = live.listen(anna), live.listen(bernd)
    first = live.tell(anna)
    began = time.monotonic()
    assert event(one) == first
    assert time.monotonic() - began < 2
    # The first thing the other one hears is what is meant for him.
    assert live.tell(bernd) == event(other)


def test_the_answer_is_a_stream_for_pages_of_one_origin_alone(live: Live) -> None:
    headers = live.listen(new_id()).headers
    assert headers["Content-Type"].startswith("text/event-stream")
    assert headers["Cache-Control"] == "no-store"
    assert headers["Access-Control-Allow-Origin"] == ORIGIN
    assert "Access-Control-Allow-Credentials" not in headers


def test_a_ticket_opens_one_stream(live: Live) -> None:
    path = f"{PATH}?ticket={tickets.issue(new_id(), session_key='key', origin=ORIGIN)}"
    assert [live.ask(path).status, live.ask(path).status] == [200, 401]


def test_whoever_has_no_ticket_of_ours_is_not_let_in(live: Live) -> None:
    good = tickets.issue(new_id(), session_key="key", origin=ORIGIN)
    other_key = signing.dumps([new_id().hex, "m", ORIGIN, "n"], key="another", salt=tickets._SALT)
    other_salt = signing.dumps([new_id().hex, "m", ORIGIN, "n"], salt="something else")
    other_shape = signing.dumps({"person": new_id().hex}, salt=tickets._SALT)
    for wrong in ("", "x", good[:-1], good[1:], other_key, other_salt, other_shape):
        assert live.ask(f"{PATH}?ticket={wrong}").status == 401, wrong


def test_a_ticket_runs_out_after_a_minute(live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    moment = time.time()
    monkeypatch.setattr(signing.time, "time", lambda: moment - tickets.MOST_SECONDS - 2)
    late = tickets.issue(new_id(), session_key="key", origin=ORIGIN)
    monkeypatch.setattr(signing.time, "time", lambda: moment - tickets.MOST_SECONDS + 20)
    in_time = tickets.issue(new_id(), session_key="key", origin=ORIGIN)
    assert [live.ask(f"{PATH}?ticket={one}").status for one in (late, in_time)] == [401, 200]


def test_a_page_of_another_origin_cannot_use_the_ticket(live: Live) -> None:
    path = f"{PATH}?ticket={tickets.issue(new_id(), session_key='key', origin=ORIGIN)}"
    assert live.ask(path, origin="https://elsewhere.example").status == 403
    # It was not used up: the page it is for still comes in.
    assert live.ask(path).status == 200


@pytest.mark.parametrize(
    ("method", "path", "status"), [("POST", PATH, 405), ("GET", "/", 404), ("GET", "/konto/", 404)]
)
def test_there_is_one_address_and_one_way_to_ask(live: Live, method: str, path: str, status: int) -> None:
    assert live.ask(path, method=method).status == status


def test_whoever_signs_out_hears_nothing_more(live: Live) -> None:
    person = new_id()
    here, elsewhere = live.listen(person, "here"), live.listen(person, "elsewhere")
    live.say(ended_line(tickets.mark_of("here")))
    assert event(here) == bye_frame("signed_out")
    assert here.readline() == b""
    assert live.tell(person) == event(elsewhere)


def test_a_line_nobody_understands_does_no_harm(live: Live) -> None:
    stream = live.listen(person := new_id())
    for line in ("", "nonsense", "news message", "news message x y"):
        live.say(line)
    assert live.tell(person) == event(stream)


def test_somebody_who_does_not_read_holds_up_nobody(live: Live) -> None:
    deaf, quick = new_id(), new_id()
    live.listen(deaf)
    hearing = live.listen(quick)
    for _ in range(3000):
        live.tell(deaf)
    assert live.tell(quick) == event(hearing)


def test_after_the_database_was_away_everybody_looks_again_and_hears_on(live: Live) -> None:
    stream = live.listen(person := new_id())
    [[ended]] = live.connection.execute(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
        " WHERE application_name = 'zweiklang live' AND datname = current_database()"
    ).fetchall()
    assert ended == 1
    assert event(stream) == MISSED
    assert live.tell(person) == event(stream)


def test_told_to_end_it_says_goodbye_and_ends(start: Callable[[], Live]) -> None:
    live = start()
    streams = [live.listen(new_id()) for _ in range(20)]
    began = time.monotonic()
    assert live.running.end(signal.SIGTERM) == 0
    assert time.monotonic() - began < 3
    goodbyes = [event(one) for one in streams]
    assert all(one.startswith(b"event: bye\ndata: restart ") for one in goodbyes), goodbyes
    assert len(set(goodbyes)) > 3  # each page comes back at a moment of its own
    assert "refused to gracefully stop" not in live.running.text()
