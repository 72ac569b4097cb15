"""Each job is told in one line and, if traces are on, is a span: which task, how long, how it ended. Never what it was given."""

import logging
import time
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from zweiklang.kernel.observing.lines import within_request
from zweiklang.kernel.observing.tracing import CARRIED, begin_tracing, traced

logger = logging.getLogger("zweiklang.jobs")


def observed_job(run: Callable[[], Any], context: Any, _worker: Any) -> Any:
    """Returns what the task returns; procrastinate calls it around each task, in the task's thread."""
    job = context.job
    # Before the task sees its arguments, also where this process traces nothing.
    parent = job.task_kwargs.pop(CARRIED, "")
    begin_tracing("worker")
    began, outcome = time.perf_counter(), "failed"
    with within_request(uuid4().hex), traced(job.task_name, kind="consumer", parent=parent):
        try:
            result = run()
            outcome = "done"
        finally:
            milliseconds = round((time.perf_counter() - began) * 1000, 1)
            fields = {"task": job.task_name, "job": job.id, "attempt": job.attempts + 1}
            level = logging.INFO if outcome == "done" else logging.WARNING
            logger.log(level, "job", extra={"fields": {**fields, "outcome": outcome, "ms": milliseconds}})
    return result
