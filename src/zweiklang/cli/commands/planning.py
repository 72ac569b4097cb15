"""`zweiklang planning …`: both lanes of a plan. Each command lies in a module of its own and has one line here."""

import click

from zweiklang.cli.lazy import Entry, LazyGroup

_COMMANDS = "zweiklang.cli.commands"
ENTRIES = {
    "solve": Entry(
        f"{_COMMANDS}.planning_solve:solve",
        "Proposes a rotation for a self-contained instance, with bound and open wishes. Needs no database.",
    ),
    "suggest-links": Entry(
        f"{_COMMANDS}.planning_links:suggest_links",
        "Ranks the positions of a regulation for Lernfelder, with the words that matched. Needs no database.",
    ),
}


@click.command(cls=LazyGroup, entries=ENTRIES)
def planning() -> None:
    """Compares and plans what firms train and schools teach."""
