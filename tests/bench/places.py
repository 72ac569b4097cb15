"""Where a run happens: a server, its databases, and Django pointed at one of them."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench.filling import Filled, fill
from tests.bench.ready import SECRET, VAR
from tests.bench.world import Size
from tests.database import Server, ensure_template, make_database, point_django_at, server
from zweiklang.cli.embedded_postgres import DatabaseUrls, EmbeddedPostgres


@contextmanager
def running_server(*, durable: bool) -> Iterator[Server]:
    """Inside the block PostgreSQL runs: as in production (`durable`), or the fast one that tests share."""
    if not durable or os.environ.get("TEST_DATABASE_SUPERUSER_URL"):
        with server() as running:
            yield running
        return
    embedded = EmbeddedPostgres(VAR / "postgres")
    with embedded.in_use():
        yield embedded


def empty_database(running: Server, name: str) -> DatabaseUrls:
    """A database with all tables, policies and the shipped catalogue is there, and Django points at it."""
    from zweiklang.curricula.public import load_catalogue
    from zweiklang.kernel.actor import system_actor
    from zweiklang.rooms.public import apply_policies

    drop(running, name)
    make_database(running, name, ensure_template(running))
    urls = running.urls(name)
    turn_to(urls)
    apply_policies(using="owner")
    load_catalogue(system_actor("bench"))
    return urls


def filled_database(running: Server, name: str, size: Size) -> tuple[DatabaseUrls, Filled]:
    """The same with a world of that size in it."""
    urls = empty_database(running, name)
    return urls, fill(urls.owner, size)


def turn_to(urls: DatabaseUrls) -> None:
    """From now on Django asks this database, with a pool as in production."""
    from django.db import connections

    from zweiklang.config.shaping import database_from_url

    close()
    point_django_at(urls)
    for alias, url in (("default", urls.app), ("owner", urls.owner)):
        connections.settings[alias].update(database_from_url(url, pool=True))


def close() -> None:
    """No connection of this process is open."""
    from django.db import connections

    for connection in connections.all(initialized_only=True):
        connection.close()
        close_pool = getattr(connection, "close_pool", None)
        if close_pool:
            close_pool()


def drop(running: Server, name: str) -> None:
    """The database is gone."""
    import psycopg
    from psycopg import sql

    with psycopg.connect(running.superuser_url(), autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def environment(urls: DatabaseUrls, var: Path) -> dict[str, str]:
    """What a `zweiklang` process needs to serve this database like this process does."""
    kept = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("ZWEIKLANG_", "DATABASE_", "DJANGO_"))
    }
    return {
        **kept,
        "DATABASE_URL": urls.app,
        "DATABASE_OWNER_URL": urls.owner,
        "ZWEIKLANG_VAR_DIR": str(var),
        "ZWEIKLANG_SECRET_KEY": SECRET,
        "ZWEIKLANG_HTTPS": "false",
        "ZWEIKLANG_ALLOWED_HOSTS": "127.0.0.1",
    }
