"""`zweiklang migrate`."""

import click

from zweiklang.cli.environment import database, setup_django
from zweiklang.cli.migrating import Patience
from zweiklang.cli.preparation import migrate_as_owner

_SECONDS = click.FloatRange(min=0.1)


@click.command()
@click.option(
    "--lock-seconds",
    type=_SECONDS,
    default=Patience().lock,
    show_default=True,
    help="How long a table that is in use is waited for, and with it everybody who wants it meanwhile.",
)
@click.option(
    "--statement-seconds",
    type=_SECONDS,
    default=Patience().statement,
    show_default=True,
    help="How long a single statement may take.",
)
@click.option(
    "--attempts",
    type=click.IntRange(1, 10_000),
    default=Patience().attempts,
    show_default=True,
    help="How often is tried, a few seconds apart, when a table is in use.",
)
def migrate(*, lock_seconds: float, statement_seconds: float, attempts: int) -> None:
    """Brings the tables to this version, as the owner role (DATABASE_OWNER_URL or the embedded database).

    The site may run meanwhile: a migration that cannot have a table at once lets go and tries again. The owner needs a
    connection of its own, not through a pooler in transaction mode.
    """
    with database():
        setup_django()
        patience = Patience(lock=lock_seconds, statement=statement_seconds, attempts=attempts)
        migrate_as_owner(verbosity=1, patience=patience)
