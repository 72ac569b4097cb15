"""The database server: reachable, new enough, safely set, and its clock."""

import time
from datetime import UTC, datetime
from typing import Any

from django.db import connection

from zweiklang.cli.doctoring.findings import Finding, fails, listed, says, warns
from zweiklang.kernel.clock import now

OLDEST = 16
# Settings without which a committed transaction may be lost or torn, and what they must be.
SAFE = {
    "fsync": {"on"},
    "full_page_writes": {"on"},
    "synchronous_commit": {"on", "remote_write", "remote_apply", "local"},
}
CLOCK_WARNS, CLOCK_FAILS = 2.0, 30.0
# One each for the worker's listening, its jobs, the live process, and somebody who looks after the server.
BESIDE_PAGES = 10


def _rows(query: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return list(cursor.fetchall())


def _value(query: str, *values: Any) -> Any:
    return _rows(query, *values)[0][0]


def reachable() -> Finding:
    """The database answers to the application role."""
    began = time.perf_counter()
    try:
        name = _value("SELECT current_database()")
    except Exception as error:  # the driver's, the pool's and Django's are three families
        return fails(
            "database",
            f"It does not answer ({type(error.__cause__ or error).__name__}).",
            "Start PostgreSQL, or correct DATABASE_URL (host, port, name, user, password).",
        )
    return says("database", f"{name} answers after {(time.perf_counter() - began) * 1000:.0f} ms.")


def version() -> Finding:
    """PostgreSQL is one that the product knows."""
    major, text = _value("SHOW server_version_num")[:-4], _value("SHOW server_version")
    if int(major) < OLDEST:
        return fails(
            "database-version", f"PostgreSQL {text}.", f"Move to PostgreSQL {OLDEST} or newer (pg_upgrade)."
        )
    return says("database-version", f"PostgreSQL {text}.")


def durability() -> Finding:
    """What was committed survives a power cut, and a broken disk is noticed."""
    found = {name: _value("SELECT current_setting(%s)", name) for name in (*SAFE, "data_checksums")}
    wrong = [f"{name} = {found[name]}" for name, allowed in SAFE.items() if found[name] not in allowed]
    if wrong:
        return fails(
            "durability",
            f"{listed(wrong)}.",
            "Set them to `on` in postgresql.conf: what people saved could be lost.",
        )
    if found["data_checksums"] != "on":
        return warns(
            "durability",
            "Data checksums are off.",
            "Stop PostgreSQL and run `pg_checksums --enable`, so that a broken disk is noticed.",
        )
    return says("durability", "Writes are safe (fsync, full pages, synchronous commit), with data checksums.")


def connections(*, processes: int, per_process: int) -> Finding:
    """There are connections enough for `processes` web processes of `per_process` each."""
    most = int(_value("SHOW max_connections"))
    kept = int(_value("SHOW superuser_reserved_connections"))
    wanted, free = processes * per_process + BESIDE_PAGES, most - kept
    text = (
        f"{free} connections for {wanted} that {processes} web processes, worker and live process may open."
    )
    if free < wanted:
        return warns(
            "connections", text, "Raise max_connections, run fewer `--workers`, or put PgBouncer between."
        )
    return says("connections", text)


def clock() -> Finding:
    """Database and application agree about the time."""
    before = now()
    database: datetime = _value("SELECT clock_timestamp()")
    apart = abs((database.astimezone(UTC) - (before + (now() - before) / 2)).total_seconds())
    zone = _value("SELECT reset_val FROM pg_settings WHERE name = 'TimeZone'")
    text = f"{apart:.1f} s between application and database; its time zone is {zone}."
    do = "Let both take the time from a time server (timedatectl set-ntp true)."
    if apart > CLOCK_FAILS:
        return fails("clocks", text, f"{do} Codes of sign-in and deadlines depend on it.")
    return warns("clocks", text, do) if apart > CLOCK_WARNS else says("clocks", text)


def has_tables() -> Finding | None:
    """Returns None if there are tables to look at, else what to do."""
    if _value("SELECT to_regclass('public.django_migrations') IS NOT NULL"):
        return None
    return fails(
        "migrations", "There are no tables yet.", "Run `zweiklang migrate` (with DATABASE_OWNER_URL)."
    )


def size() -> Finding:
    """How large the database is."""
    return says("database-size", f"{_value('SELECT pg_size_pretty(pg_database_size(current_database()))')}.")


def cache() -> Finding:
    """Attempts to sign in are counted for all processes together."""
    from django.core.cache import cache as shared

    key = "doctor.probe"
    try:
        shared.set(key, 1, 30)
        counted = shared.incr(key)
        shared.delete(key)
    except Exception as error:
        return fails(
            "cache", f"It does not answer ({type(error).__name__}).", "Look at the check `database`."
        )
    if counted != 2:
        return fails(
            "cache",
            "It does not count.",
            "Look at the table people_sharedentry: limits of sign-in depend on it.",
        )
    return says("cache", "Limits of sign-in are counted.")
