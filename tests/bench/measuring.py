"""Measuring in alternation within one run: CPU time of the web process and of the database's processes, and wall-clock time.

CPU-ms of a page are the sum of both, where the database's processes run on this machine; figures of the web process alone are kept beside.
"""

import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import median


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU milliseconds of one request: in the web process, in the database."""

    web: float
    database: float

    @property
    def total(self) -> float:
        """Both."""
        return self.web + self.database


class Backends:
    """The database's processes that serve one database on this machine."""

    def __init__(self, superuser_url: str, database: str) -> None:
        import psycopg

        self._connection = psycopg.connect(superuser_url, autocommit=True)
        self._database = database

    def cpu_ms(self) -> float:
        """Milliseconds of CPU its present processes have used; 0.0 throughout where they cannot be seen (another machine)."""
        rows = self._connection.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()",
            [self._database],
        )
        return sum(_cpu_ms(pid) for (pid,) in rows.fetchall())

    def close(self) -> None:
        """The connection that asked is closed."""
        self._connection.close()


def _cpu_ms(pid: int) -> float:
    with suppress(OSError, ValueError, IndexError):
        return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e6
    return 0.0


def cpu_costs(
    variants: Mapping[str, Callable[[], object]], *, rounds: int, calls: int, backends: Backends
) -> dict[str, Cost]:
    """Returns the median cost of one call of each variant; every round calls all of them, in changing order."""
    for call in variants.values():
        for _ in range(3 + calls):  # compile templates, prepare statements
            call()
    web: dict[str, list[float]] = {name: [] for name in variants}
    database: dict[str, list[float]] = {name: [] for name in variants}
    for number in range(rounds):
        names = list(variants) if number % 2 else list(reversed(variants))
        for name in names:
            before, began = backends.cpu_ms(), time.process_time()
            for _ in range(calls):
                variants[name]()
            web[name].append((time.process_time() - began) * 1000 / calls)
            database[name].append((backends.cpu_ms() - before) / calls)
    return {name: Cost(median(web[name]), median(database[name])) for name in variants}


@dataclass(frozen=True, slots=True)
class Pair:
    """Two variants measured side by side: median milliseconds of one call of each, and the median of the ratios of neighbours."""

    first: float
    second: float
    ratio: float


@dataclass(frozen=True, slots=True)
class Side:
    """One of two variants, and the process of the database that answers it."""

    call: Callable[[], object]
    backend: int


def cpu_pair(first: Side, second: Side, *, rounds: int, batch: int) -> Pair:
    """Returns CPU milliseconds of this process and of the side's backend, in batches taken in turns.

    Not wall-clock time: a call takes 0.1 ms, and waking the other process takes 0.03 or 0.07, depending on which core it sleeps;
    the scheduler keeps a choice for minutes, a different one for each side. A backend on another machine cannot be seen: then
    it is wall-clock time after all.
    """
    clock = _cpu_clock if _cpu_ms(first.backend) and _cpu_ms(second.backend) else _wall_clock
    for side in (first, second):
        _batch(side, batch, clock)
    rows = []
    for number in range(rounds):
        if number % 2:
            one, other = _batch(first, batch, clock), _batch(second, batch, clock)
        else:
            other, one = _batch(second, batch, clock), _batch(first, batch, clock)
        rows.append((one, other, one / other))
    return Pair(*(median(row[column] for row in rows) for column in range(3)))


def _cpu_clock(backend: int) -> float:
    return time.process_time() * 1000 + _cpu_ms(backend)


def _wall_clock(_backend: int) -> float:
    return time.perf_counter() * 1000


def _batch(side: Side, batch: int, clock: Callable[[int], float]) -> float:
    began = clock(side.backend)
    for _ in range(batch):
        side.call()
    return (clock(side.backend) - began) / batch
