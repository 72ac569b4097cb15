"""`zweiklang settings docs`."""

from pathlib import Path

import click

from zweiklang.cli.settings_page import settings_page


@click.group()
def settings() -> None:
    """Describes every setting."""


@settings.command()
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write to this file instead of the terminal.",
)
@click.option(
    "--check", "compare", is_flag=True, help="Write nothing; exit code 1 if the file is not up to date."
)
def docs(output: Path | None, compare: bool) -> None:
    """Prints docs/operations/configuration.md: name, type, default and a sentence for every setting."""
    page = settings_page()
    if output is None:
        click.echo(page, nl=False)
    elif not compare:
        output.write_text(page)
    elif not output.exists() or output.read_text() != page:
        raise click.ClickException(f"{output} is out of date; run `make docs`.")
