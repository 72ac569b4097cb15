"""A Hesse made by `zweiklang hesse`: where it is, from its file or from the address of its database."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click
import psycopg

from zweiklang.cli.embedded_postgres import DatabaseUrls, EmbeddedPostgres

NEEDS_APP = (
    "The address of the owner alone does not say how the application signs in: set DATABASE_URL to the application's address of the same "
    "database, or name the file var/hesse/….json that `zweiklang hesse` left."
)


@dataclass(frozen=True, slots=True)
class Hesse:
    """A filled database. `said` is what its file says: share, seed, counts, seconds. `server` if it is an embedded one."""

    name: str
    urls: DatabaseUrls
    said: dict[str, Any] = field(default_factory=dict)
    password_file: Path | None = None
    server: EmbeddedPostgres | None = None

    @property
    def share(self) -> str:
        """Returns "1 %", or the name of the database where nothing says how much of Hesse it is."""
        share = self.said.get("share")
        return f"{float(share) * 100:g} %" if share else self.name

    @contextmanager
    def running(self) -> Iterator["Hesse"]:
        """Inside the block its server runs; the embedded one ends with its last user."""
        if self.server is None:
            yield self
            return
        with self.server.in_use():
            yield self


def hesse_at(place: str) -> Hesse:
    """Returns the Hesse of a file, or of an owner's postgresql:// address (with the application's in DATABASE_URL)."""
    if place.startswith(("postgresql://", "postgres://")):
        app = os.environ.get("BENCH_DATABASE_URL", "")
        if not app:
            raise click.ClickException(NEEDS_APP)
        name = urlsplit(place).path.lstrip("/")
        return Hesse(name, DatabaseUrls(app, place, place))
    path = Path(place)
    if not path.is_file():
        raise click.ClickException(
            f"{place} is neither a file of `zweiklang hesse` nor a postgresql:// address."
        )
    said = json.loads(path.read_text())
    # On somebody's own server there is no superuser to be had: its owner sees its processes too.
    urls = DatabaseUrls(
        **{role: said["urls"][role] or said["urls"]["owner"] for role in ("app", "owner", "superuser")}
    )
    password = said.get("password_file")
    return Hesse(path.stem, urls, said, Path(password) if password else None, _server_of(path, urls))


def _server_of(path: Path, urls: DatabaseUrls) -> EmbeddedPostgres | None:
    """The file lies in var/hesse/, the embedded server in var/postgres; a database somewhere else is somebody else's to start."""
    data = path.resolve().parent.parent / "postgres"
    if "host=" not in urls.owner or not (data / "PG_VERSION").exists():
        return None
    return EmbeddedPostgres(data)


def one(connection: psycopg.Connection, query: str, values: object = None) -> Any:
    """Returns the only value of a query that has one row."""
    row = connection.execute(query, values).fetchone()
    assert row
    return row[0]
