"""What machines ask the live process: whether it lives, whether it takes listeners, how many there are. The addresses are the web server's."""

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from zweiklang.kernel.draining import is_draining

if TYPE_CHECKING:
    from prometheus_client.core import Metric

    from zweiklang.exchange.live.streaming import LiveApplication

LIVE, READY, METRICS = "/health/live", "/health/ready", "/metrics"
JSON = "application/json"


class Answer(NamedTuple):
    """What goes back."""

    status: int
    kind: str
    body: bytes


def answer_to(scope: Any, application: "LiveApplication") -> Answer | None:
    """Returns the answer to a machine's question, None if it is none."""
    path = scope["path"]
    if path not in {LIVE, READY, METRICS}:
        return None
    if scope["method"] not in {"GET", "HEAD"}:
        return Answer(405, "text/plain", b"")
    if path == LIVE:
        return Answer(200, JSON, json.dumps({"live": True}).encode())
    if path == READY:
        return _ready(application)
    return _metrics(scope, application)


def _ready(application: "LiveApplication") -> Answer:
    checks = {
        "database": application.listener.listens,
        "room": not application.hub.is_full,
        "staying": not is_draining(),
    }
    ready = all(checks.values())
    return Answer(200 if ready else 503, JSON, json.dumps({"ready": ready, "checks": checks}).encode())


def _metrics(scope: Any, application: "LiveApplication") -> Answer:
    from zweiklang.kernel.observing import metrics  # noqa: PLC0415 - 8 MB that nobody needs who does not ask
    from zweiklang.kernel.observing.reading import may_read  # noqa: PLC0415 - as above

    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
    if not may_read((scope.get("client") or ("",))[0], headers):
        return Answer(404, "text/plain", b"")
    body = metrics.exposition(_Streams(application), metrics.Processes())
    return Answer(200, metrics.CONTENT_TYPE, body)


class _Streams:
    """How many listen, and whether the database is heard."""

    def __init__(self, application: "LiveApplication") -> None:
        self._application = application

    def collect(self) -> "Iterable[Metric]":
        """Yields the two numbers."""
        from prometheus_client.core import GaugeMetricFamily  # noqa: PLC0415 - as above

        hub, listener = self._application.hub, self._application.listener
        yield GaugeMetricFamily("zweiklang_live_streams", "Open pages that listen for news.", value=hub.count)
        yield GaugeMetricFamily(
            "zweiklang_live_listens", "1 while the database is heard.", value=int(listener.listens)
        )
