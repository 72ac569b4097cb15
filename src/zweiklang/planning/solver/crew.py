"""Several processes that each place one apprentice anew, so that all cores search; without them everything happens in this process."""

import os
import signal
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context
from random import Random
from threading import Thread
from time import monotonic, sleep

from zweiklang.planning.solver.annealing import Annealing
from zweiklang.planning.solver.options import grounds
from zweiklang.planning.solver.shapes import Instance
from zweiklang.planning.solver.track import Line, Occupied, Track

ASK_EVERY = 0.25  # seconds


@dataclass(frozen=True, slots=True)
class Task:
    """Place one apprentice anew: her line so far, where the others are, what full departments cost (None: they are closed)."""

    number: int
    line: Line
    others: Occupied
    prices: Occupied | None
    toll: int
    rounds: int
    hot: float
    seed: int


def improve(track: Track, task: Task, stop: Callable[[], bool]) -> Line:
    """The best line that was found."""
    track.settle(task.others, task.prices, task.toll)
    dice = Random(task.seed)  # noqa: S311 - a search, no secret
    return Annealing(track, dice).improve(task.line, task.rounds, stop, hot=task.hot)[1]


class Crew:
    """`workers` processes; they end with the block, and with this process however it ends."""

    def __init__(self, instance: Instance, tracks: Sequence[Track], workers: int) -> None:
        self.tracks = tracks
        self.workers = workers
        self._pool: ProcessPoolExecutor | None = None
        if workers > 1:
            self._pool = ProcessPoolExecutor(
                workers, get_context("spawn"), initializer=_begin, initargs=(instance, os.getpid())
            )

    def close(self) -> None:
        """The processes have ended, or end when their task is done."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None

    def improve(self, tasks: Sequence[Task], seconds: float, stop: Callable[[], bool]) -> list[Line]:
        """The lines of these tasks, made at the same time; each takes at most so long. After a stop a task keeps the line it had."""
        if self._pool is not None and len(tasks) > 1:
            try:
                return self._together(self._pool, tasks, seconds, stop)
            except (BrokenProcessPool, OSError):
                self.close()
        return [improve(self.tracks[one.number], one, stop) for one in tasks]

    def _together(
        self, pool: ProcessPoolExecutor, tasks: Sequence[Task], seconds: float, stop: Callable[[], bool]
    ) -> list[Line]:
        waiting = [pool.submit(_work, one, seconds) for one in tasks]
        while wait(waiting, timeout=ASK_EVERY).not_done:
            if stop():
                break
        return [one.result() if one.done() else task.line for one, task in zip(waiting, tasks, strict=True)]


_TRACKS: list[Track] = []


def _begin(instance: Instance, parent: int) -> None:
    """This process is ready for tasks. Ctrl-C is the parent's to answer."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with, args=(parent,), daemon=True).start()
    _TRACKS[:] = [Track(instance, one) for one in grounds(instance).calendars]


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        sleep(1)
    os._exit(1)


def _work(task: Task, seconds: float) -> Line:
    end = monotonic() + seconds
    return improve(_TRACKS[task.number], task, lambda: monotonic() > end)
