"""A database of its own with committed rows, for tests that need several connections at once."""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from typing import Any

from django.core.cache import cache
from django.db import connections

from tests.database import fresh_database, point_django_at
from tests.worlds import Worlds, build_worlds
from zweiklang.rooms.public import apply_policies


@contextmanager
def committed_worlds(name: str, blocker: Any) -> Iterator[Worlds]:
    """Both worlds, committed in a database of that name; afterwards Django is back at the one of all tests."""
    before = {alias: deepcopy(connections.settings[alias]) for alias in ("default", "owner")}
    with fresh_database(name) as urls, blocker.unblock():
        point_django_at(urls)
        try:
            apply_policies(using="owner")
            yield build_worlds()
        finally:
            cache.clear()
            for alias, settings in before.items():
                connections[alias].close()
                connections.settings[alias].clear()
                connections.settings[alias].update(settings)
                del connections[alias]
