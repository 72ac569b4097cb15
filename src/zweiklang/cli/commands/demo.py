"""`zweiklang demo`."""

import os

import click

from zweiklang.cli.environment import database, use_demo_mode
from zweiklang.cli.preparation import prepare
from zweiklang.cli.serving import Address, address_options, only_server, require_free_port, run_server
from zweiklang.cli.supervising import supervised_worker


@click.command()
@address_options
def demo(host: str, port: int) -> None:
    """Starts a complete demo and serves it until Ctrl-C.

    Database, tables and demo world are made when missing; what was written in an earlier run is kept.
    """
    address = Address(host, port)
    use_demo_mode(host)
    os.environ.setdefault("ZWEIKLANG_URL", address.url)
    with only_server(address):
        require_free_port(address)
        with database(tied=True):
            prepare("--demo", address.url)
            with supervised_worker():
                run_server(
                    address, workers=1, text=f"\nZweiklang is ready: {address.url}demo/   (end with Ctrl-C)\n"
                )
    click.echo("Zweiklang has ended.")
