"""The ASGI application of the live process: one address, one stream of events for each open page.

No Django request stack: a connection is a coroutine, an object of five fields and what the server keeps. It says `hello`, then kinds and
ids of what is new, a comment when it was quiet for long, and `bye` before it ends, after at most fifteen minutes: whoever has lost
the right to listen gets no other ticket.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import suppress
from typing import Any
from urllib.parse import parse_qs

from zweiklang.exchange.live import tickets
from zweiklang.exchange.live.hub import HELLO, KEEP_ALIVE, Hub, Stream, bye_frame
from zweiklang.exchange.live.listening import Listener
from zweiklang.exchange.live.machines import Answer, answer_to
from zweiklang.exchange.live.wire import PATH
from zweiklang.kernel.draining import LONGEST_GOODBYE

type Message = MutableMapping[str, Any]
type Receive = Callable[[], Awaitable[Message]]
type Send = Callable[[Message], Awaitable[None]]

KEEP_ALIVE_AFTER = 25.0
MOST_SECONDS = 15 * 60
PATIENCE = 30.0  # seconds a browser may take to accept a few bytes


class LiveApplication:
    """What the server calls for each connection, and once for the life of the process."""

    def __init__(
        self, *, database_url: str, most: int, started: "Callable[[LiveApplication], None] | None" = None
    ) -> None:
        """`most`: streams at a time; `started` is called in the loop once the process lives."""
        self.hub = Hub(most=most)
        self.listener = Listener(database_url, self.hub)
        self._started = started
        self._over = False
        self._listening: asyncio.Task[None] | None = None

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Serves one connection."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http" and (answer := answer_to(scope, self)):
            await _tell(send, answer)
        elif scope["type"] == "http":
            status, ticket = self._admit(scope)
            del scope  # a connection lasts for minutes; its headers need not
            if ticket is None:
                await _refuse(send, status)
            else:
                await self._stream(ticket, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        """Listens to the database from the start of the process to its end."""
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                self._listening = asyncio.create_task(self.listener.run())
                if self._started:
                    self._started(self)
                await send({"type": "lifespan.startup.complete"})
            elif message["type"] == "lifespan.shutdown":
                self.end()
                await send({"type": "lifespan.shutdown.complete"})
                return

    def end(self) -> None:
        """Every stream says goodbye, and nobody is let in any more. Safe to repeat."""
        self._over = True
        self.hub.end_for_restart()
        if self._listening:
            self._listening.cancel()

    async def ended(self) -> None:
        """Returns when every stream has said its goodbye, or its browser has taken too long to hear it."""
        with suppress(TimeoutError):
            async with asyncio.timeout(LONGEST_GOODBYE):
                while self.hub.count:
                    await asyncio.sleep(0.05)

    def _admit(self, scope: Message) -> tuple[int, tickets.Ticket | None]:
        """Returns the ticket, used up now; or the status of the refusal."""
        if scope["path"] != PATH:
            return 404, None
        if scope["method"] != "GET":
            return 405, None
        if self._over or not self.listener.listens or self.hub.is_full:
            return 503, None
        query = parse_qs(scope["query_string"].decode("ascii", "replace"))
        ticket = tickets.read(query.get("ticket", [""])[0])
        if ticket is None:
            return 401, None
        origin = next(
            (value.decode("latin-1") for name, value in scope["headers"] if name == b"origin"), None
        )
        if origin not in {None, ticket.origin}:
            return 403, None
        return (200, ticket) if self.hub.use_up(ticket) else (401, None)

    async def _stream(self, ticket: tickets.Ticket, receive: Receive, send: Send) -> None:
        stream = self.hub.join(ticket)
        gone = asyncio.ensure_future(_end_with_connection(receive, stream))
        try:
            await _begin(send, ticket.origin)
            del ticket
            await _speak(stream, send)
        finally:
            gone.cancel()
            self.hub.leave(stream)


async def _speak(stream: Stream, send: Send) -> None:
    """Says what the stream is told, until it ends. A browser that takes nothing any more ends it too."""
    loop = asyncio.get_running_loop()
    # Not all of a morning's pages come back in the same second.
    ends = loop.time() + MOST_SECONDS * random.uniform(0.85, 1.0)  # noqa: S311 - spreads load, guards nothing
    with suppress(TimeoutError):
        while stream.ended is None:
            left = ends - loop.time()
            if left <= 0:
                stream.end("time")
                break
            frames = await stream.heard(min(KEEP_ALIVE_AFTER, left))
            if stream.ended is None:
                await _say(send, frames or KEEP_ALIVE)
        if stream.ended:
            await _say(send, bye_frame(stream.ended), more=False)


async def _end_with_connection(receive: Receive, stream: Stream) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    stream.end("")


async def _begin(send: Send, origin: str) -> None:
    headers = [
        (b"content-type", b"text/event-stream; charset=utf-8"),
        (b"cache-control", b"no-store"),
        (b"x-accel-buffering", b"no"),  # nginx would keep back what is to be heard at once
        (b"x-content-type-options", b"nosniff"),
        (b"access-control-allow-origin", origin.encode("latin-1")),
        (b"vary", b"origin"),
    ]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await _say(send, HELLO)


async def _say(send: Send, body: bytes, *, more: bool = True) -> None:
    async with asyncio.timeout(PATIENCE):
        await send({"type": "http.response.body", "body": body, "more_body": more})


async def _tell(send: Send, answer: Answer) -> None:
    headers = [(b"content-type", answer.kind.encode()), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": answer.body, "more_body": False})


async def _refuse(send: Send, status: int) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"cache-control", b"no-store")]
    if status == 503:
        headers.append((b"retry-after", b"30"))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b"", "more_body": False})
