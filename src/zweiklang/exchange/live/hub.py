"""Who listens at this moment, and what each of them is still to hear. Pure asyncio; nothing here is about HTTP or the database.

A stream holds no queue of its own: the frames of one piece of news are one object for everybody it concerns, the same piece twice is
one, and whoever falls too far behind is told to look at everything again.
"""

import asyncio
import json
import random
import time
from collections import deque
from collections.abc import Iterable
from uuid import UUID

from zweiklang.exchange.live.tickets import MOST_SECONDS, Ticket
from zweiklang.exchange.live.wire import News, SessionEnded

MOST_PER_PERSON = 8
MOST_PENDING = 32
# A page that comes back asks a web process for a ticket and for its numbers: so many in a second cost a tenth of a core. Seconds.
PACE = 100
SHORTEST_RETURN, LONGEST_RETURN = 1.0, 60.0

HELLO = b"event: hello\ndata: {}\n\n"
MISSED = b"event: missed\ndata: {}\n\n"
KEEP_ALIVE = b":\n\n"


def news_frame(news: News) -> bytes:
    """Returns the event as it goes to the browser."""
    data = {"what": news.what, "about": str(news.about) if news.about else None}
    return f"event: news\ndata: {json.dumps(data, separators=(',', ':'))}\n\n".encode()


def bye_frame(why: str) -> bytes:
    """Returns the last event of a stream; `why`: time, crowded, signed_out, or "restart 12.5": come back in so many seconds."""
    return f"event: bye\ndata: {why}\n\n".encode()


class Stream:
    """One open page: what it is still to hear, and whether it has ended."""

    __slots__ = ("_pending", "_waiter", "ended", "person_id", "session")

    def __init__(self, person_id: UUID, session: str) -> None:
        self.person_id, self.session = person_id, session
        self.ended: str | None = None
        self._pending: dict[bytes, None] | None = None
        self._waiter: asyncio.Future[None] | None = None

    def tell(self, frame: bytes) -> None:
        """The frame goes out as soon as the line is free; one that waits already is not doubled."""
        if self._pending is None:
            self._pending = {}
        if len(self._pending) >= MOST_PENDING or frame is MISSED:
            self._pending.clear()
            frame = MISSED
        if MISSED not in self._pending:
            self._pending[frame] = None
        self._wake()

    def end(self, why: str) -> None:
        """The stream ends now; the first reason counts. An empty one: nobody is there any more who could hear it."""
        if self.ended is None:
            self.ended = why
        self._wake()

    async def heard(self, seconds: float) -> bytes:
        """Returns what is to be said, together; nothing if it stayed quiet so long or the stream has ended."""
        if not self._pending and self.ended is None:
            loop = asyncio.get_running_loop()
            self._waiter = loop.create_future()
            timer = loop.call_later(seconds, self._wake)
            try:
                await self._waiter
            finally:
                timer.cancel()
                self._waiter = None
        frames, self._pending = b"".join(self._pending or ()), None
        return frames

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)


class Hub:
    """All streams of this process."""

    def __init__(self, *, most: int) -> None:
        self._most = most
        self._of_person: dict[UUID, list[Stream]] = {}
        self._of_session: dict[str, list[Stream]] = {}
        self._used: deque[tuple[float, str]] = deque()
        self._numbers: set[str] = set()
        self._over: dict[str, float] = {}
        self.count = 0

    @property
    def is_full(self) -> bool:
        """True when there is no room for one more."""
        return self.count >= self._most

    def use_up(self, ticket: Ticket) -> bool:
        """Returns True the first time, False ever after; numbers are kept until their tickets have run out.

        Never True for a session that has ended: who signed out keeps no ticket in hand that opens a stream afterwards.
        """
        now = time.monotonic()
        while self._used and self._used[0][0] < now - MOST_SECONDS - 1:
            self._numbers.discard(self._used.popleft()[1])
        if ticket.number in self._numbers or ticket.session in self._over:
            return False
        self._numbers.add(ticket.number)
        self._used.append((now, ticket.number))
        return True

    def join(self, ticket: Ticket) -> Stream:
        """Returns a new stream. Of somebody with too many the oldest one ends."""
        stream = Stream(ticket.person_id, ticket.session)
        own = self._of_person.setdefault(stream.person_id, [])
        own.append(stream)
        self._of_session.setdefault(stream.session, []).append(stream)
        self.count += 1
        open_ones = [one for one in own if one.ended is None]
        for oldest in open_ones[: max(0, len(open_ones) - MOST_PER_PERSON)]:
            oldest.end("crowded")
        return stream

    def leave(self, stream: Stream) -> None:
        """The stream is gone."""
        self.count -= 1
        for index, key in ((self._of_person, stream.person_id), (self._of_session, stream.session)):
            streams = index[key]  # type: ignore[index]  # each key belongs to its index
            streams.remove(stream)
            if not streams:
                del index[key]  # type: ignore[arg-type]  # each key belongs to its index

    def pass_on(self, said: News | SessionEnded) -> None:
        """All streams it concerns hear of it, or end."""
        if isinstance(said, SessionEnded):
            _end_all(self._of_session.get(said.mark, ()), "signed_out")
            self._note_over(said.mark)
            return
        frame = news_frame(said)
        for person in said.people:
            for stream in self._of_person.get(person, ()):
                stream.tell(frame)

    def _note_over(self, mark: str) -> None:
        """Kept, oldest first, until the last ticket of that session has run out."""
        now = time.monotonic()
        while self._over and (oldest := next(iter(self._over.items())))[1] < now - MOST_SECONDS - 1:
            del self._over[oldest[0]]
        self._over.pop(mark, None)
        self._over[mark] = now

    def missed(self) -> None:
        """Everybody looks again at everything: something may have been said that was not heard here."""
        for streams in self._of_person.values():
            for stream in streams:
                stream.tell(MISSED)

    def end_for_restart(self) -> None:
        """Every stream ends, and each is told when to come back: not all in the same second, but PACE of them in each."""
        longest = min(max(self.count / PACE, SHORTEST_RETURN), LONGEST_RETURN)
        for streams in self._of_person.values():
            for stream in streams:
                pause = random.uniform(SHORTEST_RETURN, SHORTEST_RETURN + longest)  # noqa: S311 - spreads load
                stream.end(f"restart {pause:.1f}")


def _end_all(streams: Iterable[Stream], why: str) -> None:
    for stream in streams:
        stream.end(why)
