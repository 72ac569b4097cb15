"""Migrations that keep nobody waiting: whoever holds a table is waited for briefly, and then later again.

An ALTER TABLE waits for all who read the table, and everybody who comes afterwards waits behind it: one forgotten transaction, and the site
stands still. So each lock is waited for `lock` seconds at most; then the migration is rolled back, all others go on, and it is tried
again. What a single statement may take is limited too. Which statements a migration may hold at all: tests/operation/test_migrations.py.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import click
import psycopg

_UNFINISHED = """
    SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname)
      FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = 'public' AND NOT i.indisvalid"""
# What they ask may hold somebody's data; who they are is enough to find them. Since when, PostgreSQL tells only members of
# pg_read_all_stats about other roles.
_HOLDERS = """
    SELECT a.pid, a.usename::text, string_agg(DISTINCT c.relname, ', '), round(extract(epoch FROM clock_timestamp() - a.xact_start))::int
      FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid JOIN pg_class c ON c.oid = l.relation AND c.relkind IN ('r', 'p')
     WHERE l.granted AND l.pid <> pg_backend_pid() AND c.relnamespace = 'public'::regnamespace
       AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
     GROUP BY a.pid, a.usename, a.xact_start ORDER BY a.xact_start NULLS LAST LIMIT 5"""


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds a lock is waited for, a statement may take, and lie between attempts; and how many attempts there are."""

    lock: float = 2.0
    statement: float = 1800.0
    pause: float = 5.0
    attempts: int = 30


def migrate_patiently(run: Callable[[], Any], patience: Patience) -> None:
    """`run` has come to its end on the owner's connection; raises ClickException when a lock could not be had in any attempt."""
    for attempt in range(1, patience.attempts + 1):
        _limit(patience)
        try:
            run()
        except Exception as error:
            if not _is_about_a_lock(error):
                raise
            holders = _after_failure()
            if attempt == patience.attempts:
                raise click.ClickException(_GIVEN_UP.format(holders=holders or "nobody any more")) from error
            click.echo(
                f"A table is in use, so nobody is kept waiting: trying again in {patience.pause:g} s"
                f" (attempt {attempt} of {patience.attempts}). In use by: {holders or 'nobody any more'}.",
                err=True,
            )
            time.sleep(patience.pause)
        else:
            return


_GIVEN_UP = (
    "A table was in use at every attempt; what was migrated until then stays, the rest is as it was. In use by: {holders}. "
    "End them (SELECT pg_terminate_backend(process)) or come back at a quieter hour."
)


def _limit(patience: Patience) -> None:
    with _owner().cursor() as cursor:
        cursor.execute(
            "SELECT set_config('lock_timeout', %s, false), set_config('statement_timeout', %s, false)",
            [f"{patience.lock * 1000:.0f}", f"{patience.statement * 1000:.0f}"],
        )


def _after_failure() -> str:
    """What was left half made is gone; returns who is in the way."""
    owner = _owner()
    owner.close()  # limits, and whatever else the attempt left in the session
    with owner.cursor() as cursor:
        cursor.execute(_UNFINISHED)
        for (index,) in cursor.fetchall():
            # CREATE INDEX CONCURRENTLY that could not wait leaves one nobody uses, and the next attempt would stumble over.
            cursor.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {index}")
        cursor.execute(_HOLDERS)
        return ", ".join(
            f"process {pid} ({role}: {tables}{f', since {age} s' if age else ''})"
            for pid, role, tables, age in cursor.fetchall()
        )


def _is_about_a_lock(error: BaseException) -> bool:
    """A lock that was not to be had, or two that waited for each other."""
    causes = (psycopg.errors.LockNotAvailable, psycopg.errors.DeadlockDetected)
    return isinstance(error, causes) or isinstance(error.__cause__, causes)


def _owner() -> Any:
    from django.db import connections

    return connections["owner"]
