"""Work for the database that needs no rows from here, two pieces at a time: indexes, memberships, checks."""

from collections import deque
from collections.abc import Callable, Iterable
from contextlib import suppress
from threading import Lock, Thread

import psycopg

from zweiklang.cli.hesse_world.loading import set_up_session

type Job = Callable[[psycopg.Connection], object]
"""Something to be done in a transaction of its own."""
AT_ONCE = 2


def do_all(owner_url: str, jobs: Iterable[Job], *, autocommit: bool = False) -> None:
    """All jobs are done, begun in this order; the first error is raised, and nothing is running then."""
    _Crew(owner_url, jobs, autocommit=autocommit).work()


class _Crew:
    def __init__(self, owner_url: str, jobs: Iterable[Job], *, autocommit: bool) -> None:
        self._url, self._autocommit = owner_url, autocommit
        self._jobs, self._lock = deque(jobs), Lock()
        self._failures: list[BaseException] = []
        self._connections: list[psycopg.Connection] = []

    def work(self) -> None:
        threads = [Thread(target=self._run, daemon=True) for _ in range(AT_ONCE)]
        for thread in threads:
            thread.start()
        try:
            for thread in threads:
                while thread.is_alive():
                    thread.join(0.2)
        except BaseException:
            self._stop()
            raise
        if self._failures:
            raise self._failures[0]

    def _run(self) -> None:
        try:
            with psycopg.connect(self._url, autocommit=self._autocommit) as connection:
                set_up_session(connection)
                self._connections.append(connection)
                while (job := self._next()) is not None:
                    job(connection)
                    if not self._autocommit:
                        connection.commit()
        except BaseException as error:  # raised again in the main thread
            self._failures.append(error)
            self._stop()

    def _next(self) -> Job | None:
        with self._lock:
            return self._jobs.popleft() if self._jobs and not self._failures else None

    def _stop(self) -> None:
        with self._lock:
            self._jobs.clear()
        for connection in list(self._connections):
            with suppress(psycopg.Error):
                connection.cancel_safe(timeout=5)
