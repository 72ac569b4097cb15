"""A tiny Hesse made by the command, once for all tests."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.database import ROOT, Server, ensure_template, make_database, server
from zweiklang.cli.embedded_postgres import DatabaseUrls

SHARE, SEED, TODAY = 0.0006, 5, "2026-11-19"


@dataclass(frozen=True)
class Made:
    """A Hesse, what the command told of it, and the database it began with."""

    urls: DatabaseUrls
    empty: DatabaseUrls
    var: Path
    told: dict[str, Any]

    def rows(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """Returns the rows of a statement, seen by nobody's rules."""
        with psycopg.connect(self.urls.superuser) as connection:
            return connection.execute(statement, values).fetchall()

    def one(self, statement: str, *values: object) -> Any:
        """Returns the only value of a statement."""
        return self.rows(statement, *values)[0][0]


def command(urls: DatabaseUrls, var: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs a program of Python in this database."""
    environment = {key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"}
    environment |= {
        "DATABASE_URL": urls.app,
        "DATABASE_OWNER_URL": urls.owner,
        "ZWEIKLANG_VAR_DIR": str(var),
        "ZWEIKLANG_DEMO": "1",
    }
    return subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )


def fresh(running: Server, name: str) -> DatabaseUrls:
    """A database with all tables and nobody in it."""
    drop(running, name)
    make_database(running, name, ensure_template(running))
    return running.urls(name)


def drop(running: Server, name: str) -> None:
    """The database is gone."""
    with psycopg.connect(running.superuser_url(), autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@pytest.fixture(scope="session")
def made(tmp_path_factory) -> Iterator[Made]:
    """The tiny Hesse."""
    var = tmp_path_factory.mktemp("hesse")
    name = f"test_hesse_{os.getpid()}"
    with server() as running:
        try:
            urls, empty = fresh(running, name), fresh(running, f"{name}_empty")
            size = ("--share", str(SHARE), "--seed", str(SEED), "--today", TODAY)
            done = command(urls, var, "zweiklang.cli", "hesse", *size, "--json")
            assert done.returncode == 0, done.stderr[-3000:]
            yield Made(urls, empty, var, json.loads(done.stdout))
        finally:
            drop(running, name)
            drop(running, f"{name}_empty")
