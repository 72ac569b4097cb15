"""Whether this process may be sent requests: the database answers, its tables are those of this version, and the process stays.

The database is asked over a connection of its own, not one of the pool: a pool that is busy for a moment is no reason to be taken out.
However many ask, and however long the database is silent, there is one such connection at a time in a process.
"""

import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import psycopg
from django.db import connection
from django.db.migrations.loader import MigrationLoader

# Seconds: for making the connection, for the statements, for whoever asks us; and how long an answer counts.
CONNECTING, ASKING, PATIENCE = 2, 2, 3.0
FRESH = 1.0


@dataclass(frozen=True, slots=True)
class Found:
    """What the database said."""

    database: bool
    migrations: bool


NOTHING = Found(database=False, migrations=False)


class Probe:
    """Asks the database in a thread of its own; an answer counts for a second, and nobody waits longer than `patience`."""

    def __init__(self, ask: Callable[[], Found], *, patience: float = PATIENCE, fresh: float = FRESH) -> None:
        self._ask = ask
        self._patience, self._fresh = patience, fresh
        self._lock = threading.Lock()
        self._asking: threading.Thread | None = None
        self._last, self._at = NOTHING, float("-inf")

    def result(self) -> Found:
        """Returns what the database says now, or nothing good if it does not answer in time."""
        with self._lock:
            if time.monotonic() - self._at < self._fresh:
                return self._last
            if self._asking is None or not self._asking.is_alive():
                # A daemon: a database that is silent for ever does not keep the process from ending.
                self._asking = threading.Thread(target=self._remember, name="readiness", daemon=True)
                self._asking.start()
            asking = self._asking
        asking.join(self._patience)
        return NOTHING if asking.is_alive() else self._last

    def _remember(self) -> None:
        self._last = self._ask()
        self._at = time.monotonic()


class DatabaseQuestion:
    """Asks as the application role whether the database answers and holds every migration; the latter once, as soon as it is so."""

    def __init__(self) -> None:
        self._migrated = False

    def __call__(self) -> Found:
        """Returns what it found; never raises."""
        try:
            with psycopg.connect(**connection_parameters()) as line:
                line.execute("SELECT set_config('statement_timeout', %s, true)", [str(ASKING * 1000)])
                line.execute("SELECT 1")
                self._migrated = self._migrated or not missing_migrations(_applied(line))
        except psycopg.errors.UndefinedTable:  # an empty database
            return Found(database=True, migrations=False)
        except (psycopg.Error, OSError):
            return NOTHING
        return Found(database=True, migrations=self._migrated)


def connection_parameters() -> dict[str, Any]:
    """Returns how the application role connects, with a limit of time."""
    parameters = connection.get_connection_params()
    kept = {key: value for key, value in parameters.items() if key not in {"context", "cursor_factory"}}
    # Nothing is prepared on a line that asks twice and ends.
    return kept | {"connect_timeout": CONNECTING, "prepare_threshold": None}


def missing_migrations(applied: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Returns the migrations of this version that are not among those applied; one that replaces others counts if all of them are."""
    done = set(applied)
    loader = MigrationLoader(None)
    return sorted(
        key
        for key, migration in loader.disk_migrations.items()
        if key in loader.graph.nodes
        and key not in done
        and not (migration.replaces and set(migration.replaces) <= done)
    )


def _applied(line: psycopg.Connection) -> list[tuple[str, str]]:
    rows = line.execute("SELECT app, name FROM django_migrations").fetchall()
    return [(app, name) for app, name in rows]


probe = Probe(DatabaseQuestion())
