"""A migration never queues everybody behind somebody who holds a table; it lets go, says who is in the way, and tries again."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.cli.processes import becomes, environment
from tests.database import fresh_database
from zweiklang.cli.embedded_postgres import DatabaseUrls

pytestmark = pytest.mark.slow
ROWS = 20_000
LOCK = 0.5


@pytest.fixture
def filled() -> Iterator[DatabaseUrls]:
    """A migrated database with rows in the table that trial_migrations changes."""
    with fresh_database("migrating") as urls:
        with psycopg.connect(urls.superuser, autocommit=True) as connection:
            connection.execute(
                "INSERT INTO people_sharedentry (key, value, expires_at)"
                f" SELECT md5(n::text), '1', now() + interval '1 day' FROM generate_series(1, {ROWS}) n"
            )
        yield urls


def _migrate(urls: DatabaseUrls, var: Path, *options: str) -> "subprocess.Popen[str]":
    more = {
        "DATABASE_URL": urls.app,
        "DATABASE_OWNER_URL": urls.owner,
        "ZWEIKLANG_DEMO": "1",
        "DJANGO_SETTINGS_MODULE": "tests.operation.trial_settings",
        "PYTHONPATH": os.getcwd(),
    }
    return subprocess.Popen(
        [sys.executable, "-m", "zweiklang.cli", "migrate", "--lock-seconds", str(LOCK), *options],
        env=environment(var, **more),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def _waits(urls: DatabaseUrls) -> bool:
    """Whether the owner waits for a lock at this moment."""
    with psycopg.connect(urls.superuser) as connection:
        row = connection.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
        ).fetchone()
    return bool(row and row[0])


def test_readers_go_on_while_a_migration_wants_their_table(filled: DatabaseUrls, tmp_path: Path) -> None:
    slowest, asked = 0.0, 0
    with psycopg.connect(filled.superuser) as forgotten:
        forgotten.execute("SELECT count(*) FROM people_sharedentry")  # and the transaction stays open
        pid = forgotten.info.backend_pid
        process = _migrate(filled, tmp_path)
        try:
            assert becomes(lambda: _waits(filled), within=60), process.poll()
            with psycopg.connect(filled.superuser, autocommit=True) as reader:
                reader.execute("SET lock_timeout = '10s'")  # a test that fails ends
                end = time.monotonic() + 8
                while time.monotonic() < end:
                    began = time.monotonic()
                    reader.execute("SELECT key FROM people_sharedentry LIMIT 1").fetchone()
                    slowest, asked = max(slowest, time.monotonic() - began), asked + 1
            assert process.poll() is None
            forgotten.rollback()
            output, _ = process.communicate(timeout=120)
        finally:
            process.kill()
    assert process.returncode == 0, output
    assert "A table is in use, so nobody is kept waiting" in output
    assert f"process {pid} (postgres: people_sharedentry)" in output
    assert asked > 200
    assert slowest < LOCK + 1.0
    with psycopg.connect(filled.superuser) as connection:
        found = connection.execute(
            "SELECT count(tried), count(*), (SELECT indisvalid FROM pg_index WHERE indexrelid = 'tried_index'::regclass) FROM people_sharedentry"
        ).fetchone()
    assert found == (0, ROWS, True)


def test_whoever_never_lets_go_is_named_and_nothing_is_half_done(
    filled: DatabaseUrls, tmp_path: Path
) -> None:
    with psycopg.connect(filled.superuser) as forgotten:
        forgotten.execute("SELECT count(*) FROM people_sharedentry")
        pid = forgotten.info.backend_pid
        process = _migrate(filled, tmp_path, "--attempts", "1")
        output, _ = process.communicate(timeout=120)
    assert process.returncode == 1
    assert "A table was in use at every attempt" in output
    assert f"process {pid} (postgres: people_sharedentry)" in output
    assert "Traceback" not in output
    with psycopg.connect(filled.superuser) as connection:
        row = connection.execute(
            "SELECT count(*) FROM pg_attribute WHERE attrelid = 'people_sharedentry'::regclass AND attname = 'tried'"
        ).fetchone()
        assert row == (0,)
        assert connection.execute("SELECT count(*) FROM django_migrations WHERE app = 'web'").fetchone() == (
            0,
        )
