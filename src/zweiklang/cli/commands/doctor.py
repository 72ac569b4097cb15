"""`zweiklang doctor`."""

import json
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from zweiklang.cli.doctoring.findings import Finding

_MARKS = {"says": "ok", "warns": "look", "fails": "FAILS"}


@click.command()
@click.option(
    "--json", "as_json", is_flag=True, help='{"ok": bool, "checks": [{"name", "ok", "level", "says", "do"}]}'
)
def doctor(*, as_json: bool) -> None:
    """Looks at everything an installation needs, and says what to do. Exit code 1 if something fails.

    Database, roles, row-level security, queue, files, mail, certificates, clocks, disk, versions. Changes nothing; a probe file and
    a probe entry are removed again. Where DATABASE_OWNER_URL is set, every policy is compared with what it should be.
    """
    found = _examined()
    ok = all(one.ok for one in found)
    if as_json:
        click.echo(
            json.dumps({"ok": ok, "checks": [one.as_json() for one in found]}, ensure_ascii=False, indent=2)
        )
    else:
        click.echo(_as_text(found))
    raise SystemExit(0 if ok else 1)


def _examined() -> "list[Finding]":
    from zweiklang.cli.doctoring.findings import fails
    from zweiklang.cli.environment import database, setup_django

    try:
        with database():
            try:
                setup_django()
            except ValueError as error:  # a setting that cannot be read; the sentence names it
                return [fails("settings", f"{error}.", "Correct it (docs/operations/configuration.md).")]
            from zweiklang.cli.doctoring.examining import examine

            return examine()
    except click.ClickException as error:
        return [fails("database", error.format_message(), "Look at the folder `postgres` in the var folder.")]


def _as_text(found: "list[Finding]") -> str:
    width = max(len(one.name) for one in found)
    lines = []
    for one in found:
        lines.append(f"{_MARKS[one.level]:>5}  {one.name:<{width}}  {one.says}")
        if one.do:
            lines.append(f"{'':>5}  {'':<{width}}  → {one.do}")
    failing = sum(not one.ok for one in found)
    warned = sum(one.level == "warns" for one in found)
    return "\n".join([*lines, "", f"{len(found)} checks: {failing} fail, {warned} to look at."])
