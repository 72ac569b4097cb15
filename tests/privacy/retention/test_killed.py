"""A run that is killed in the middle of the night, and two at once: in processes of their own, with everything committed."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.database import ROOT, fresh_database
from zweiklang.cli.embedded_postgres import DatabaseUrls

ROWS = 40_000
PROOFS = """
    INSERT INTO joining_emailproof (id, purpose, address_digest, code_digest, tries, sent_at)
    SELECT gen_random_uuid(), 'x', 'x', 'x', 0, now() - interval '3 days' FROM generate_series(1, %s)
"""
WORKING = (
    "SELECT count(*) FROM pg_stat_activity WHERE usename = 'zweiklang_app' AND datname = current_database()"
)
pytestmark = pytest.mark.slow


def _start(urls: DatabaseUrls, var: Path) -> "subprocess.Popen[str]":
    more = {"DATABASE_URL": urls.app, "ZWEIKLANG_VAR_DIR": str(var), "ZWEIKLANG_DEBUG": "true"}
    return subprocess.Popen(
        [sys.executable, "-m", "zweiklang.cli", "retention", "run", "--json"],
        cwd=ROOT,
        env={**os.environ, **more, "DJANGO_SETTINGS_MODULE": "zweiklang.config.settings"},
        stdout=subprocess.PIPE,
        text=True,
    )


def _ask(urls: DatabaseUrls, query: str) -> Any:
    with psycopg.connect(urls.superuser) as connection:
        return connection.execute(query).fetchone()[0]


def _left(urls: DatabaseUrls) -> int:
    return int(_ask(urls, "SELECT count(*) FROM joining_emailproof"))


def _counted(urls: DatabaseUrls) -> int:
    return int(_ask(urls, "SELECT coalesce(sum(rows), 0) FROM privacy_retentioncount"))


def _fill(urls: DatabaseUrls) -> None:
    with psycopg.connect(urls.superuser) as connection:
        connection.execute(PROOFS, [ROWS])


def test_a_killed_run_leaves_a_true_protocol_and_the_next_one_goes_on(tmp_path: Path) -> None:
    with fresh_database("killed") as urls:
        _fill(urls)
        process = _start(urls, tmp_path)
        while process.poll() is None and _counted(urls) == 0:
            time.sleep(0.005)
        process.kill()
        process.wait()
        # What the server had in hand when its client vanished is over.
        while _ask(urls, WORKING):
            time.sleep(0.01)
        left = _left(urls)
        assert 0 < left < ROWS
        assert _counted(urls) == ROWS - left
        out, _ = _start(urls, tmp_path).communicate(timeout=120)
        assert _left(urls) == 0
        assert [one["rows"] for one in json.loads(out)["deleted"]] == [ROWS]
        assert _ask(urls, "SELECT count(*) FROM privacy_retentionrun") == 1


def test_two_runs_at_once_delete_each_row_once_and_count_it_once(tmp_path: Path) -> None:
    with fresh_database("twice") as urls:
        _fill(urls)
        processes = [_start(urls, tmp_path) for _ in range(2)]
        assert [process.wait(timeout=120) for process in processes] == [0, 0]
        assert _left(urls) == 0
        assert _counted(urls) == ROWS
