"""An instance with both worlds and two files, and empty databases beside it."""

import hashlib
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connections
from pytest_django.fixtures import Settings

from tests.committed import committed_worlds
from tests.database import drop_databases, make_database, server
from zweiklang.cli.embedded_postgres import DatabaseUrls


@dataclass(frozen=True)
class Instance:
    """A database and the folder of its files."""

    urls: DatabaseUrls
    files: Path

    def ask(self, query: str, *values: Any, role: str = "superuser") -> list[tuple[Any, ...]]:
        """The rows of a query, asked as that role."""
        with psycopg.connect(getattr(self.urls, role), autocommit=True) as connection:
            cursor = connection.execute(query, values)
            return cursor.fetchall() if cursor.description else []


@pytest.fixture(scope="module")  # no longer: meanwhile Django asks this database, in tests of other files too
def source(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Instance]:
    """Both worlds, committed; each file of theirs lies in the storage as its row says."""
    with server() as running, committed_worlds("backup", django_db_blocker):
        urls = running.urls(connections.settings["default"]["NAME"])
        instance = Instance(urls, tmp_path_factory.mktemp("source") / "files")
        for file_id, key in instance.ask(
            "SELECT id, key FROM exchange_storedfile WHERE state = 'ready' ORDER BY id"
        ):
            path, content = (
                instance.files / (key or f"kept/{file_id.hex[-2:]}/{file_id.hex}"),
                os.urandom(3000),
            )
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            instance.ask(
                "UPDATE exchange_storedfile SET key = %s, digest = %s WHERE id = %s",
                path.relative_to(instance.files).as_posix(),
                hashlib.sha256(content).hexdigest(),
                file_id,
            )
        yield instance


@pytest.fixture
def empty(tmp_path: Path, django_db_setup: None) -> Iterator[Instance]:
    """A database with roles and without tables, as `zweiklang database create` leaves it."""
    name = f"test_zweiklang_restored_{os.getpid()}"
    with server() as running:
        drop_databases(running, [name])
        make_database(running, name)
        yield Instance(running.urls(name), tmp_path / "restored-files")
        drop_databases(running, [name])


@pytest.fixture
def use(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Callable[[Instance], None]:
    """Returns how to let this process speak of the files of an instance; the var folder is the test's own."""
    monkeypatch.setenv("ZWEIKLANG_VAR_DIR", str(tmp_path / "var"))

    def point(instance: Instance) -> None:
        folder = {
            "BACKEND": "zweiklang.exchange.files.folders.Folder",
            "OPTIONS": {"location": str(instance.files)},
        }
        settings.STORAGES = {**settings.STORAGES, "files": folder}

    return point
