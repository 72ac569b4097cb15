"""The worker: takes jobs from the queue until it is told to end.

It signs in as the application role and steps into the system role for good, under the name "system:worker": it owns nothing and
bypasses nothing, but each table admits it by a policy of its own.

Told to end, it takes nothing new and finishes what it has in hand. What takes too long loses its connection to the database, so that
nothing of it is committed, and only then goes back into the queue: no job is half done, none is done twice, none is lost.
"""

import asyncio
import os
import secrets
import signal
import sys
from typing import Any

import psycopg
from procrastinate.job_context import AbortReason
from procrastinate.worker import Worker

from zweiklang.cli.stopping import end_seconds
from zweiklang.kernel.draining import begin_draining
from zweiklang.kernel.job_rights import SYSTEM_ROLE

ACTOR = "system:worker"
# How the connections of this worker's jobs are called in pg_stat_activity; the queue's own have another name. By chance: in containers
# all workers have the same process number.
_JOBS = f"zweiklang jobs {secrets.token_hex(6)}"
_QUEUE = "zweiklang queue"
# What a job may take from the loss of its connection to its end.
_FALLING = 2.0


def step_into_system_role() -> None:
    """Every connection that this process opens from now on runs in the system role. Call before the first query."""
    from django.db import connections

    options: dict[str, Any] = connections.settings["default"].setdefault("OPTIONS", {})
    before = options.get("options", "")
    options["options"] = f"{before} -c role={SYSTEM_ROLE} -c zweiklang.system={ACTOR}".strip()
    options["application_name"] = _JOBS
    # Jobs end their connections themselves; a pool would keep some that the worker does not use.
    options.pop("pool", None)


def work(*, concurrency: int, until_empty: bool = False) -> None:
    """Jobs are done as they come, until SIGTERM or Ctrl-C, or with `until_empty` until none is due."""
    from procrastinate import PsycopgConnector
    from procrastinate.contrib.django.utils import connector_params

    from zweiklang.kernel.jobs import queue

    parameters = connector_params() | {"application_name": _QUEUE}
    connector = PsycopgConnector(kwargs=parameters, min_size=1, max_size=4)
    with queue.replace_connector(connector):
        asyncio.run(_work(concurrency, parameters, until_empty=until_empty))


async def _work(concurrency: int, parameters: dict[str, Any], *, until_empty: bool) -> None:
    from zweiklang.kernel.jobs import queue

    async with queue.open_async():
        queue.perform_import_paths()  # type: ignore[no-untyped-call]  # procrastinate's is untyped
        worker = OrderlyWorker(
            queue,
            database=parameters,
            name="zweiklang",
            concurrency=concurrency,
            wait=not until_empty,
            delete_jobs="successful",
            shutdown_graceful_timeout=end_seconds(),
        )
        await worker.run()  # type: ignore[no-untyped-call]  # procrastinate's is untyped
        if worker.left:
            # A thread of a job that was put back still runs. It has no connection any more; it gets no time to open another one.
            end_at_once(f"{worker.left} jobs did not end in time; they are in the queue again.", code=0)


class OrderlyWorker(Worker):
    """procrastinate's worker, which knows when it has waited long enough. `left`: jobs put back whose threads have not ended."""

    def __init__(self, *arguments: Any, database: dict[str, Any], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._database = database
        self.left = 0

    def stop(self) -> None:
        """Nothing new is taken; a second signal ends the process at once."""
        super().stop()  # type: ignore[no-untyped-call]  # procrastinate's is untyped
        begin_draining()
        if self.install_signal_handlers and self._loop is asyncio.get_running_loop():
            for number in (signal.SIGINT, signal.SIGTERM):
                self._loop.add_signal_handler(number, end_at_once, "Ended by a second signal.")

    async def _shutdown(self, side_tasks: list[asyncio.Task[Any]]) -> None:
        # Without a sign of life other workers would take the jobs in hand for lost and do them too.
        beats = asyncio.create_task(self._update_heartbeat())  # type: ignore[no-untyped-call]  # procrastinate's is untyped
        try:
            await super()._shutdown(side_tasks)
        finally:
            beats.cancel()

    async def _abort_running_jobs(self) -> None:
        for task, context in list(self._running_jobs.items()):
            self._abort_job(task, context, AbortReason.SHUTDOWN)
        await cut_off(_JOBS, self._database)
        if self._running_jobs:
            await asyncio.wait(list(self._running_jobs), timeout=_FALLING)
        for context in list(self._running_jobs.values()):
            await self.app.job_manager.retry_job(job=context.job)
            self.left += 1


async def cut_off(name: str, parameters: dict[str, Any]) -> None:
    """No session of that application name is open any more, nor one that its thread opened in the second after."""
    options = {
        key: value for key, value in parameters.items() if key not in {"options", "context", "cursor_factory"}
    }
    # Without the system role, which may not end sessions of the role that signed in.
    async with await psycopg.AsyncConnection.connect(**options, autocommit=True) as line:
        for _ in range(50):
            found = await (await line.execute(_CUT, [name])).fetchone()
            if not found or not found[0]:
                return
            await asyncio.sleep(0.02)


_CUT = """
    SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
    WHERE application_name = %s AND datname = current_database() AND pid <> pg_backend_pid()
"""


def end_at_once(why: str, code: int = 1) -> None:
    """The process is gone; what its jobs had not committed is undone by the database."""
    sys.stderr.write(f"{why}\n")
    sys.stderr.flush()
    os._exit(code)
