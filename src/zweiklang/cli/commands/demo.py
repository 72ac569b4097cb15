"""`zweiklang demo`."""

import os

import click

from zweiklang.cli.environment import database, use_demo_mode
from zweiklang.cli.preparation import prepare
from zweiklang.cli.serving import (
    Address,
    address_options,
    free_live_address,
    live_option,
    only_server,
    require_free_port,
    run_server,
    supervised_live,
)
from zweiklang.cli.supervising import supervised


@click.command()
@address_options
@live_option
def demo(host: str, port: int, live_port: int | None) -> None:
    """Starts a complete demo and serves it until Ctrl-C.

    Database, tables and demo world are made when missing; what was written in an earlier run is kept.
    """
    address = Address(host, port)
    use_demo_mode(host)
    os.environ.setdefault("ZWEIKLANG_URL", address.url)
    with only_server(address):
        require_free_port(address)
        live = free_live_address(address, live_port)
        require_free_port(live)
        os.environ.setdefault("ZWEIKLANG_LIVE_URL", live.url.rstrip("/"))
        with database(tied=True):
            prepare("--demo", address.url)
            with supervised("worker", "worker"), supervised_live(live):
                run_server(
                    address, workers=1, text=f"\nZweiklang is ready: {address.url}demo/   (end with Ctrl-C)\n"
                )
    click.echo("Zweiklang has ended.")
