"""`zweiklang migrate`."""

import click

from zweiklang.cli.environment import database, setup_django
from zweiklang.cli.preparation import migrate_as_owner


@click.command()
def migrate() -> None:
    """Brings the tables to this version, as the owner role (DATABASE_OWNER_URL or the embedded database)."""
    with database():
        setup_django()
        migrate_as_owner(verbosity=1)
