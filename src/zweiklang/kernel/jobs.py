"""Work for later: jobs in PostgreSQL (procrastinate), put into the queue by the transaction that wants them.

A job carries ids, never contents. Tasks live in an app's `tasks.py`, are declared with `task`, and call services.
Whoever defers needs the right to call one function (`job_rights`); the tables belong to the worker.
"""

import asyncio
import random
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from inspect import iscoroutinefunction
from typing import Any

from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import JobAborted
from procrastinate.jobs import Job
from procrastinate.manager import JobManager

from zweiklang.kernel.draining import is_draining
from zweiklang.kernel.observing.jobs import observed_job
from zweiklang.kernel.observing.tracing import carried

queue = app
URGENT = 10
"""The priority of what somebody waits for at the screen."""
LATER = -10
"""The priority of what goes to very many at once: everything else comes first."""

# procrastinate's own `defer` uses the worker's connection inside a worker; a job must be deferred by the
# transaction of whoever wants it, everywhere.
_manager = JobManager(DjangoConnector("default"))

PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 3 * 60, 6 * 60, 12 * 60, 24 * 60))


class NotAgain(Exception):
    """The task failed in a way that another attempt cannot mend; the job is kept as failed at once."""


class GrowingPauses(BaseRetryStrategy):
    """Tries again after each of `pauses`, a little spread so that a thousand jobs do not return at once; then no more."""

    def __init__(self, pauses: tuple[timedelta, ...] = PAUSES) -> None:
        self.pauses = pauses

    def is_last(self, attempts: int) -> bool:
        """True when after `attempts` earlier ones the present attempt is the last."""
        return attempts >= len(self.pauses)

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        """Returns when to try again, or None: give up. What a worker had in hand when it was told to end is due at once."""
        if isinstance(exception, NotAgain):
            return None
        if isinstance(exception, JobAborted | asyncio.CancelledError) or is_draining():
            return RetryDecision(retry_in={"seconds": 0})
        if self.is_last(job.attempts):
            return None
        seconds = self.pauses[job.attempts].total_seconds()
        return RetryDecision(retry_in={"seconds": int(seconds * random.uniform(1.0, 1.2))})  # noqa: S311 - no secret


def task(name: str, *, retry: BaseRetryStrategy | None = None) -> Callable[[Callable[..., Any]], Any]:
    """Declares a task under `name`; its function takes procrastinate's context first, then ids by keyword."""
    declared = partial(queue.task, name=name, retry=retry or GrowingPauses(), pass_context=True)

    def declare(function: Callable[..., Any]) -> Any:
        # The queue looks after itself in coroutines, each minute; nobody needs to read of that.
        observed = [] if iscoroutinefunction(function) else [observed_job]
        return declared(task_middleware=observed)(function)

    return declare


def defer(
    name: str, *, priority: int = 0, not_before: datetime | None = None, alone: str | None = None, **ids: str
) -> None:
    """Once this transaction commits, a worker runs the task `name`; if it rolls back, nothing ever happened.

    `alone`: of jobs with the same word one runs at a time, whatever the number of workers; the others keep no worker waiting.
    """
    _manager.defer_job(
        Job(
            id=None,
            queue="default",
            lock=alone,
            queueing_lock=None,
            task_name=name,
            task_kwargs={**ids, **carried()},
            priority=priority,
            scheduled_at=not_before,
        )
    )
