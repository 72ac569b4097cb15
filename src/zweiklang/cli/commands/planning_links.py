"""`zweiklang planning suggest-links`."""

import json
from pathlib import Path

import click

from zweiklang.cli.commands.schools import UNREADABLE

TOP = 10


@click.command(name="suggest-links")
@click.argument("regulation", type=click.Path(path_type=Path))
@click.option(
    "--learning-fields",
    required=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="JSON with Lernfelder: a list, an occupation, or several occupations.",
)
@click.option("--occupation", default="", help="Which occupation of FILE, by a part of its name.")
@click.option("--specialisation", default="", help="Which Fachrichtung of REGULATION, by a part of its name.")
@click.option(
    "--top",
    type=click.IntRange(min=0),
    default=TOP,
    show_default=True,
    help="Positions for each Lernfeld; 0: all.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object (docs/planning-links.md).")
def suggest_links(
    regulation: Path, *, learning_fields: Path, occupation: str, specialisation: str, top: int, as_json: bool
) -> None:
    """Ranks the positions of REGULATION (GII XML) for each Lernfeld of FILE, with the words that matched.

    Needs no database and no network. A score is below 1 and compares within one answer. "official" marks what an annex of the regulation
    itself says; it never changes a score. Exit code 2 if a file cannot be used.
    """
    from zweiklang.cli.environment import setup_django

    setup_django()
    from zweiklang.planning.public import UnreadableInput, as_lines, as_object, suggest_from_files

    try:
        found = suggest_from_files(
            regulation, learning_fields, occupation=occupation, specialisation=specialisation
        )
    except UnreadableInput as problem:
        click.echo(str(problem), err=True)
        raise SystemExit(UNREADABLE) from problem
    most = top or None
    if as_json:
        click.echo(json.dumps(as_object(found, top=most), ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(as_lines(found, top=most)))
