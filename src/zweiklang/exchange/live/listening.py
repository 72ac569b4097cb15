"""One connection to PostgreSQL that listens, for as long as the process lives."""

import asyncio
import logging
import random

import psycopg

from zweiklang.exchange.live.hub import Hub
from zweiklang.exchange.live.wire import CHANNEL, read_line

logger = logging.getLogger(__name__)
_QUIET = 20.0  # seconds after which the connection is asked whether it still lives
_SHORTEST_PAUSE, _LONGEST_PAUSE = 0.5, 15.0


class Listener:
    """Passes on what is said over the channel. `listens` is False while the database is away."""

    def __init__(self, url: str, hub: Hub) -> None:
        self._url, self._hub = url, hub
        self.listens = False

    async def run(self) -> None:
        """Listens until it is cancelled; comes back whenever the connection is lost, and then says that something was missed."""
        pause, came_before = _SHORTEST_PAUSE, False
        while True:
            try:
                async with await self._connect() as connection:
                    self.listens, pause = True, _SHORTEST_PAUSE
                    if came_before:
                        self._hub.missed()
                    came_before = True
                    await self._hear(connection)
            except (psycopg.Error, OSError) as error:
                logger.warning(
                    "Not listening to the database: %s", str(error).strip() or type(error).__name__
                )
            finally:
                self.listens = False
            await asyncio.sleep(pause * random.uniform(0.5, 1.5))  # noqa: S311 - spreads load, guards nothing
            pause = min(pause * 2, _LONGEST_PAUSE)

    async def _connect(self) -> psycopg.AsyncConnection:
        connection = await psycopg.AsyncConnection.connect(
            self._url,
            autocommit=True,
            application_name="zweiklang live",
            connect_timeout=10,
            keepalives_idle=30,
        )
        await connection.execute(f"LISTEN {CHANNEL}")
        return connection

    async def _hear(self, connection: psycopg.AsyncConnection) -> None:
        while True:
            async for notification in connection.notifies(timeout=_QUIET):
                said = read_line(notification.payload)
                if said is not None:
                    self._hub.pass_on(said)
            async with asyncio.timeout(_QUIET):
                await connection.execute("SELECT 1")
