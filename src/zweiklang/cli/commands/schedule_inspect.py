"""`zweiklang schedule inspect-untis`."""

import json
from pathlib import Path
from typing import Any

import click

from zweiklang.cli.commands.schools import UNREADABLE

SHOWN = 20


@click.command(name="inspect-untis")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="The facts as one JSON object.")
def inspect_untis(file: Path, *, as_json: bool) -> None:
    """Shows what the importer reads from FILE, a timetable of Untis (GPU001).

    Needs no database. "rows" are the lines with content; "lessons" the different numbers of lessons in them, whatever their classes and
    times; "classes" the labels as the file writes them; "teachers", "subjects", "rooms" how many different ones there are, lists taken apart.
    Lines that could not be read count as rows only, and stand in "errors" with their number and a reason. Exit code 1 if the file is no
    timetable.
    """
    from zweiklang.cli.environment import setup_django

    setup_django()
    from zweiklang.interfaces.public import read_gpu001
    from zweiklang.rosters.public import Unreadable

    try:
        facts = read_gpu001(file.read_bytes()).facts()
    except Unreadable as problem:
        click.echo(f"{file.name}: {problem.reason}", err=True)
        raise SystemExit(UNREADABLE) from problem
    click.echo(json.dumps(facts, ensure_ascii=False, indent=2) if as_json else _as_text(facts))


def _as_text(facts: dict[str, Any]) -> str:
    separator = {"\t": "tab"}.get(facts["separator"], facts["separator"])
    lines = [
        f"{facts['lessons']} lessons in {facts['rows']} rows ({facts['encoding']}, separator {separator})",
        f"{len(facts['classes'])} classes: {', '.join(facts['classes'])}",
        f"{facts['teachers']} teachers, {facts['subjects']} subjects, {facts['rooms']} rooms",
        f"{len(facts['errors'])} errors",
    ]
    lines += [f"    line {one['line']}: {one['reason']}" for one in facts["errors"][:SHOWN]]
    return "\n".join(lines)
