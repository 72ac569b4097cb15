"""`zweiklang privacy export`, `zweiklang privacy import`."""

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from zweiklang.cli.commands.schools import database_ready

if TYPE_CHECKING:
    from zweiklang.people.public import Person


@click.group()
def privacy() -> None:
    """Hands out what is stored about a person, and takes it into an empty instance."""


@privacy.command()
@click.argument("person")
@click.option(
    "--to",
    "target",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    required=True,
    help="The ZIP file to write; one that exists is replaced.",
)
def export(person: str, target: Path) -> None:
    """Writes everything about PERSON (id or e-mail address) into a ZIP file: Art. 15 and 20 DSGVO, docs/export-format.md.

    The person finds on the page "Meine Daten" that and when the operator made a copy.
    """
    with database_ready():
        from zweiklang.kernel.actor import system_actor
        from zweiklang.privacy.public import export_by_operator

        found = _person(person)
        # Beside its target, so that it appears there whole or not at all; readable for nobody else.
        handle, draft = tempfile.mkstemp(dir=target.resolve().parent, prefix=".zweiklang-", suffix=".zip")
        try:
            with os.fdopen(handle, "w+b") as file:
                export_by_operator(system_actor("privacy export"), person=found, file=file)
            Path(draft).replace(target)
        finally:
            Path(draft).unlink(missing_ok=True)
    click.echo(f"{target}: {target.stat().st_size / 1024:,.0f} KiB. It holds personal data: keep it safe.")


@privacy.command(name="import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_(file: Path) -> None:
    """Takes FILE, made by `privacy export` or on the page "Meine Daten", into an empty instance: the same rows with the same ids.

    Nobody can sign in afterwards by it: no password leaves in an export, and other persons come as names only.
    """
    with database_ready():
        from zweiklang.kernel.actor import system_actor
        from zweiklang.kernel.errors import Rejected
        from zweiklang.privacy.public import import_export

        try:
            with file.open("rb") as opened:
                done = import_export(system_actor("privacy import"), file=opened)
        except Rejected as problem:
            raise click.ClickException(f"{problem.message} Nothing was changed.") from problem
    for name, count in done.counts.items():
        click.echo(f"{count:7}  {name}")
    click.echo(f"Imported: {done.name} ({done.person_id}).")


def _person(given: str) -> "Person":
    from uuid import UUID

    from zweiklang.people.public import Person

    try:
        found = Person.objects.filter(pk=UUID(given)).first()
    except ValueError:
        found = Person.objects.filter(email__iexact=given).exclude(email="").first()
    if found is None:
        raise click.BadParameter("There is nobody with that id or e-mail address.", param_hint="PERSON")
    return found
