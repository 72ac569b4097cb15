"""`zweiklang schedule import`."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from zweiklang.cli.commands.schools import UNREADABLE, database_ready

if TYPE_CHECKING:
    from zweiklang.organisations.public import Organisation

SHOWN = 20
ACTOR = "schedule import"
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
DAY = click.DateTime(["%Y-%m-%d", "%d.%m.%Y"])


@click.command(name="import")
@click.argument("file", type=FILE)
@click.option("--school", "number", required=True, help="School number with four or six digits.")
@click.option(
    "--from", "from_day", required=True, type=DAY, help="The day from which FILE holds: 2027-02-01."
)
@click.option(
    "--lessons",
    type=FILE,
    help="The school's GPU002, which says from when to when each lesson of a GPU001 is valid.",
)
@click.option(
    "--class", "class_label", default="", metavar="LABEL", help="The class an iCalendar file is about."
)
@click.option("--force", is_flag=True, help="Take a file that removes more than half of what the school has.")
@click.option("--json", "as_json", is_flag=True, help="What changed as one JSON object.")
def import_(file: Path, *, as_json: bool, **wish: Any) -> None:
    """Compares FILE with a school's calendar and applies the difference. Safe to repeat.

    Timetables (GPU001) and substitutions (GPU014) of Untis, iCalendar files, block plans (XLSX, CSV). From the day on exactly FILE holds in the
    classes it names; substitutions hold for the days from the first to the last in FILE; an iCalendar file without --class says when the whole
    school is free. Those concerned hear of what is different from today on. Rows with errors and classes the school does not have are named and
    left out. Exit code 1 if nothing could be read, 2 if FILE was not taken.
    """
    with database_ready():
        from zweiklang.interfaces.public import looks_like_calendar

        data = file.read_bytes()
        take = _calendar if looks_like_calendar(data) else _timetable
        done = take(file.name, data, wish | {"from_day": wish["from_day"].date()})
    click.echo(json.dumps(done.facts, ensure_ascii=False, indent=2) if as_json else _as_text(done))


@dataclass(frozen=True, slots=True)
class _Done:
    """What became of a file: the facts that are printed, and its changes in words where there are some."""

    facts: dict[str, Any]
    lines: tuple[str, ...] = ()


def _timetable(name: str, data: bytes, wish: dict[str, Any]) -> _Done:
    from zweiklang.interfaces.public import read_timetable
    from zweiklang.kernel.actor import system_actor
    from zweiklang.rosters.public import Unreadable
    from zweiklang.schedule.public import Handed, import_timetable

    lessons: Path | None = wish["lessons"]
    try:
        read = read_timetable(data, name, lessons=lessons.read_bytes() if lessons else None)
    except Unreadable as problem:
        raise _unreadable(name, problem.reason) from problem
    handed = Handed(read, name, data, wish["from_day"])
    with _taken(wish) as school:
        applied = import_timetable(system_actor(ACTOR), school=school, handed=handed, forced=wish["force"])
    lines = tuple(f"{one.label}: {' → '.join(filter(None, [one.old, one.new]))}" for one in applied.lines)
    return _Done(_facts(applied, applied.unknown_classes, read.errors), lines)


def _calendar(name: str, data: bytes, wish: dict[str, Any]) -> _Done:
    from zweiklang.interfaces.public import read_calendar
    from zweiklang.kernel.actor import system_actor
    from zweiklang.kernel.class_labels import class_label
    from zweiklang.schedule.public import CalendarUnreadable, import_calendar

    try:
        read = read_calendar(data, name)
    except CalendarUnreadable as problem:
        raise _unreadable(name, problem.reason) from problem
    with _taken(wish) as school:
        compared, unknown = import_calendar(
            system_actor(ACTOR),
            school=school,
            file=read,
            from_day=wish["from_day"],
            class_label=class_label(wish["class_label"]),
            forced=wish["force"],
        )
    return _Done(_facts(compared, unknown, read.errors))


def _unreadable(name: str, reason: str) -> SystemExit:
    """Nothing of the file could be read: its reason is said, and the command ends with code 1."""
    click.echo(f"{name}: {reason}", err=True)
    return SystemExit(UNREADABLE)


@contextmanager
def _taken(wish: dict[str, Any]) -> Iterator["Organisation"]:
    """Inside the block there is the school; a file that is not taken ends the command with the reason."""
    from zweiklang.kernel.actor import system_actor
    from zweiklang.kernel.errors import Rejected
    from zweiklang.rosters.public import school_by_number

    try:
        school = school_by_number(system_actor(ACTOR), number=wish["number"])
    except Rejected as problem:
        raise click.BadParameter(problem.message, param_hint="--school") from problem
    try:
        yield school
    except Rejected as problem:
        hint = " If that is right, repeat with --force." if problem.field == "forced" else ""
        raise click.UsageError(problem.message + hint) from problem


def _facts(found: Any, unknown: Iterable[str], errors: Iterable[Any]) -> dict[str, Any]:
    return {
        "added": found.added,
        "changed": found.changed,
        "removed": found.removed,
        "unknown_classes": list(unknown),
        "errors": [{"line": one.line, "reason": one.reason} for one in errors],
    }


def _as_text(done: _Done) -> str:
    """Counts, and under them the first changes."""
    facts = done.facts
    counts = {name: facts[name] for name in ("added", "changed", "removed")}
    lines = ["Applied." if any(counts.values()) else "Nothing was changed."]
    lines.append(", ".join(f"{count} {name}" for name, count in counts.items()))
    lines += [f"    {one}" for one in done.lines[:SHOWN]]
    if len(done.lines) > SHOWN:
        lines.append(f"    … and {len(done.lines) - SHOWN} more")
    if facts["unknown_classes"]:
        lines.append(f"Unknown classes (left out): {', '.join(facts['unknown_classes'])}")
    lines.append(f"Errors: {len(facts['errors'])}")
    lines += [f"    line {one['line']}: {one['reason']}" for one in facts["errors"][:SHOWN]]
    return "\n".join(lines)
