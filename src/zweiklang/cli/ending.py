"""How a web server ends without refusing anybody: it asks for nothing more, closes the door, answers what is inside, and goes.

granian ends its workers at once: a connection that lies in the kernel's queue, or whose request has not been read yet, is reset. Here
1. the workers say at /health/ready that they go, and close each connection after its answer (ZWEIKLANG_DRAIN_SECONDS: as long as balancers
   that ask need to notice);
2. the door closes: the kernel lets no new connection in (a caller tries again after a second and finds nobody listening, which a
   balancer mends by itself), and the worker takes in everybody who stands in the queue;
3. the workers end: what they have begun is answered, for ZWEIKLANG_END_SECONDS at most.
A second signal ends everything at once.
"""

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from multiprocessing.util import Finalize
from typing import Any

from granian._granian import ListenerSpec
from granian.log import logger
from granian.server.mp import MPServer

from zweiklang.cli.doors import Door, doors
from zweiklang.kernel.draining import DRAIN, begin_draining, is_draining

LEAVE = signal.SIGUSR2
# After the queue is empty: a connection just taken in has its request read.
_READING = 0.1
_LONGEST_QUEUE = 5.0
_GLANCE = 0.02
_AGAIN = 0.5
# After so many deaths of each web process within a minute, one more within seconds means that none can live here.
_MOST_DEATHS = 10
_MINUTE = 60.0


class OrderlyServer(MPServer):
    """granian's server of processes, ended as this file says. `drains`, `ends`: seconds."""

    def __init__(self, *arguments: Any, drains: float, ends: float, **options: Any) -> None:
        self._drains, self._ends = drains, ends
        self._deaths: list[float] = []
        super().__init__(*arguments, **options)

    def _init_shared_socket(self) -> None:
        if sys.platform != "linux":
            super()._init_shared_socket()  # type: ignore[no-untyped-call]  # granian's is untyped
            return
        # granian tries the address by listening on it for a moment; whoever connects in that moment is reset. `require_free_port` has
        # tried it already, with nobody let in.
        self._ssp: Any = ListenerSpec(self.bind_addr, self.bind_port, self.backlog)
        self._sso = None

    def signal_handler_interrupt(self, *arguments: Any) -> None:
        """The first signal ends in order, the second at once."""
        if self.interrupt_signal:
            for worker in self.wrks:
                worker.kill()  # type: ignore[no-untyped-call]  # granian's is untyped
        super().signal_handler_interrupt(*arguments)  # type: ignore[no-untyped-call]  # granian's is untyped

    def _respawn_workers(self, workers: list[int], *arguments: Any, **options: Any) -> None:
        super()._respawn_workers(workers, *arguments, **options)
        # granian ends everything when a process dies within 5.5 s of its start. Want of memory kills twice in a row, too.
        begun = time.monotonic() - _MINUTE
        self._deaths = [
            *(moment for moment in self._deaths if moment > begun),
            *[time.monotonic()] * len(workers),
        ]
        if len(self._deaths) < _MOST_DEATHS * self.workers:
            self.respawned_wrks.clear()

    def _stop_workers(self) -> None:
        workers = list(self.wrks)
        for worker in workers:
            worker.interrupt_by_parent = True  # its end is no failure
        _tell(workers, DRAIN, seconds=self._drains)
        _tell(workers, LEAVE, seconds=self._ends + _LONGEST_QUEUE)
        for worker in _alive(workers):
            logger.warning("A web process still had requests in hand after %g s and was killed.", self._ends)
            worker.kill()
        for worker in workers:
            worker.join()  # type: ignore[no-untyped-call]  # granian's is untyped
        self.wrks.clear()


def end_in_order() -> None:
    """From now on this worker knows the two words of `OrderlyServer`. Call before granian takes SIGTERM for itself."""
    signal.signal(DRAIN, lambda *_: begin_draining())
    # In a thread: the main one may be about to begin to serve, and who stands at the door waits for just that.
    leaving = threading.Thread(target=_leave, daemon=True)
    signal.signal(LEAVE, lambda *_: None if leaving.ident else leaving.start())
    for number in (
        signal.SIGTERM,
        signal.SIGINT,
    ):  # until granian takes them; before that nobody has been let in
        signal.signal(number, lambda *_: os._exit(0))
    Finalize(None, _close_pools, exitpriority=10)


def closing_connections(application: Callable[..., Any]) -> Callable[..., Any]:
    """The same WSGI application; while the process drains, each answer is the last of its connection."""

    def answer(environ: dict[str, Any], start: Callable[..., Any]) -> Any:
        if not is_draining():
            return application(environ, start)

        def start_last(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
            return start(status, [*headers, ("Connection", "close")], *error)

        return application(environ, start_last)

    return answer


def _leave() -> None:
    """Nobody waits at the door any more and none is left standing there; the process then ends as granian ends it."""
    begin_draining()
    closed = doors()
    for door in closed:
        door.close_for_newcomers()
    _wait(lambda: not any(door.waiting() for door in closed), _LONGEST_QUEUE)
    if closed:
        time.sleep(_READING)
    Door.forget(closed)
    os.kill(os.getpid(), signal.SIGTERM)


def _tell(workers: list[Any], word: signal.Signals, *, seconds: float) -> None:
    """The workers hear the word and have so many seconds, less if all of them have ended.

    It is said again and again: one signal right after another may reach a thread that Python does not listen with, and the main one,
    which does, sleeps on.
    """
    deadline = time.monotonic() + seconds
    while (left := _alive(workers)) and time.monotonic() < deadline:
        for worker in left:
            with suppress(ProcessLookupError):
                os.kill(worker._id(), word)
        _wait(lambda: not _alive(workers), min(_AGAIN, deadline - time.monotonic()))


def _alive(workers: Iterable[Any]) -> list[Any]:
    return [worker for worker in workers if worker.is_alive()]


def _wait(done: Callable[[], bool], seconds: float) -> None:
    """Returns as soon as it is done, at the latest after so many seconds. No lock: a signal may come at any moment."""
    deadline = time.monotonic() + seconds
    while not done() and time.monotonic() < deadline:
        time.sleep(_GLANCE)


def _close_pools() -> None:
    """The database hears goodbye instead of finding dead connections."""
    from django.db import connections

    for connection in connections.all(initialized_only=True):
        if close := getattr(connection, "close_pool", None):
            close()
