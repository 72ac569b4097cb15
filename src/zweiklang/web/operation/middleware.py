"""The first middleware that may answer: machines get their answers before anything of the product is asked; all else is observed.

Each request is counted, timed and told in one line: the name of its page, never its path, and nobody's name.
"""

import logging
import re
import time
from collections.abc import Callable
from uuid import uuid4

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse

from zweiklang.kernel.observing import metrics
from zweiklang.kernel.observing.lines import within_request
from zweiklang.kernel.observing.tracing import begin_tracing, finish_request, traced
from zweiklang.web.log_secrets import CONFIDENTIAL
from zweiklang.web.operation import health
from zweiklang.web.operation.collecting import note_pool
from zweiklang.web.operation.metrics import metrics_page

type View = Callable[[HttpRequest], HttpResponse]

logger = logging.getLogger("zweiklang.requests")
HEADER = "X-Request-ID"
SLOW = 2.0
_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
_ID = re.compile(r"[A-Za-z0-9-]{8,64}")

FOR_MACHINES: dict[str, View] = {
    "/health/live": health.health_live,
    "/health/ready": health.health_ready,
    "/metrics": metrics_page,
}


class FrontMiddleware:
    """Answers what machines ask; must be the first that may answer. Everything else goes on."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response
        begin_tracing("web")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        view = FOR_MACHINES.get(request.path_info)
        if view is None:
            return observed(request, self.get_response)
        try:
            return view(request)
        except Http404:
            # Whoever has no business here does not get one of our pages: they ask for a session.
            return HttpResponse(status=404, content_type="text/plain; charset=utf-8")


def observed(request: HttpRequest, answer: Callable[[HttpRequest], HttpResponse]) -> HttpResponse:
    """Returns the answer; of a fault with the id of the request, which each of its log lines carries."""
    began, request_id = time.perf_counter(), _request_id(request)
    with within_request(request_id), traced("request", kind="server") as span:
        response = answer(request)
        seconds = time.perf_counter() - began
        page, method = page_name(request), _method(request)
        metrics.REQUESTS.labels(page, method, response.status_code).inc()
        metrics.SECONDS.labels(page).observe(seconds)
        note_pool()
        finish_request(span, page=page, method=method, status=response.status_code)
        _tell(page, method, response.status_code, seconds)
    if response.status_code >= 500:
        # Whoever reports the fault can name it. Other answers are the same for the same question, byte by byte.
        response.headers[HEADER] = request_id
    return response


def page_name(request: HttpRequest) -> str:
    """Returns the name of the address, the same one for all confidential pages, "static" for files and "none" for what leads nowhere."""
    if request.path_info.startswith(CONFIDENTIAL):
        return "confidential"
    match = request.resolver_match
    if match is not None:
        return match.view_name or "unnamed"
    return "static" if request.path_info.startswith(settings.STATIC_URL) else "none"


def _tell(page: str, method: str, status: int, seconds: float) -> None:
    """Nobody reads from the log that somebody looked for help; that something failed there stands in it."""
    bad = status >= 500 or seconds >= SLOW
    level = logging.WARNING if bad else logging.INFO
    if page == "confidential" and not bad:
        return
    if logger.isEnabledFor(level):
        fields = {"page": page, "method": method, "status": status, "ms": round(seconds * 1000, 1)}
        logger.log(level, "request", extra={"fields": fields})


def _request_id(request: HttpRequest) -> str:
    """A proxy's own id, if there is one we trust and it looks like one; else a new one."""
    given = request.headers.get(HEADER, "") if settings.ALLAUTH_TRUSTED_PROXY_COUNT else ""
    return given if _ID.fullmatch(given) else uuid4().hex


def _method(request: HttpRequest) -> str:
    """Anybody may invent methods; they are one."""
    return request.method if request.method in _METHODS else "other"
