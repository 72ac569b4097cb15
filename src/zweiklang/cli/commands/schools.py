"""`zweiklang schools import|undo|list|add|responsibilities`."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from zweiklang.organisations.public import Organisation
    from zweiklang.rosters.public import Plan, Roster

# Nothing of the file could be read. Everything else that stops the command has click's own code for a wrong use, 2.
UNREADABLE = 1
SECTIONS = {
    "new": "New",
    "changed": "Changed",
    "left": "Left",
    "doubtful": "Doubtful (left out; decide on the page)",
}
SHOWN = 20


@click.group()
def schools() -> None:
    """Imports files of schools: classes, pupils, guardians, teachers."""


@schools.command(name="import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--school", "number", required=True, help="School number with four or six digits.")
@click.option("--preview", is_flag=True, help="Show what would change and change nothing.")
@click.option("--json", "as_json", is_flag=True, help="Counts and errors as one JSON object.")
@click.option(
    "--extent",
    type=click.Choice(["auto", "classes", "school"]),
    default="auto",
    show_default=True,
    help="For whom the file speaks: whoever is missing from these classes (or the whole school) has left.",
)
@click.option(
    "--confirm-leavers",
    type=int,
    default=None,
    metavar="N",
    help="The number of pupils who leave, when it is more than a tenth of the school.",
)
def import_(
    file: Path, number: str, *, preview: bool, as_json: bool, extent: str, confirm_leavers: int | None
) -> None:
    """Compares FILE with the school and applies the difference. Safe to repeat.

    LUSD reports (XLSX, CSV, JSON), Untis GPU files, Schulconnex personen-info. Rows with errors are named and left out; doubtful rows are
    left out too. Exit code 1 if nothing could be read.
    """
    with database_ready():
        roster, data = _read(file, as_json=as_json)
        plan, refusal = _apply(
            roster,
            {"number": number, "preview": preview, "confirm": confirm_leavers},
            {"file_name": file.name, "data": data, "extent": extent},
        )
    click.echo(_as_json(plan) if as_json else _as_text(plan, applied=not preview and not refusal))
    if refusal:
        raise click.UsageError(refusal)


def _apply(roster: "Roster", wish: dict[str, Any], source: dict[str, Any]) -> "tuple[Plan, str]":
    """The plan, applied unless it is a preview; and why it was not, if it was not."""
    from zweiklang.kernel.actor import system_actor
    from zweiklang.kernel.errors import Rejected
    from zweiklang.rosters.public import Source, import_roster, plan_for

    actor, school = system_actor("schools import"), _school(wish["number"])
    try:
        plan = plan_for(actor, school=school, roster=roster, extent=source["extent"])
        if plan.needs_brake and not wish["preview"] and wish["confirm"] != plan.leaving_pupils:
            return plan, (
                f"{plan.leaving_pupils} of {plan.present} pupils would leave the school. Nothing was changed."
                f" If that is right, repeat with --confirm-leavers {plan.leaving_pupils}."
            )
        if not wish["preview"]:
            plan = import_roster(
                actor,
                school=school,
                roster=roster,
                source=Source(**source),
                confirmed_leavers=wish["confirm"],
            )
    except Rejected as problem:
        raise click.UsageError(problem.message) from problem
    return plan, ""


def _read(file: Path, *, as_json: bool) -> "tuple[Roster, bytes]":
    """The roster and the bytes of the file; ends the command with code 1 if nothing could be read."""
    from zweiklang.interfaces.public import read_roster
    from zweiklang.rosters.public import Plan, Unreadable

    data = file.read_bytes()
    try:
        roster = read_roster(data, file.name)
    except Unreadable as problem:
        click.echo(f"{file.name}: {problem.reason}", err=True)
        raise SystemExit(UNREADABLE) from problem
    if not (roster.pupils or roster.teachers or roster.classes):
        plan = Plan(errors=roster.errors, warnings=roster.warnings)
        click.echo(_as_json(plan) if as_json else _as_text(plan, applied=False))
        raise SystemExit(UNREADABLE)
    return roster, data


@schools.command()
@click.option("--school", "number", required=True, help="School number with four or six digits.")
def undo(number: str) -> None:
    """Takes the last import of a school back: everything is as it was before."""
    with database_ready():
        from zweiklang.kernel.actor import system_actor
        from zweiklang.kernel.errors import Conflict
        from zweiklang.rosters.public import undo_last

        try:
            run = undo_last(system_actor("schools undo"), school=_school(number))
        except Conflict as problem:
            raise click.ClickException(str(problem)) from problem
    click.echo(f"Taken back: {run.file_name or run.get_kind_display()}.")


@schools.command(name="list")
@click.option("--json", "as_json", is_flag=True, help="A JSON array with one object per school.")
def list_(*, as_json: bool) -> None:
    """Lists the schools that take part, and those of the catalogue that could."""
    with database_ready():
        from zweiklang.rosters.public import all_schools

        rows = all_schools()
    if as_json:
        keys = ("number", "name", "town", "takes_part")
        click.echo(
            json.dumps([dict(zip(keys, row, strict=True)) for row in rows], ensure_ascii=False, indent=2)
        )
        return
    for number, name, town, takes_part in rows:
        click.echo(f"{number}  {'*' if takes_part else ' '} {name}, {town}")
    click.echo(f"{len(rows)} schools; * takes part.")


@schools.command()
@click.argument("number")
@click.argument("name")
@click.argument("town")
def add(number: str, name: str, town: str) -> None:
    """Adds a school the catalogue does not know, or renames it. Safe to repeat."""
    with database_ready():
        from zweiklang.kernel.actor import system_actor
        from zweiklang.rosters.public import add_school

        school = add_school(system_actor("schools add"), number=number, name=name, town=town)
    click.echo(f"{school.number}  {school.name}, {school.town}")


@schools.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def responsibilities(file: Path) -> None:
    """Takes FILE (TOML or CSV) as the complete list of which school is responsible for which occupation and place. Safe to repeat."""
    with database_ready():
        from zweiklang.interfaces.public import read_responsibilities
        from zweiklang.joining.public import set_responsibilities
        from zweiklang.kernel.actor import system_actor
        from zweiklang.rosters.public import Unreadable

        try:
            lines = read_responsibilities(file.read_bytes(), file.name)
        except Unreadable as problem:
            click.echo(f"{file.name}: {problem.reason}", err=True)
            raise SystemExit(UNREADABLE) from problem
        done = set_responsibilities(system_actor("schools responsibilities"), lines=lines)
    for one in done.problems:
        click.echo(f"{one.place}: {one.reason}", err=True)
    if done.problems:
        raise click.UsageError("Nothing was changed.")
    click.echo(f"{done.new} new, {done.gone} gone, {done.unchanged} unchanged.")


@contextmanager
def database_ready() -> Iterator[None]:
    """Inside the block there is a database with the tables of this version; the embedded one is brought up to date."""
    from zweiklang.cli.environment import database, has_own_server, setup_django

    own_server = has_own_server()  # inside `database` the embedded one looks like it
    with database():
        setup_django()
        from zweiklang.cli.preparation import is_migrated, migrate_as_owner, require_migrated

        if own_server:
            require_migrated()
        elif not is_migrated():
            migrate_as_owner(verbosity=0)
        yield


def _school(number: str) -> "Organisation":
    from zweiklang.kernel.actor import system_actor
    from zweiklang.kernel.errors import Rejected
    from zweiklang.rosters.public import school_by_number

    try:
        return school_by_number(system_actor("schools import"), number=number)
    except Rejected as problem:
        raise click.BadParameter(problem.message, param_hint="--school") from problem


def _as_json(plan: "Plan") -> str:
    errors = [{"line": one.line, "reason": _reason(one)} for one in plan.errors]
    return json.dumps(plan.counts | {"errors": errors}, ensure_ascii=False, indent=2)


def _reason(error: Any) -> str:
    where = ", ".join(
        filter(None, [error.sheet and f"Blatt {error.sheet}", error.column and f"Spalte {error.column}"])
    )
    return f"{where}: {error.reason}" if where else str(error.reason)


def _as_text(plan: "Plan", *, applied: bool) -> str:
    """A table of counts, and under each section its first entries with reasons."""
    lines = ["Applied." if applied and not plan.is_empty else "Nothing was changed."]
    for section, title in SECTIONS.items():
        entries = getattr(plan, section)
        lines.append(f"{title}: {len(entries)}")
        for entry in entries[:SHOWN]:
            told = entry.reason or "; ".join(f"{d.label}: {d.before} → {d.after}" for d in entry.differences)
            lines.append(f"    {entry.name}{f' – {told}' if told else ''}")
        if len(entries) > SHOWN:
            lines.append(f"    … and {len(entries) - SHOWN} more")
    for title, errors in (("Errors", plan.errors), ("Warnings", plan.warnings)):
        lines.append(f"{title}: {len(errors)}")
        lines += [f"    {one.place}: {one.reason}" for one in errors[:SHOWN]]
    return "\n".join(lines)
