"""`zweiklang regulations inspect|import`."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from zweiklang.curricula.public import ImportReport

PATHS = click.Path(exists=False, path_type=Path)


@click.group()
def regulations() -> None:
    """Inspects and imports training regulations (GII XML)."""


@regulations.command()
@click.argument("files", nargs=-1, required=True, type=PATHS)
@click.option("--json", "as_json", is_flag=True, help="A JSON array with one object per file.")
def inspect(files: tuple[Path, ...], as_json: bool) -> None:
    """Shows what the importer reads from each file.

    Needs no database. Exit code 1 if a file is no regulation.
    """
    from zweiklang.cli.environment import setup_django

    setup_django()
    from zweiklang.curricula.public import inspect_files

    results = inspect_files(files)
    if as_json:
        click.echo(json.dumps(results, ensure_ascii=False, indent=2))
    else:
        for result in results:
            click.echo(_summary(result))
    raise SystemExit(1 if any("error" in result for result in results) else 0)


@regulations.command(name="import")
@click.argument("paths", nargs=-1, required=True, type=PATHS)
def import_(paths: tuple[Path, ...]) -> None:
    """Stores the regulations of files and folders. Safe to repeat.

    Exit code 1 if a file could not be read.
    """
    from zweiklang.cli.environment import database, setup_django

    files = _files(paths)
    with database():
        setup_django()
        report = _import_with_progress(files)
    for outcome in report.failed:
        click.echo(f"{outcome.file}: {outcome.error}", err=True)
    counts = ", ".join(
        f"{report.count(result)} {result}" for result in ("new", "updated", "unchanged", "failed")
    )
    click.echo(f"{len(files)} files: {counts}.")
    raise SystemExit(1 if report.failed else 0)


def _files(paths: Sequence[Path]) -> list[Path]:
    """The files named, and every .xml file below the folders named, each once and in order."""
    found: dict[Path, None] = {}
    for path in paths:
        for file in sorted(path.rglob("*.xml")) if path.is_dir() else [path]:
            found[file] = None
    if not found:
        raise click.ClickException("There is no .xml file in these folders.")
    return [*found]


def _import_with_progress(files: Sequence[Path]) -> "ImportReport":
    """Imports all files under a progress bar on stderr."""
    from rich.console import Console
    from rich.progress import Progress

    from zweiklang.curricula.public import import_regulations
    from zweiklang.kernel.actor import system_actor

    with Progress(console=Console(stderr=True)) as progress:
        bar = progress.add_task("Regulations", total=len(files))
        return import_regulations(
            system_actor("regulations import"),
            paths=files,
            progress=lambda done, _total, _outcome: progress.update(bar, completed=done),
        )


def _summary(result: dict[str, object]) -> str:
    if "error" in result:
        return f"{result['file']}: {result['error']}"
    warnings = result["warnings"]
    annexes = result["annexes"]
    assert isinstance(warnings, list)
    assert isinstance(annexes, list)
    sections = sum(len(annex["sections"]) for annex in annexes)
    return f"{result['file']}: {result['title']} – {sections} sections, {len(warnings)} warnings"
