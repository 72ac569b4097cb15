"""A cache in PostgreSQL that all processes share: without it every process would count attempts to sign in for itself.

Django's own database cache counts its whole table at each write, forgets entries beyond a number (an attacker could push out his own
attempts), pickles values, and writes inside the request's transaction, so that a refused request would not count. This one does none
of it: one statement per act, on a connection of its own, JSON, keys as a checksum (an IP address is personal data).
"""

import atexit
import hashlib
import json
import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from threading import Lock
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.db import connection
from psycopg import Cursor
from psycopg_pool import ConnectionPool

PURGE_EVERY = 200
FOREVER = datetime(9999, 1, 1, tzinfo=UTC)
_pools: dict[Any, ConnectionPool] = {}
_lock = Lock()


class SharedCache(BaseCache):
    """Django's cache interface over the table of `SharedEntry`. Values are what JSON can say."""

    def __init__(self, _location: str, params: dict[str, Any]) -> None:
        super().__init__(params)

    def add(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: Any = None) -> bool:
        """The value is there; False if another that has not expired was there before. One process of many wins."""
        with _cursor() as cursor:
            cursor.execute(
                "INSERT INTO people_sharedentry (key, value, expires_at) VALUES (%s, %s, %s) ON CONFLICT (key) DO UPDATE"
                " SET value = EXCLUDED.value, expires_at = EXCLUDED.expires_at WHERE people_sharedentry.expires_at <= clock_timestamp()",
                [self._place(key, version), json.dumps(value), self._expiry(timeout)],
            )
            return bool(cursor.rowcount)

    def get(self, key: Any, default: Any = None, version: Any = None) -> Any:
        """Returns the value, or `default` if there is none or it has expired."""
        with _cursor() as cursor:
            cursor.execute(
                "SELECT value FROM people_sharedentry WHERE key = %s AND expires_at > clock_timestamp()",
                [self._place(key, version)],
            )
            row = cursor.fetchone()
        return default if row is None else json.loads(row[0])

    def set(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: Any = None) -> None:
        """The value is there, whatever was there before."""
        with _cursor() as cursor:
            cursor.execute(
                "INSERT INTO people_sharedentry (key, value, expires_at) VALUES (%s, %s, %s)"
                " ON CONFLICT (key) DO UPDATE SET value = EXCLUDED.value, expires_at = EXCLUDED.expires_at",
                [self._place(key, version), json.dumps(value), self._expiry(timeout)],
            )
            if random.randrange(PURGE_EVERY) == 0:  # noqa: S311 - no secret, only now and then
                cursor.execute("DELETE FROM people_sharedentry WHERE expires_at <= clock_timestamp()")

    def incr(self, key: Any, delta: int = 1, version: Any = None) -> int:
        """The number is higher by `delta`, and returned; raises ValueError if there is none. Of many at once none is lost."""
        with _cursor() as cursor:
            cursor.execute(
                "UPDATE people_sharedentry SET value = (value::bigint + %s)::text"
                " WHERE key = %s AND expires_at > clock_timestamp() RETURNING value",
                [delta, self._place(key, version)],
            )
            row = cursor.fetchone()
        if row is None:
            raise ValueError(f"{key} is not there")
        return int(row[0])

    def touch(self, key: Any, timeout: Any = DEFAULT_TIMEOUT, version: Any = None) -> bool:
        """The value expires later; False if there is none."""
        with _cursor() as cursor:
            cursor.execute(
                "UPDATE people_sharedentry SET expires_at = %s WHERE key = %s AND expires_at > clock_timestamp()",
                [self._expiry(timeout), self._place(key, version)],
            )
            return bool(cursor.rowcount)

    def delete(self, key: Any, version: Any = None) -> bool:
        """The value is gone; False if there was none."""
        with _cursor() as cursor:
            cursor.execute("DELETE FROM people_sharedentry WHERE key = %s", [self._place(key, version)])
            return bool(cursor.rowcount)

    def clear(self) -> None:
        """Nothing is there any more."""
        with _cursor() as cursor:
            cursor.execute("DELETE FROM people_sharedentry")

    def _place(self, key: Any, version: Any) -> str:
        return hashlib.sha256(self.make_key(key, version).encode()).hexdigest()

    def _expiry(self, timeout: Any) -> datetime:
        moment = self.get_backend_timeout(timeout)
        return FOREVER if moment is None else datetime.fromtimestamp(moment, UTC)


@contextmanager
def _cursor() -> Iterator[Cursor]:
    """A cursor outside of the request's transaction, from a pool of its own: waiting for it cannot starve the pages."""
    parameters = connection.get_connection_params()
    place = (parameters.get("host"), parameters.get("port"), parameters.get("dbname"))
    with _lock:
        if place not in _pools:
            _pools[place] = ConnectionPool(
                kwargs={**parameters, "autocommit": True},
                min_size=0,
                max_size=4,
                timeout=5,
                check=ConnectionPool.check_connection,
                open=True,
            )
            atexit.register(_pools[place].close, 1)
    with _pools[place].connection() as own, own.cursor() as cursor:
        yield cursor
