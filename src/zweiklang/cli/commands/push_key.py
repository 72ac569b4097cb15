"""`zweiklang push-key`."""

import click

from zweiklang.cli.environment import setup_django


@click.command(name="push-key")
def push_key() -> None:
    """Prints a fresh key as a line for the environment; nothing is stored. With another key every device has to be switched on again."""
    setup_django()
    from zweiklang.exchange.public import new_push_key

    click.echo(f"ZWEIKLANG_VAPID_PRIVATE_KEY={new_push_key()}")
