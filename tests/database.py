"""A migrated database for each test process within about two seconds.

The server is the embedded one under var/test (started when needed, stopped by its last user), or the one
whose superuser TEST_DATABASE_SUPERUSER_URL names: a throwaway server, because the roles' passwords are set
there. All tables are made once, in a template whose name holds a hash of the migrations; each process gets a
copy.
"""

import ast
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, urlsplit

import psycopg
from psycopg import sql

from zweiklang.cli.embedded_postgres import DatabaseUrls, EmbeddedPostgres
from zweiklang.cli.locks import exclusive_lock
from zweiklang.cli.roles import APP, OWNER, ensure_roles_and_database, in_database

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "zweiklang"
VAR = ROOT / "var" / "test"
TEMPLATE_PREFIX = "zweiklang_template_"


class OwnServer:
    """The server of TEST_DATABASE_SUPERUSER_URL.

    Its passwords follow from that URL, so that all test processes know them.
    """

    def __init__(self, superuser_url: str) -> None:
        self._superuser_url = superuser_url

    @property
    def passwords(self) -> dict[str, str]:
        """Role to password."""
        return {
            role: hashlib.sha256(f"{role} {self._superuser_url}".encode()).hexdigest()
            for role in (APP, OWNER)
        }

    def superuser_url(self, database: str = "postgres") -> str:
        """The superuser's connection string for `database`."""
        return in_database(self._superuser_url, database)

    def urls(self, database: str) -> DatabaseUrls:
        """The connection strings of `database`."""
        parts = urlsplit(self.superuser_url(database))
        place = parts.netloc.rpartition("@")[2]
        app, owner = (
            parts._replace(netloc=f"{role}:{quote(self.passwords[role])}@{place}").geturl()
            for role in (APP, OWNER)
        )
        return DatabaseUrls(app, owner, self.superuser_url(database))


type Server = EmbeddedPostgres | OwnServer


@contextmanager
def server() -> Iterator[Server]:
    """Inside the block a PostgreSQL for tests runs."""
    if url := os.environ.get("TEST_DATABASE_SUPERUSER_URL"):
        yield OwnServer(url)
        return
    embedded = EmbeddedPostgres(VAR / "postgres", throwaway=True)
    with embedded.in_use():
        yield embedded


@contextmanager
def fresh_database(worker: str = "main") -> Iterator[DatabaseUrls]:
    """Inside the block there is a database with all tables and no rows, for this process alone.

    `worker` is pytest-xdist's worker id. Two runs at once do not meet: the process id is part of the name.
    """
    with server() as running:
        name = f"test_zweiklang_{worker}_{os.getpid()}"
        make_database(running, name, ensure_template(running))
        try:
            yield running.urls(name)
        finally:
            drop_databases(running, [name])


def make_database(running: Server, name: str, template: str = "") -> None:
    """The database exists with roles and rights, as a copy of `template` if one is named."""
    passwords = running.passwords if isinstance(running, OwnServer) else {}
    with exclusive_lock(VAR / "roles.lock", patience=120):
        ensure_roles_and_database(running.superuser_url(), name, passwords=passwords, template=template)


def ensure_template(running: Server) -> str:
    """The name of a database with the tables of today's migrations; those of earlier ones are dropped."""
    name = TEMPLATE_PREFIX + migrations_digest()
    with exclusive_lock(VAR / "template.lock", patience=300):
        existing = _databases(running, TEMPLATE_PREFIX)
        if name not in existing:
            drop_databases(running, existing)
            unfinished = f"{TEMPLATE_PREFIX}unfinished"
            make_database(running, unfinished)
            _migrate(running.urls(unfinished))
            _execute(running, "ALTER DATABASE {} RENAME TO {}", unfinished, name)
    return name


def point_django_at(urls: DatabaseUrls) -> None:
    """Django's `default` and `owner` connections of this process go to this database."""
    from django.db import connections

    from zweiklang.config.shaping import database_from_url

    for alias, url in (("default", urls.app), ("owner", urls.owner)):
        connections[alias].close()
        connections.settings[alias].update(database_from_url(url, pool=False))
        del connections[alias]


def migrations_digest() -> str:
    """Twelve hex digits over all migrations and the modules of ours they import, directly or not."""
    total = hashlib.sha256()
    for path in sorted(_with_imports(PACKAGE.glob("*/migrations/*.py"))):
        total.update(str(path.relative_to(PACKAGE)).encode() + b"\0" + path.read_bytes())
    return total.hexdigest()[:12]


def _with_imports(paths: Iterable[Path]) -> set[Path]:
    found: set[Path] = set()
    waiting = [*paths, PACKAGE / "cli" / "roles.py", PACKAGE / "cli" / "first_tables.py"]
    while waiting:
        path = waiting.pop()
        if path in found:
            continue
        found.add(path)
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("zweiklang."):
                waiting += _files_of(node.module or "", [alias.name for alias in node.names])
    return found


def _files_of(module: str, names: list[str]) -> list[Path]:
    place = PACKAGE.joinpath(*module.split(".")[1:])
    candidates = [place.with_suffix(".py"), place / "__init__.py", *(place / f"{name}.py" for name in names)]
    return [path for path in candidates if path.exists()]


def _migrate(urls: DatabaseUrls) -> None:
    environment = {
        **os.environ,
        "DATABASE_URL": urls.app,
        "DATABASE_OWNER_URL": urls.owner,
        "ZWEIKLANG_DEMO": "1",
    }
    command = [sys.executable, "-m", "zweiklang.cli", "migrate"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"The migrations fail on an empty database:\n{done.stdout}\n{done.stderr}")


def _databases(running: Server, prefix: str) -> list[str]:
    with psycopg.connect(running.superuser_url()) as connection:
        rows = connection.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", (prefix,))
        return [row[0] for row in rows]


def drop_databases(running: Server, names: Iterable[str]) -> None:
    """None of these databases exists any more."""
    for name in names:
        _execute(running, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


def _execute(running: Server, statement: str, *names: str) -> None:
    with psycopg.connect(running.superuser_url(), autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
