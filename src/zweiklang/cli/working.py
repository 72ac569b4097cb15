"""The worker: takes jobs from the queue until it is told to end.

It signs in as the application role and steps into the system role for good, under the name "system:worker": it owns nothing and
bypasses nothing, but each table admits it by a policy of its own.
"""

import asyncio
from typing import Any

from zweiklang.kernel.job_rights import SYSTEM_ROLE

ACTOR = "system:worker"
# A mail server may take its time; nothing a job does should take longer than this once the worker is told to end.
GRACE = 5.0


def step_into_system_role() -> None:
    """Every connection that this process opens from now on runs in the system role. Call before the first query."""
    from django.db import connections

    options: dict[str, Any] = connections.settings["default"].setdefault("OPTIONS", {})
    before = options.get("options", "")
    options["options"] = f"{before} -c role={SYSTEM_ROLE} -c zweiklang.system={ACTOR}".strip()
    # Jobs end their connections themselves; a pool would keep some that the worker does not use.
    options.pop("pool", None)


def work(*, concurrency: int, until_empty: bool = False) -> None:
    """Jobs are done as they come, until SIGTERM or Ctrl-C, or with `until_empty` until none is due."""
    from procrastinate import PsycopgConnector
    from procrastinate.contrib.django.utils import connector_params

    from zweiklang.kernel.jobs import queue

    connector = PsycopgConnector(kwargs=connector_params(), min_size=1, max_size=4)
    with queue.replace_connector(connector):
        asyncio.run(_work(concurrency, until_empty=until_empty))


async def _work(concurrency: int, *, until_empty: bool) -> None:
    from zweiklang.kernel.jobs import queue

    async with queue.open_async():
        await queue.run_worker_async(
            name="zweiklang",
            concurrency=concurrency,
            wait=not until_empty,
            delete_jobs="successful",
            shutdown_graceful_timeout=GRACE,
        )
