"""Who hears what, and what becomes of somebody who does not listen fast enough. No network, no database."""

import asyncio
import re
from collections import Counter
from collections.abc import Callable, Coroutine
from typing import Any
from uuid import UUID

import pytest

from zweiklang.exchange.live import streaming
from zweiklang.exchange.live.hub import (
    HELLO,
    KEEP_ALIVE,
    MISSED,
    MOST_PENDING,
    MOST_PER_PERSON,
    Hub,
    Stream,
    bye_frame,
    news_frame,
)
from zweiklang.exchange.live.tickets import Ticket
from zweiklang.exchange.live.wire import News, SessionEnded
from zweiklang.kernel.ids import new_id

ANNA, BERND = new_id(), new_id()


def ticket(person: UUID = ANNA, session: str = "s", number: str = "") -> Ticket:
    return Ticket(person, session, "https://site.example", number or str(new_id()))


def news(*people: UUID, what: str = "message") -> News:
    return News(people, what, new_id())


def pending(stream: Stream) -> bytes:
    """What the stream is to hear now."""
    return asyncio.run(stream.heard(0))


def test_news_reach_all_pages_of_whom_they_concern_and_of_nobody_else() -> None:
    hub = Hub(most=10)
    desk, phone, other = hub.join(ticket()), hub.join(ticket(session="t")), hub.join(ticket(BERND))
    said = news(ANNA)
    hub.pass_on(said)
    assert pending(desk) == pending(phone) == news_frame(said)
    assert pending(other) == b""


def test_the_frame_names_kind_and_id_and_nothing_else() -> None:
    about = new_id()
    frame = news_frame(News((ANNA,), "message", about))
    assert frame == f'event: news\ndata: {{"what":"message","about":"{about}"}}\n\n'.encode()


def test_the_same_news_twice_are_said_once() -> None:
    hub = Hub(most=10)
    stream, said = hub.join(ticket()), news(ANNA)
    for _ in range(5):
        hub.pass_on(said)
    assert pending(stream) == news_frame(said)


def test_whoever_falls_behind_is_told_to_look_at_everything_and_takes_no_more_room() -> None:
    hub = Hub(most=10)
    stream = hub.join(ticket())
    for _ in range(MOST_PENDING):
        hub.pass_on(news(ANNA))
    assert MISSED not in pending(stream)
    for _ in range(MOST_PENDING * 3):
        hub.pass_on(news(ANNA))
    assert pending(stream) == MISSED


def test_an_ended_session_ends_its_streams_alone() -> None:
    hub = Hub(most=10)
    here, elsewhere = hub.join(ticket()), hub.join(ticket(session="t"))
    hub.pass_on(SessionEnded("s"))
    assert (here.ended, elsewhere.ended) == ("signed_out", None)


def test_of_somebody_with_too_many_pages_the_oldest_ends() -> None:
    hub = Hub(most=100)
    streams = [hub.join(ticket()) for _ in range(MOST_PER_PERSON + 2)]
    other = hub.join(ticket(BERND))
    assert [one.ended for one in streams[:3]] == ["crowded", "crowded", None]
    assert all(one.ended is None for one in [*streams[2:], other])


def test_nothing_is_kept_of_streams_that_have_gone() -> None:
    hub = Hub(most=2)
    streams = [hub.join(ticket()), hub.join(ticket(BERND))]
    assert hub.is_full
    for one in streams:
        hub.leave(one)
    assert (hub.count, hub.is_full) == (0, False)
    assert not hub._of_person
    assert not hub._of_session


def test_a_ticket_is_used_once() -> None:
    hub, once = Hub(most=10), ticket()
    assert hub.use_up(once)
    assert not hub.use_up(once)
    assert hub.use_up(ticket())


class Wire:
    """The server's side of one connection: what was sent; `stuck`: the browser takes nothing."""

    def __init__(self, *, stuck: bool = False) -> None:
        self.bodies: list[bytes] = []
        self.stuck = stuck
        self.gone = asyncio.Event()

    async def send(self, message: Any) -> None:
        """Takes a message of the application."""
        if message["type"] == "http.response.body":
            if self.stuck and self.bodies:
                await asyncio.Event().wait()
            self.bodies.append(message["body"])

    async def receive(self) -> Any:
        """Returns when the browser has gone."""
        await self.gone.wait()
        return {"type": "http.disconnect"}


def streamed(
    wire: Callable[[], Wire], meanwhile: Callable[[Hub, Wire], Coroutine[Any, Any, None]]
) -> list[bytes]:
    """What one stream said while something happened; it ends by itself, or the test fails."""

    async def run() -> list[bytes]:
        application, line = streaming.LiveApplication(database_url="", most=10), wire()
        serving = asyncio.create_task(application._stream(ticket(), line.receive, line.send))
        await asyncio.sleep(0.01)
        await meanwhile(application.hub, line)
        async with asyncio.timeout(5):
            await serving
        assert application.hub.count == 0
        return line.bodies

    return asyncio.run(run())


async def _nothing(_hub: Hub, _wire: Wire) -> None:
    return None


def test_a_quiet_stream_gives_a_sign_of_life_and_ends_after_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streaming, "KEEP_ALIVE_AFTER", 0.03)
    monkeypatch.setattr(streaming, "MOST_SECONDS", 0.2)
    first, *quiet, last = streamed(Wire, _nothing)
    assert (first, last) == (HELLO, bye_frame("time"))
    assert len(quiet) >= 3
    assert set(quiet) == {KEEP_ALIVE}


def test_a_stream_ends_with_its_connection_and_says_nothing_to_nobody() -> None:
    async def go(_hub: Hub, wire: Wire) -> None:
        wire.gone.set()

    assert streamed(Wire, go) == [HELLO]


def test_a_browser_that_takes_nothing_loses_its_stream(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streaming, "PATIENCE", 0.05)

    async def say(hub: Hub, _wire: Wire) -> None:
        hub.pass_on(news(ANNA))

    assert streamed(lambda: Wire(stuck=True), say) == [HELLO]


def test_the_end_of_the_process_is_said() -> None:
    async def end(hub: Hub, _wire: Wire) -> None:
        hub.end_for_restart()

    hello, bye = streamed(Wire, end)
    assert hello == HELLO
    assert 1.0 <= _return_of(bye) <= 2.0


def test_after_a_restart_five_thousand_pages_do_not_come_back_in_one_second() -> None:
    hub = Hub(most=10_000)
    streams = [hub.join(ticket(new_id())) for _ in range(5000)]
    hub.end_for_restart()
    returns = Counter(int(_return_of(bye_frame(stream.ended or ""))) for stream in streams)
    assert max(returns.values()) < 200
    assert max(returns) <= 61


def _return_of(bye: bytes) -> float:
    found = re.fullmatch(rb"event: bye\ndata: restart ([0-9.]+)\n\n", bye)
    assert found, bye
    return float(found[1])
