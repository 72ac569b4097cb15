"""`zweiklang live`."""

import click

from zweiklang.cli.environment import database, require_secret_key, use_direct_database
from zweiklang.cli.serving import Address, require_free_port, run_live


@click.command()
@click.option("--host", envvar="HOST", default="127.0.0.1", show_default=True)
@click.option("--port", envvar="LIVE_PORT", type=click.IntRange(1, 65535), default=8001, show_default=True)
def live(host: str, port: int) -> None:
    """Holds the streams over which open pages hear that something is new, until Ctrl-C or SIGTERM.

    `zweiklang demo` and `zweiklang serve` start one by themselves. It listens to the database and so needs PostgreSQL
    itself: behind PgBouncer set ZWEIKLANG_DIRECT_DATABASE_URL. Without it pages ask once a minute.
    """
    address = Address(host, port)
    require_free_port(address)
    require_secret_key()
    use_direct_database()
    with database():
        run_live(address)
