"""The application of the live process, made from the environment: `zweiklang.exchange.live.process:application`."""

import asyncio
import os
import resource
import signal

from django.conf import settings
from django.utils.log import configure_logging

from zweiklang.exchange.live.streaming import LiveApplication
from zweiklang.kernel.draining import begin_draining

# For what the process itself needs: the database, logs, the server's own sockets.
_KEPT_FILES = 64


def _most_streams() -> int:
    """Returns how many connections the system lets this process have; the limit is raised as far as it may be."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return max(1, hard - _KEPT_FILES) if hard != resource.RLIM_INFINITY else 100_000


def _end_in_order(application: LiveApplication) -> None:
    """SIGTERM ends the streams first: the server waits for its connections, and would be killed waiting. SIGINT is the server's own."""
    loop = asyncio.get_running_loop()
    running: set[asyncio.Task[None]] = set()  # the loop itself keeps no task alive

    async def end() -> None:
        begin_draining()
        application.end()
        await application.ended()
        os.kill(os.getpid(), signal.SIGINT)

    loop.add_signal_handler(signal.SIGTERM, lambda: running.add(loop.create_task(end())))


# No Django is set up here, but what is logged is logged as everywhere.
configure_logging(settings.LOGGING_CONFIG, settings.LOGGING)
application = LiveApplication(
    database_url=os.environ["DATABASE_URL"], most=_most_streams(), started=_end_in_order
)
