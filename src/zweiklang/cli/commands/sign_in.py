"""`zweiklang sign-in providers import|list|check`."""

from pathlib import Path

import click


@click.group(name="sign-in")
def sign_in() -> None:
    """Keeps the services with which schools sign people in."""


@sign_in.group()
def providers() -> None:
    """Imports, lists and tries the sign-in services of schools."""


@providers.command(name="import")
@click.argument("file", type=click.Path(path_type=Path))
def import_(file: Path) -> None:
    """Stores the sign-in services of a TOML file (docs/operations/sign-in.md). Safe to repeat.

    Secrets are named (env:NAME or file:PATH), never written into the file. Exit code 1 if an entry was left out.
    """
    from zweiklang.cli.environment import database, setup_django

    with database():
        setup_django()
        from zweiklang.kernel.actor import system_actor
        from zweiklang.people.public import import_providers
        from zweiklang.rooms.public import as_system

        actor = system_actor("sign-in providers import")
        with as_system(actor):
            report = import_providers(actor, path=file)
    for key in report.stored:
        click.echo(key)
    for fault in report.faults:
        click.echo(fault, err=True)
    click.echo(f"{len(report.stored)} sign-in services stored, {len(report.faults)} faults.")
    raise SystemExit(1 if report.faults else 0)


@providers.command(name="list")
def list_() -> None:
    """Lists the sign-in services people can use, one a line: key, style, issuer, name."""
    from zweiklang.cli.environment import database, setup_django

    with database():
        setup_django()
        from zweiklang.people.public import active_providers

        for provider in active_providers():
            click.echo(f"{provider.key}\t{provider.style}\t{provider.issuer}\t{provider.name}")


@providers.command()
@click.argument("key")
def check(key: str) -> None:
    """Asks a sign-in service for its description and its keys, and looks whether its secret is there.

    Shows the addresses that have to be registered there. Exit code 1 if people could not sign in with it.
    """
    from zweiklang.cli.environment import database, setup_django

    with database():
        setup_django()
        from zweiklang.people.public import check_provider

        lines, fault = check_provider(key)
    for line in lines:
        click.echo(line)
    if fault:
        raise click.ClickException(fault)
