"""A click group that imports a command only when it is called, so that `--help` answers at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import click


@dataclass(frozen=True, slots=True)
class Entry:
    """Where a command is ("module:name") and its sentence in the list of commands."""

    target: str
    sentence: str


class LazyGroup(click.Group):
    """`entries` maps a command's name to its Entry."""

    def __init__(self, *, entries: Mapping[str, Entry], **options: Any) -> None:
        super().__init__(**options)
        self.entries = entries

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names in the order in which they were declared."""
        return [*self.entries]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The imported command, or None for a name we do not have."""
        entry = self.entries.get(cmd_name)
        if entry is None:
            return None
        module, _, name = entry.target.partition(":")
        command = getattr(import_module(module), name)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Lists the commands from the entries, importing none of them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, entry.sentence) for name, entry in self.entries.items()])
