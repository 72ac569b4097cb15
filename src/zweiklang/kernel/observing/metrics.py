"""What a web process counts, and how all of it is told to Prometheus. Labels are names of pages, never paths, and nothing about people.

Imported when a process begins to serve: prometheus_client decides at its import whether processes count together (`metrics_folder`).
"""

import os
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import psutil
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest, multiprocess
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.registry import Collector

from zweiklang.kernel.observing.metrics_folder import VARIABLE

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
# Prometheus' word for "up to"; a page takes 5 to 50 ms, and at one second the promise is broken.
_UP_TO = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)

_own = CollectorRegistry()
REQUESTS = Counter("zweiklang_requests", "Answered requests.", ["page", "method", "status"], registry=_own)
SECONDS = Histogram(
    "zweiklang_request_duration_seconds",
    "From the first middleware to the answer.",
    ["page"],
    buckets=_UP_TO,
    registry=_own,
)
CONNECTIONS = Gauge(
    "zweiklang_database_pool_connections",
    "Connections of the pools of all web processes.",
    ["state"],
    registry=_own,
    multiprocess_mode="livesum",
)
WAITING = Gauge(
    "zweiklang_database_pool_waiting",
    "Requests that wait for a connection at this moment.",
    registry=_own,
    multiprocess_mode="livesum",
)
WAITED = Counter(
    "zweiklang_database_pool_wait_seconds", "Time requests have waited for connections.", registry=_own
)


class Processes(Collector):
    """Resident memory of this server's processes."""

    def collect(self) -> Iterable[Metric]:
        """Yields one value for the main process and one for each web process, in the order of their start."""
        family = GaugeMetricFamily(
            "zweiklang_process_resident_memory_bytes", "Resident memory.", labels=["process"]
        )
        for name, process in _processes():
            try:
                family.add_metric([name], process.memory_info().rss)
            except psutil.Error:  # it has ended meanwhile
                continue
        yield family


class Own(Collector):
    """Which version this is."""

    def collect(self) -> Iterable[Metric]:
        """Yields one value."""
        yield InfoMetricFamily("zweiklang", "The version that runs.", value={"version": version("zweiklang")})


def exposition(*others: Any) -> bytes:
    """Returns all that is counted by the processes of this server, and what the other collectors tell at this moment."""
    registry = CollectorRegistry()
    if folder := os.environ.get(VARIABLE):
        _forget_the_dead(Path(folder))
        multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # prometheus_client's types end here
    else:
        registry.register(_Counted())
    for collector in (Own(), *others):
        registry.register(collector)
    return generate_latest(registry)


class _Counted(Collector):
    def collect(self) -> Iterable[Metric]:
        yield from _own.collect()


def _forget_the_dead(folder: Path) -> None:
    """Gauges of processes that have ended count no longer; what they counted does."""
    for file in folder.glob("gauge_live*_*.db"):
        pid = file.stem.rpartition("_")[2]
        if not psutil.pid_exists(int(pid)):
            multiprocess.mark_process_dead(int(pid))  # type: ignore[no-untyped-call]  # as above


def _processes() -> list[tuple[str, Any]]:
    own = psutil.Process()
    folder = os.environ.get(VARIABLE)
    if folder is None:
        return [("main", own)]
    main = own.parent() or own
    counting = {file.stem.rpartition("_")[2] for file in Path(folder).glob("*.db")}
    workers = [one for one in main.children() if str(one.pid) in counting]
    workers.sort(key=lambda one: one.create_time())
    return [("main", main), *((f"web {number}", one) for number, one in enumerate(workers, 1))]
