"""What the web server tells Prometheus beside its counts: the queue, and this process's pool of connections."""

import time
from collections.abc import Iterable, Iterator
from threading import Lock
from typing import Any

from django.db import connection
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from zweiklang.kernel.observing import metrics
from zweiklang.kernel.observing.queue import Depth, queue_depth

PATIENCE = 2000  # milliseconds
_lock = Lock()
_last = {"at": float("-inf"), "waited": 0.0}


class Queue(Collector):
    """Jobs by state, how long the oldest one due waits, workers; and whether the database answered this question."""

    def collect(self) -> Iterable[Metric]:
        """Yields what the database says, or that it does not."""
        found = _depth()
        answers = "1 if the database answers the application role."
        yield GaugeMetricFamily("zweiklang_database_up", answers, value=1 if found else 0)
        if found:
            yield from _told(found)


def _told(found: Depth) -> Iterator[Metric]:
    jobs = GaugeMetricFamily("zweiklang_jobs", "Jobs in the queue.", labels=["state"])
    for state in ("waiting", "doing", "failed"):
        jobs.add_metric([state], getattr(found, state))
    yield jobs
    since = "Since when the oldest job that is due waits."
    yield GaugeMetricFamily("zweiklang_jobs_oldest_seconds", since, value=found.oldest)
    heard = "Workers heard from in the last half minute."
    yield GaugeMetricFamily("zweiklang_workers", heard, value=found.workers)


def note_pool(*, at_most_every: float = 1.0) -> None:
    """What this process's pool of connections does is written down, at most once in so many seconds."""
    now = time.monotonic()
    if now - _last["at"] < at_most_every or not _lock.acquire(blocking=False):
        return
    try:
        _last["at"] = now
        if pool := getattr(connection, "pool", None):
            _write_down(pool.get_stats())
    finally:
        _lock.release()


def _write_down(said: dict[str, Any]) -> None:
    metrics.CONNECTIONS.labels("open").set(said.get("pool_size", 0))
    metrics.CONNECTIONS.labels("idle").set(said.get("pool_available", 0))
    metrics.CONNECTIONS.labels("most").set(said.get("pool_max", 0))
    metrics.WAITING.set(said.get("requests_waiting", 0))
    waited = said.get("requests_wait_ms", 0) / 1000
    metrics.WAITED.inc(max(0.0, waited - _last["waited"]))
    _last["waited"] = waited


def _depth() -> Depth | None:
    try:
        return queue_depth(patience=PATIENCE)
    except Exception:  # the driver's, the pool's and Django's are three families
        return None
