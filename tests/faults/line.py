"""The line between the web server and PostgreSQL, through our hands: slow, cut, closed, or cut in the instant after a commit."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

NAME = ".s.PGSQL.5432"


class Line:
    """What passes from `folder`'s socket to the one of PostgreSQL. May be changed at any time, from any thread."""

    def __init__(self, folder: Path, behind: Path) -> None:
        self.socket, self.behind = folder / NAME, behind / NAME
        self.delay = 0.0
        """Seconds that everything we ask of PostgreSQL comes later."""
        self.closed = False
        """No connection is taken, those there were are cut."""
        self.lose_answers_of_commits = 0
        """So many commits reach PostgreSQL, and nobody hears of it: then the connection is cut."""
        self._open: set[asyncio.StreamWriter] = set()
        self._loop = asyncio.new_event_loop()
        self._lock = threading.Lock()

    def cut(self) -> None:
        """Every connection is cut, in the middle of whatever it carries."""
        self._loop.call_soon_threadsafe(self._cut)

    def close(self) -> None:
        """The database is away until `open`."""
        self.closed = True
        self.cut()

    def open(self) -> None:
        """The database can be reached."""
        self.closed = False

    def _cut(self) -> None:
        for writer in list(self._open):
            writer.transport.abort()

    async def _serve(self) -> None:
        server = await asyncio.start_unix_server(self._connect, self.socket)
        async with server:
            await server.serve_forever()

    async def _connect(self, client: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        if self.closed:
            back.transport.abort()
            return
        try:
            server, out = await asyncio.open_unix_connection(self.behind)
        except OSError:
            back.transport.abort()
            return
        self._open |= {back, out}
        swallowing = asyncio.Event()
        try:
            async with asyncio.TaskGroup() as both:
                both.create_task(self._ask(client, out, swallowing))
                both.create_task(self._answer(server, back, swallowing))
        finally:
            for writer in (back, out):
                self._open.discard(writer)
                writer.transport.abort()

    async def _ask(
        self, client: asyncio.StreamReader, out: asyncio.StreamWriter, swallowing: asyncio.Event
    ) -> None:
        with suppress(OSError):
            while piece := await client.read(65536):
                if self.delay:
                    await asyncio.sleep(self.delay)
                if b"COMMIT" in piece and self._may_lose():
                    swallowing.set()
                out.write(piece)
                await out.drain()
        out.transport.abort()

    async def _answer(
        self, server: asyncio.StreamReader, back: asyncio.StreamWriter, swallowing: asyncio.Event
    ) -> None:
        with suppress(OSError):
            while piece := await server.read(65536):
                if swallowing.is_set():
                    break
                back.write(piece)
                await back.drain()
        back.transport.abort()

    def _may_lose(self) -> bool:
        with self._lock:
            if not self.lose_answers_of_commits:
                return False
            self.lose_answers_of_commits -= 1
            return True

    def run(self) -> None:
        """Carries until `end`. For a thread."""
        asyncio.set_event_loop(self._loop)
        with suppress(asyncio.CancelledError):
            self._loop.run_until_complete(self._serve())

    def end(self) -> None:
        """Nothing passes any more."""

        def stop() -> None:
            for task in asyncio.all_tasks(self._loop):
                task.cancel()

        self._loop.call_soon_threadsafe(stop)


@contextmanager
def line(folder: Path, behind: Path) -> Iterator[Line]:
    """Inside the block there is a line in `folder` to the PostgreSQL whose socket lies in `behind`."""
    folder.mkdir(mode=0o755, exist_ok=True)
    found = Line(folder, behind)
    thread = threading.Thread(target=found.run, daemon=True)
    thread.start()
    try:
        yield found
    finally:
        found.end()
        thread.join(10)
