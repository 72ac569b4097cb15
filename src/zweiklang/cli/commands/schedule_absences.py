"""`zweiklang schedule import-absences`."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from zweiklang.cli.commands.schools import UNREADABLE, database_ready

if TYPE_CHECKING:
    from zweiklang.schedule.public import AbsenceFile, AbsencePlan

SHOWN = 20


@click.command(name="import-absences")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--school", "number", required=True, help="School number with four or six digits.")
@click.option("--preview", is_flag=True, help="Show what would change and change nothing.")
@click.option("--json", "as_json", is_flag=True, help="Counts and errors as one JSON object.")
def import_absences(file: Path, number: str, *, preview: bool, as_json: bool) -> None:
    """Enters the absences of FILE. Safe to repeat: decisions and teachers' own entries stay.

    Untis GPU013, or a table (CSV, XLSX) with Klasse, Nachname, Vorname, Datum and, if wanted, von Stunde, bis Stunde, Art, Status, Minuten.
    Reasons are never read. Rows with errors and rows that fit several apprentices are named and left out. Exit code 1 if nothing could
    be read.
    """
    with database_ready():
        plan = _planned(_read(file), number, preview=preview)
    click.echo(json.dumps(plan.facts(), ensure_ascii=False, indent=2) if as_json else _as_text(plan, preview))


def _read(file: Path) -> "AbsenceFile":
    from zweiklang.interfaces.public import read_absences
    from zweiklang.rosters.public import Unreadable

    try:
        return read_absences(file.read_bytes())
    except Unreadable as problem:
        click.echo(f"{file.name}: {problem.reason}", err=True)
        raise SystemExit(UNREADABLE) from problem


def _planned(file: "AbsenceFile", number: str, *, preview: bool) -> "AbsencePlan":
    from zweiklang.kernel.actor import system_actor
    from zweiklang.rooms.public import as_system
    from zweiklang.rosters.public import find_school
    from zweiklang.schedule.public import import_absences as enter
    from zweiklang.schedule.public import plan_absences

    school, actor = find_school(number), system_actor("schedule import-absences")
    if school is None:
        raise click.UsageError(
            f"No school with the number {number} takes part. See `zweiklang schools list`."
        )
    if not preview:
        return enter(actor, school=school, file=file)
    with as_system(actor):
        return plan_absences(school, file)


def _as_text(plan: "AbsencePlan", preview: bool) -> str:
    verb = "would be entered" if preview else "entered"
    lines = [
        f"{len(plan.added)} absences {verb}, {len(plan.changed)} decided, {plan.unchanged} known already.",
        f"{len(plan.kept)} left alone because the school has entered something else.",
    ]
    lines += [f"    line {one.line}: {one.reason}" for one in plan.kept[:SHOWN]]
    lines.append(f"{len(plan.problems)} lines could not be taken.")
    lines += [f"    line {one.line}: {one.reason}" for one in plan.problems[:SHOWN]]
    if plan.left_out:
        lines.append(f"{plan.left_out} lines about teachers, classes or rooms were passed over.")
    return "\n".join(lines)
