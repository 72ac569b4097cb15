"""The application of the live process, made from the environment: `zweiklang.exchange.live.process:application`."""

import os
import resource

from zweiklang.exchange.live.streaming import LiveApplication

# For what the process itself needs: the database, logs, the server's own sockets.
_KEPT_FILES = 64


def _most_streams() -> int:
    """Returns how many connections the system lets this process have; the limit is raised as far as it may be."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return max(1, hard - _KEPT_FILES) if hard != resource.RLIM_INFINITY else 100_000


application = LiveApplication(database_url=os.environ["DATABASE_URL"], most=_most_streams())
