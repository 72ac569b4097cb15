"""`zweiklang django`: Django's own management commands with our settings and database."""

import click

from zweiklang.cli.environment import database, setup_django

# These change or show the database's structure and so speak to it as its owner.
_AS_OWNER = frozenset({"migrate", "sqlmigrate", "sqlflush", "dbshell", "showmigrations", "inspectdb"})


@click.command(context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def django(arguments: tuple[str, ...]) -> None:
    """Runs a management command of Django, for example `zweiklang django makemigrations`.

    Commands about the structure of the database run as its owner unless `--database` says otherwise.
    """
    given = [*arguments]
    chosen = any(argument == "--database" or argument.startswith("--database=") for argument in given)
    if given and given[0] in _AS_OWNER and not chosen:
        given.insert(1, "--database=owner")
    with database():
        setup_django()
        from django.core.management import execute_from_command_line

        execute_from_command_line(["zweiklang django", *given])
