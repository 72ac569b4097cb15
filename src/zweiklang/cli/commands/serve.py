"""`zweiklang serve`."""

import os

import click

from zweiklang.cli.environment import database, has_own_server, require_secret_key
from zweiklang.cli.preparation import prepare
from zweiklang.cli.serving import (
    Address,
    address_options,
    live_address,
    live_option,
    only_server,
    require_free_port,
    run_server,
    supervised_live,
)
from zweiklang.cli.supervising import supervised


@click.command()
@address_options
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    default=None,
    help="Web processes. Default: one per core, at most 4.",
)
@click.option(
    "--worker/--no-worker", default=True, help="Also do the jobs of the queue (mails). Default: yes."
)
@live_option
@click.option("--live/--no-live", default=True, help="Also hold the streams of live news. Default: yes.")
def serve(
    *, host: str, port: int, workers: int | None, worker: bool, live_port: int | None, live: bool
) -> None:
    """Serves the site until Ctrl-C or SIGTERM.

    With the embedded database (no DATABASE_URL) tables are brought up to date first. On a server of your own
    run `zweiklang migrate` before, with DATABASE_OWNER_URL; web processes never hold the owner's rights.

    There `--no-worker --no-live` serves pages only, as often as there are ports, beside one `zweiklang live` and any number
    of `zweiklang worker`: one server is restarted after the other and nobody notices (docs/operations/running.md).
    """
    address = Address(host, port)
    streams = live_address(address, live_port)
    what = "--static" if has_own_server() else "--migrate"
    with only_server(address, among_others=has_own_server() and not live):
        require_free_port(address)
        if live:
            require_free_port(streams)
        require_secret_key()
        with database(tied=True):
            prepare(what)
            os.environ.pop("DATABASE_OWNER_URL", None)
            with supervised("worker", "worker", wanted=worker), supervised_live(streams, wanted=live):
                run_server(
                    address,
                    workers=workers or min(os.cpu_count() or 1, 4),
                    text=f"Zweiklang answers at {address.url}",
                )
