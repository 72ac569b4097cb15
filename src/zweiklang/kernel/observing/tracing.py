"""Traces for an OpenTelemetry collector, if ZWEIKLANG_TRACES_URL names one; otherwise nothing of it is imported.

A span says which page, which task, which kind of statement on which table, how long, and whether it failed: no values, no paths, no
texts of errors, nobody's id. A job carries on the trace of the request that wanted it.
"""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib.metadata import version
from multiprocessing.util import Finalize
from threading import Lock
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.conf import settings
from django.db import connection

if TYPE_CHECKING:
    from opentelemetry.trace import Span, Tracer

CARRIED = "_trace"
"""The argument under which a job carries the trace; taken away before the task sees its arguments."""
SOONEST_MS = 2000
_ACT = re.compile(
    r"\s*(SELECT|INSERT|UPDATE|DELETE|WITH|SET|SAVEPOINT|RELEASE|ROLLBACK|LOCK)\b", re.IGNORECASE
)
_TABLE = re.compile(r'\b(?:FROM|INTO|UPDATE)\s+(?:ONLY\s+)?"?([a-z][a-z0-9_]*)', re.IGNORECASE)
_tracers: list["Tracer"] = []
_beginning = Lock()


def begin_tracing(process: str) -> bool:
    """Traces are sent from this process ("web", "worker") from now on, if a collector is named. Call after the process was forked."""
    if not settings.TRACES_URL:
        return False
    with _beginning:
        if not _tracers:
            _tracers.append(_new_tracer(process))
    return True


def _new_tracer(process: str) -> "Tracer":
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415 - only where traced
    from opentelemetry.sdk.resources import Resource  # noqa: PLC0415 - as above
    from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415 - as above
    from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415 - as above
    from opentelemetry.sdk.trace.sampling import ParentBased, TraceIdRatioBased  # noqa: PLC0415 - as above

    release = version("zweiklang")
    about = {"service.name": f"zweiklang-{process}", "service.version": release}
    provider = TracerProvider(
        sampler=ParentBased(TraceIdRatioBased(settings.TRACES_SHARE)), resource=Resource.create(about)
    )
    exporter = OTLPSpanExporter(endpoint=settings.TRACES_URL, timeout=5)
    provider.add_span_processor(BatchSpanProcessor(exporter, schedule_delay_millis=SOONEST_MS))
    # A process that multiprocessing has started ends without atexit.
    Finalize(None, provider.shutdown, exitpriority=5)
    return provider.get_tracer("zweiklang", release)


@contextmanager
def traced(name: str, *, kind: str, parent: str = "") -> Iterator["Span | None"]:
    """Inside the block a span is open (`kind`: server, consumer), and with it one for each statement; None without tracing.

    `parent` is a `traceparent` (W3C) that it carries on.
    """
    if not _tracers:
        yield None
        return
    from opentelemetry.trace import SpanKind, Status, StatusCode  # noqa: PLC0415 - only where traced

    with _tracers[0].start_as_current_span(
        name,
        context=_context(parent),
        kind=SpanKind[kind.upper()],
        record_exception=False,  # its text may quote what somebody typed
        set_status_on_exception=False,
    ) as span:
        try:
            if span.is_recording():
                with connection.execute_wrapper(_traced_statement):
                    yield span
            else:
                yield span
        except BaseException as error:
            span.set_status(Status(StatusCode.ERROR, type(error).__name__))
            raise


def finish_request(span: "Span | None", *, page: str, method: str, status: int) -> None:
    """The span is called after the page, and says how it was answered."""
    if span is None:
        return
    from opentelemetry.trace import Status, StatusCode  # noqa: PLC0415 - only where traced

    span.update_name(f"{method} {page}")
    span.set_attributes(
        {"http.request.method": method, "http.route": page, "http.response.status_code": status}
    )
    if status >= 500:
        span.set_status(Status(StatusCode.ERROR))


def carried() -> dict[str, str]:
    """Returns what a job takes with it, so that its span belongs to the trace that is open here; nothing if none is."""
    if not _tracers:
        return {}
    from opentelemetry.trace import get_current_span  # noqa: PLC0415 - only where traced

    context = get_current_span().get_span_context()
    if not context.is_valid:
        return {}
    return {CARRIED: f"00-{context.trace_id:032x}-{context.span_id:016x}-{int(context.trace_flags):02x}"}


def summary(statement: str) -> tuple[str, str]:
    """Returns what a statement does and to which table first ("" where that is not plain); nothing else of it."""
    act = _ACT.match(statement)
    named = (found[1].lower() for found in _TABLE.finditer(statement))
    return act[1].upper() if act else "OTHER", next((name for name in named if name in _tables()), "")


@cache
def _tables() -> frozenset[str]:
    """Only their names are said, whatever else stands where a table would."""
    return frozenset(model._meta.db_table for model in apps.get_models(include_auto_created=True))


def _traced_statement(
    execute: Callable[..., Any], statement: Any, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    from opentelemetry.trace import SpanKind  # noqa: PLC0415 - only where traced

    act, table = summary(statement if isinstance(statement, str) else "")
    began = time.time_ns()
    try:
        return execute(statement, params, many, context)
    finally:
        # Not made the current span: nothing happens inside of it.
        span = _tracers[0].start_span(f"{act} {table}".strip(), kind=SpanKind.CLIENT, start_time=began)
        span.set_attributes({"db.system.name": "postgresql", "db.operation.name": act})
        if table:
            span.set_attribute("db.collection.name", table)
        span.end()


def _context(parent: str) -> Any:
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator  # noqa: PLC0415 - as above

    return TraceContextTextMapPropagator().extract({"traceparent": parent}) if parent else None
