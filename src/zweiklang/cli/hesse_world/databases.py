"""The database a Hesse is made in: one of its own, made anew on the embedded server, or an empty one of somebody's own server."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import click
import psycopg
from psycopg import sql

from zweiklang.cli.embedded_postgres import DatabaseUrls, EmbeddedPostgres
from zweiklang.cli.environment import setup_django, var_dir
from zweiklang.cli.roles import ensure_roles_and_database

MARK = "zweiklang hesse"
TEMPLATE = "zweiklang_hesse_template"
PACKAGE = Path(__file__).resolve().parents[2]
# What the tables, policies and the catalogue in the template follow from.
SOURCES = (
    "*/migrations/*.py",
    "*/models.py",
    "*/models/*.py",
    "*/guards.py",
    "rooms/**/*.py",
    "rooms/**/*.toml",
    "curricula/catalogue/*",
)
# While rows come in by the gigabyte; as options of this one run of the server, so that the next start knows nothing of them.
# Tables that are emptied and filled in one transaction then need no write-ahead log: they are on disk when it is committed.
BULK = (
    "wal_level=minimal",
    "max_wal_senders=0",
    "max_wal_size=8GB",
    "checkpoint_timeout=1h",
    "shared_buffers=512MB",
    "autovacuum=off",
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where the rows go. `superuser` is empty on somebody's own server."""

    name: str
    urls: DatabaseUrls


@contextmanager
def place_for(name: str) -> Iterator[Place]:
    """Inside the block there is a migrated database without people, and Django is connected to it."""
    if own := os.environ.get("DATABASE_OWNER_URL"):
        with _own(own) as place:
            yield place
        return
    server = EmbeddedPostgres(var_dir() / "postgres", options=BULK)
    with server.in_use():
        _require_replaceable(server, name)
        _ensure_template(server)
        _drop(server, name)
        ensure_roles_and_database(server.superuser_url(), name, template=TEMPLATE)
        _mark(server.superuser_url(), name, f"{MARK}: being filled")
        urls = server.urls(name)
        _connect_django(urls)
        yield Place(name, urls)
        with psycopg.connect(urls.superuser, autocommit=True) as connection:
            connection.execute("CHECKPOINT")
        _mark(urls.superuser, name, MARK)


def _require_replaceable(server: EmbeddedPostgres, name: str) -> None:
    with psycopg.connect(server.superuser_url()) as connection:
        row = connection.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [name]
        ).fetchone()
    if row and not (row[0] or "").startswith(MARK):
        raise click.ClickException(
            f"The database {name} was not made by this command, so it stays as it is. Choose another name with --database."
        )


def _ensure_template(server: EmbeddedPostgres) -> None:
    """A database with all tables and the catalogue exists, so that the next Hesse needs no migration."""
    mark = f"{MARK} template {sources_digest()}"
    with psycopg.connect(server.superuser_url()) as connection:
        row = connection.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [TEMPLATE]
        ).fetchone()
    if row and row[0] == mark:
        return
    click.echo("Making the tables; the next run finds them ready.", err=True)
    _drop(server, TEMPLATE)
    ensure_roles_and_database(server.superuser_url(), TEMPLATE)
    urls = server.urls(TEMPLATE)
    _run(urls, "migrate")
    _run(urls, "curricula", "catalogue")
    _mark(server.superuser_url(), TEMPLATE, mark)


def _run(urls: DatabaseUrls, *command: str) -> None:
    environment = {
        **os.environ,
        "DATABASE_URL": urls.app,
        "DATABASE_OWNER_URL": urls.owner,
        "ZWEIKLANG_DEMO": "1",
    }
    arguments = [sys.executable, "-m", "zweiklang.cli", *command]
    done = subprocess.run(arguments, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise click.ClickException(
            f"`zweiklang {' '.join(command)}` failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}"
        )


def sources_digest() -> str:
    """Returns twelve hex digits over everything the tables follow from."""
    total = hashlib.sha256()
    for path in sorted({path for pattern in SOURCES for path in PACKAGE.glob(pattern)}):
        if path.is_file():
            total.update(str(path.relative_to(PACKAGE)).encode() + b"\0" + path.read_bytes())
    return total.hexdigest()[:12]


def _drop(server: EmbeddedPostgres, name: str) -> None:
    with psycopg.connect(server.superuser_url(), autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _mark(url: str, name: str, text: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            sql.SQL("COMMENT ON DATABASE {} IS {}").format(sql.Identifier(name), sql.Literal(text))
        )


@contextmanager
def _own(owner_url: str) -> Iterator[Place]:
    """The database of somebody's own server: it must be migrated and hold nobody."""
    with psycopg.connect(owner_url) as connection:
        name = connection.info.dbname
        _require_empty(connection, name)
    os.environ.setdefault("DATABASE_URL", owner_url)
    urls = DatabaseUrls(os.environ["DATABASE_URL"], owner_url, "")
    _mark(owner_url, name, f"{MARK}: being filled")
    setup_django()
    _load_catalogue()
    yield Place(name, urls)
    _mark(owner_url, name, MARK)


def _require_empty(connection: psycopg.Connection, name: str) -> None:
    row = connection.execute("SELECT to_regclass('people_person') IS NOT NULL").fetchone()
    if not row or not row[0]:
        raise click.ClickException(f"The database {name} has no tables yet: run `zweiklang migrate` first.")
    mark = connection.execute(
        "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()"
    ).fetchone()
    if mark and (mark[0] or "").startswith(f"{MARK}: being"):
        raise click.ClickException(
            f"An earlier run ended half way in {name}: drop that database and create it anew."
        )
    if connection.execute("SELECT 1 FROM people_person LIMIT 1").fetchone():
        raise click.ClickException(f"There are people in the database {name}, so it stays as it is.")


def _connect_django(urls: DatabaseUrls) -> None:
    os.environ["DATABASE_URL"], os.environ["DATABASE_OWNER_URL"] = urls.app, urls.owner
    os.environ.setdefault("ZWEIKLANG_SECRET_KEY", "only-to-read-settings-nothing-is-signed-" + "0" * 24)
    setup_django()
    from zweiklang.rooms.public import apply_policies

    apply_policies(using="owner")


def _load_catalogue() -> None:
    from zweiklang.curricula.public import load_catalogue
    from zweiklang.kernel.actor import system_actor

    load_catalogue(system_actor("hesse"))
