"""`zweiklang check`."""

import click

from zweiklang.cli.environment import database, setup_django


@click.command()
def check() -> None:
    """Checks settings, models and database; exit code 1 on any warning.

    Outside demo and debug mode it also asks what Django asks of a production site (`check --deploy`).
    """
    with database():
        setup_django()
        from django.conf import settings
        from django.core.management import call_command

        deploy = not (settings.DEMO or settings.DEBUG)
        call_command("check", deploy=deploy, fail_level="WARNING", databases=["default"])
