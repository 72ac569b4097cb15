"""`zweiklang backup`."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from zweiklang.cli.environment import database, setup_django

FOLDER = click.Path(file_okay=False, path_type=Path, resolve_path=True)


@click.command()
@click.option(
    "--to", "target", type=FOLDER, help="The folder that becomes the backup; it must not be there yet."
)
@click.option(
    "--into", "series", type=FOLDER, help="A folder of backups: makes one in it, named by the time."
)
@click.option(
    "--keep", type=click.IntRange(1), default=14, show_default=True, help="With --into: how many stay there."
)
@click.option(
    "--check",
    "checked",
    type=click.Path(exists=True, file_okay=False, path_type=Path, resolve_path=True),
    help="Reads a backup and compares its parts with their checksums; needs no database.",
)
@click.option("--check-after", is_flag=True, help="Read the new backup again, as --check does.")
@click.option("--jobs", type=click.IntRange(1, 16), default=2, show_default=True, help="Connections at once.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def backup(
    *,
    target: Path | None,
    series: Path | None,
    keep: int,
    checked: Path | None,
    check_after: bool,
    jobs: int,
    as_json: bool,
) -> None:
    """Backs up the database and the files of people, with counts and checksums of everything.

    Reads as the owner role (DATABASE_OWNER_URL, not through a pooler; or the embedded database) while people go on working. Secrets of
    the environment are not in it: keep ZWEIKLANG_SECRET_KEY elsewhere, or second factors and sessions are lost. Exit code 3 if the
    backup is complete but files were missing in the storage or not what they were, 1 if there is none.
    """
    if sum(place is not None for place in (target, series, checked)) != 1:
        raise click.UsageError("Name one of --to, --into and --check.")
    if checked:
        _say(_check(checked), as_json=as_json)
        return
    done = _take(target, series, jobs)
    if check_after:
        done["checked"] = _check(Path(done["to"]))["parts"]
    if series:
        from zweiklang.cli.backing_up.series import keep_newest

        done["removed"] = keep_newest(series, keep)
    _say(done, as_json=as_json)
    if done["files"]["missing"] or done["files"]["altered"]:
        raise SystemExit(3)


def _take(target: Path | None, series: Path | None, jobs: int) -> dict[str, Any]:
    from zweiklang.cli.backing_up.series import new_name
    from zweiklang.cli.backing_up.taking import take

    if target is None:
        assert series is not None
        target = series / new_name()
    with instance_ready():
        manifest = take(owner_url(), target, jobs=jobs)
    return {
        "to": str(target),
        "at": manifest.at,
        "product": manifest.product,
        "tables": len(manifest.tables),
        "rows": manifest.rows,
        "bytes": manifest.bytes,
        "files": manifest.files,
        "seconds": manifest.seconds,
    }


@contextmanager
def instance_ready() -> Iterator[None]:
    """Inside the block the database runs and Django is ready; a server of one's own is named by the owner's URL alone, too."""
    if url := os.environ.get("DATABASE_OWNER_URL"):
        os.environ.setdefault("DATABASE_URL", url)
    with database():
        setup_django()
        yield


def owner_url() -> str:
    """The owner's connection string; a clear error when a server of one's own is used without it."""
    if url := os.environ.get("DATABASE_OWNER_URL"):
        return url
    raise click.ClickException("DATABASE_OWNER_URL is not set: only the owner role sees all rows.")


def _check(folder: Path) -> dict[str, Any]:
    from zweiklang.cli.backing_up.checking import check

    return check(folder)


def _say(done: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(done))
        return
    place = done.get("to") or done["checked"]
    click.echo(
        f"{place}: {done['rows']:,} rows of {done['tables']} tables, {done['files']['count']:,} files, {done['bytes']:,} bytes, "
        f"as of {done['at']}."
    )
    for word in ("missing", "altered"):
        for file_id in done["files"][word]:
            click.echo(f"  file {file_id} is {word}", err=True)
    if "seconds" in done:
        click.echo(", ".join(f"{name} {value:.1f} s" for name, value in done["seconds"].items()))
