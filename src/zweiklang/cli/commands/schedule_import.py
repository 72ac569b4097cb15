"""`zweiklang schedule import`."""

import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from zweiklang.cli.commands.schools import UNREADABLE, database_ready

if TYPE_CHECKING:
    from zweiklang.schedule.public import Applied, TimetableFile

SHOWN = 20
DAY = click.DateTime(["%Y-%m-%d", "%d.%m.%Y"])


@click.command(name="import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--school", "number", required=True, help="School number with four or six digits.")
@click.option(
    "--from", "from_day", required=True, type=DAY, help="The day from which FILE holds: 2027-02-01."
)
@click.option(
    "--lessons",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The school's GPU002, which says from when to when each lesson of a GPU001 is valid.",
)
@click.option(
    "--force", is_flag=True, help="Take a file that removes more than half of the school's lessons."
)
@click.option("--json", "as_json", is_flag=True, help="What changed as one JSON object.")
def import_(
    file: Path, number: str, *, from_day: datetime, lessons: Path | None, force: bool, as_json: bool
) -> None:
    """Compares FILE with a school's calendar and applies the difference. Safe to repeat.

    Timetables (GPU001) and substitutions (GPU014) of Untis. From the day on exactly FILE holds in the classes it names; substitutions hold for
    the days from the first to the last in FILE. Those concerned hear of what is different from today on. Rows with errors and classes the
    school does not have are named and left out. Exit code 1 if nothing could be read, 2 if FILE was not taken.
    """
    with database_ready():
        read = _read(file, lessons)
        applied = _apply(file, read, {"number": number, "from_day": from_day, "force": force})
    click.echo(_as_json(read, applied) if as_json else _as_text(read, applied))


def _read(file: Path, lessons: Path | None) -> "TimetableFile":
    """What the file says; ends the command with code 1 if nothing could be read."""
    from zweiklang.interfaces.public import read_timetable
    from zweiklang.rosters.public import Unreadable

    try:
        return read_timetable(file.read_bytes(), file.name, lessons=lessons.read_bytes() if lessons else None)
    except Unreadable as problem:
        click.echo(f"{file.name}: {problem.reason}", err=True)
        raise SystemExit(UNREADABLE) from problem


def _apply(file: Path, read: "TimetableFile", wish: dict[str, Any]) -> "Applied":
    from zweiklang.kernel.actor import system_actor
    from zweiklang.kernel.errors import Rejected
    from zweiklang.rosters.public import school_by_number
    from zweiklang.schedule.public import Handed, import_timetable

    actor = system_actor("schedule import")
    try:
        school = school_by_number(actor, number=wish["number"])
    except Rejected as problem:
        raise click.BadParameter(problem.message, param_hint="--school") from problem
    handed = Handed(read, file.name, file.read_bytes(), wish["from_day"].date())
    try:
        return import_timetable(actor, school=school, handed=handed, forced=wish["force"])
    except Rejected as problem:
        hint = " If that is right, repeat with --force." if problem.field == "forced" else ""
        raise click.UsageError(problem.message + hint) from problem


def _as_json(read: "TimetableFile", applied: "Applied") -> str:
    errors = [{"line": one.line, "reason": one.reason} for one in read.errors]
    facts = {**applied.counts, "unknown_classes": list(applied.unknown_classes), "errors": errors}
    return json.dumps(facts, ensure_ascii=False, indent=2)


def _as_text(read: "TimetableFile", applied: "Applied") -> str:
    """Counts, and under them the first changes."""
    lines = ["Nothing was changed." if applied.is_empty else "Applied."]
    lines.append(f"{applied.added} added, {applied.changed} changed, {applied.removed} removed")
    lines += [
        f"    {one.label}: {' → '.join(filter(None, [one.old, one.new]))}" for one in applied.lines[:SHOWN]
    ]
    if len(applied.lines) > SHOWN:
        lines.append(f"    … and {len(applied.lines) - SHOWN} more")
    if applied.unknown_classes:
        lines.append(f"Unknown classes (left out): {', '.join(applied.unknown_classes)}")
    lines.append(f"Errors: {len(read.errors)}")
    lines += [f"    line {one.line}: {one.reason}" for one in read.errors[:SHOWN]]
    return "\n".join(lines)
