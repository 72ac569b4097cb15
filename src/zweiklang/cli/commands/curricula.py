"""`zweiklang curricula import|catalogue`."""

from pathlib import Path

import click


@click.group()
def curricula() -> None:
    """Imports framework curricula and the facts that ship with the code."""


@curricula.command(name="import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
def import_(files: tuple[Path, ...]) -> None:
    """Stores the framework curricula of TOML, CSV and XLSX files. Safe to repeat.

    Rows with errors are named and left out. Exit code 1 if there was one.
    """
    from zweiklang.cli.environment import database, setup_django

    with database():
        setup_django()
        from zweiklang.curricula.public import import_framework_curricula
        from zweiklang.kernel.actor import system_actor

        report = import_framework_curricula(system_actor("curricula import"), paths=files)
    for name in report.stored:
        click.echo(name)
    for error in report.errors:
        place = f"{error.file}, line {error.line}" if error.line else error.file
        click.echo(f"{place}: {error.reason}", err=True)
    click.echo(f"{len(report.stored)} framework curricula stored, {len(report.errors)} rows left out.")
    raise SystemExit(1 if report.errors else 0)


@curricula.command()
def catalogue() -> None:
    """Stores the facts of six occupations that ship with the code. Safe to repeat."""
    from zweiklang.cli.environment import database, setup_django

    with database():
        setup_django()
        from zweiklang.curricula.public import load_catalogue
        from zweiklang.kernel.actor import system_actor

        changed = load_catalogue(system_actor("curricula catalogue"))
    click.echo(f"{len(changed)} regulations changed.")
