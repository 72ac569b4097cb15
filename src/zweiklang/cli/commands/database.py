"""`zweiklang database url|start|stop|shell|create`."""

import os
import subprocess
from urllib.parse import unquote, urlsplit

import click

from zweiklang.cli.embedded_postgres import DatabaseUrls, EmbeddedPostgres
from zweiklang.cli.environment import embedded_server, has_own_server, keep_embedded
from zweiklang.cli.roles import APP, DATABASE, OWNER, ensure_roles_and_database

ROLES = click.Choice(["app", "owner"])


@click.group()
def database() -> None:
    """Starts, stops and opens the database; prints its URLs."""


@database.command()
@click.option("--role", type=ROLES, default="app", show_default=True)
def url(role: str) -> None:
    """Prints the connection string of a role, for psql or any other program.

    The embedded database is started if it does not run, and then runs until `zweiklang database stop`.
    """
    click.echo(_url(role))


@database.command()
def start() -> None:
    """Starts the embedded database; it runs until `zweiklang database stop`."""
    _refuse_own_server()
    _urls, started = keep_embedded()
    click.echo(
        "The embedded database is running now." if started else "The embedded database was running already."
    )


@database.command()
def stop() -> None:
    """Stops the embedded database."""
    _refuse_own_server()
    embedded_server().stop()
    click.echo("The embedded database does not run.")


@database.command()
@click.option("--role", type=ROLES, default="app", show_default=True)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def shell(role: str, arguments: tuple[str, ...]) -> None:
    """Opens psql as a role. Arguments after `--` go to psql, for example `-- -c "SELECT 1"`."""
    address = _url(role)
    done = subprocess.run([EmbeddedPostgres.program("psql"), address, *arguments], check=False)
    raise SystemExit(done.returncode)


@database.command()
@click.option(
    "--superuser-url", envvar="DATABASE_SUPERUSER_URL", required=True, help="A role that may create roles."
)
@click.option("--name", default=DATABASE, show_default=True)
@click.option(
    "--passwords-from-urls",
    is_flag=True,
    help="Gives the roles the passwords that stand in DATABASE_OWNER_URL and DATABASE_URL.",
)
def create(*, superuser_url: str, name: str, passwords_from_urls: bool) -> None:
    """Makes the three roles and the database on a server of your own. Safe to repeat.

    Passwords are set only with --passwords-from-urls; otherwise in psql with `\\password zweiklang_owner` and
    `\\password zweiklang_app`.
    """
    created = ensure_roles_and_database(
        superuser_url, name, passwords=_passwords() if passwords_from_urls else {}
    )
    click.echo(
        f"Database {name} {'has been created' if created else 'was there already'}; roles and rights are set."
    )


def _passwords() -> dict[str, str]:
    """Role to password, as the two connection strings of the environment say them."""
    found: dict[str, str] = {}
    for variable, role in (("DATABASE_OWNER_URL", OWNER), ("DATABASE_URL", APP)):
        parts = urlsplit(os.environ.get(variable, ""))
        if unquote(parts.username or "") != role or not parts.password:
            raise click.ClickException(f"{variable} must name the role {role} and its password.")
        found[role] = unquote(parts.password)
    return found


def _url(role: str) -> str:
    """The connection string of `role`; starts the embedded database if that is the one in use."""
    if has_own_server():
        name = "DATABASE_URL" if role == "app" else "DATABASE_OWNER_URL"
        if not os.environ.get(name):
            raise click.ClickException(f"{name} is not set.")
        return os.environ[name]
    urls: DatabaseUrls = keep_embedded()[0]
    return urls.app if role == "app" else urls.owner


def _refuse_own_server() -> None:
    if has_own_server():
        raise click.ClickException(
            "DATABASE_URL is set: that server is started and stopped by whoever runs it."
        )
