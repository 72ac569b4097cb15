"""`zweiklang schedule …`: the school's calendar. Each command lies in a module of its own and has one line here."""

import click

from zweiklang.cli.lazy import Entry, LazyGroup

_COMMANDS = "zweiklang.cli.commands"
ENTRIES: dict[str, Entry] = {}


@click.command(cls=LazyGroup, entries=ENTRIES)
def schedule() -> None:
    """Reads timetables, imports them, and says what a school day means for the training time."""
