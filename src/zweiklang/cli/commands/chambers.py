"""`zweiklang chambers import`."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from zweiklang.cli.commands.schools import SHOWN, UNREADABLE, database_ready

if TYPE_CHECKING:
    from zweiklang.joining.public import RegisterFile, RegisterPlan

SECTIONS = {"new": "New", "changed": "Changed", "doubtful": "Doubtful (left out; decide on the page)"}


@click.group()
def chambers() -> None:
    """Imports files of chambers: training contracts."""


@chambers.command(name="import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--chamber", "name", required=True, help="Name or number of the chamber.")
@click.option("--preview", is_flag=True, help="Show what would change and change nothing.")
@click.option("--json", "as_json", is_flag=True, help="Counts and errors as one JSON object.")
def import_(file: Path, name: str, *, preview: bool, as_json: bool) -> None:
    """Compares FILE with the chamber's register and applies the difference. Safe to repeat.

    CSV or XLSX. Rows with errors are named and left out; doubtful rows are left out too. Whoever is missing from the file stays. Exit code 1 if
    nothing could be read.
    """
    with database_ready():
        read = _read(file)
        plan = _apply(read, name, preview=preview)
    click.echo(_as_json(plan) if as_json else _as_text(plan, applied=not preview))
    if not read.rows:
        raise SystemExit(UNREADABLE)


def _read(file: Path) -> "RegisterFile":
    from zweiklang.interfaces.public import read_register
    from zweiklang.rosters.public import Unreadable

    try:
        return read_register(file.read_bytes(), file.name)
    except Unreadable as problem:
        click.echo(f"{file.name}: {problem.reason}", err=True)
        raise SystemExit(UNREADABLE) from problem


def _apply(read: "RegisterFile", name: str, *, preview: bool) -> "RegisterPlan":
    from zweiklang.joining.public import chamber_named, import_register, plan_for
    from zweiklang.kernel.actor import system_actor
    from zweiklang.kernel.errors import Rejected
    from zweiklang.rooms.public import as_system

    actor = system_actor("chambers import")
    try:
        with as_system(actor):
            chamber = chamber_named(name)
        return (plan_for if preview else import_register)(actor, chamber=chamber, file=read)
    except Rejected as problem:
        hint = "--chamber" if problem.field == "chamber" else "FILE"
        raise click.BadParameter(problem.message, param_hint=hint) from problem


def _as_json(plan: "RegisterPlan") -> str:
    errors = [{"line": one.line, "reason": f"{one.place}: {one.reason}"} for one in plan.errors]
    return json.dumps(plan.counts | {"errors": errors}, ensure_ascii=False, indent=2)


def _as_text(plan: "RegisterPlan", *, applied: bool) -> str:
    """A table of counts, and under each section its first entries with reasons."""
    lines = ["Applied." if applied and not plan.is_empty else "Nothing was changed."]
    for section, title in SECTIONS.items():
        entries = getattr(plan, section)
        lines.append(f"{title}: {len(entries)}")
        for entry in entries[:SHOWN]:
            told = [f"{d.label}: {d.before} → {d.after}" for d in entry.differences]
            told += [question.label for question in entry.questions]
            told += [f"Schule: {entry.school_name}"] if entry.school and section == "new" else []
            lines.append(f"    {entry.row.name}{' – ' if told else ''}{'; '.join(told)}")
        if len(entries) > SHOWN:
            lines.append(f"    … and {len(entries) - SHOWN} more")
    lines += [f"Unchanged: {plan.unchanged}", f"Errors: {len(plan.errors)}"]
    lines += [f"    {one.place}: {one.reason}" for one in plan.errors[:SHOWN]]
    return "\n".join(lines)
