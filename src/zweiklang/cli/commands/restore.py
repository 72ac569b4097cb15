"""`zweiklang restore`."""

import json
import os
from pathlib import Path
from typing import Any

import click

from zweiklang.cli.commands.backup import instance_ready, owner_url
from zweiklang.cli.environment import has_own_server


@click.command()
@click.option(
    "--from",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path, resolve_path=True),
    required=True,
    help="A backup of `zweiklang backup`.",
)
@click.option(
    "--verify/--no-verify",
    default=True,
    help="Compare every row, rule, right and file afterwards. Default: yes.",
)
@click.option("--jobs", type=click.IntRange(1, 16), default=2, show_default=True, help="Connections at once.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def restore(*, folder: Path, verify: bool, jobs: int, as_json: bool) -> None:
    """Restores a backup into an empty instance and brings its tables to this version.

    Until all of it has been compared nobody but the owner can sign in to the database; if it breaks off or something differs, that
    stays so, and the next restore begins anew. On a server of your own run `zweiklang database create` before.
    """
    _require_both_urls()
    with instance_ready():
        from zweiklang.cli.backing_up.restoring import restore as restore_from
        from zweiklang.cli.preparation import is_migrated, migrate_as_owner

        done = restore_from(owner_url(), folder, verify=verify, jobs=jobs)
        done["migrated"] = not is_migrated()
        if done["migrated"]:
            migrate_as_owner(verbosity=0)
    click.echo(json.dumps(done) if as_json else _text(done))


def _require_both_urls() -> None:
    """Bringing tables to a newer version computes memberships, which is done in the application's role."""
    if os.environ.get("DATABASE_OWNER_URL") and not has_own_server():
        raise click.ClickException("DATABASE_URL is not set: restoring needs it beside DATABASE_OWNER_URL.")


def _text(done: dict[str, Any]) -> str:
    word = "restored and compared" if done["verified"] else "restored, not compared"
    lines = [
        f"{done['rows']:,} rows of {done['tables']} tables and {done['files']['files']:,} files of {done['at']} are {word}.",
        ", ".join(f"{name} {value:.1f} s" for name, value in done["seconds"].items()),
    ]
    if done["missing_files"]:
        lines.append(f"{len(done['missing_files'])} files were missing already when the backup was made.")
    if not done["same_secret_key"]:
        lines.append(
            "ZWEIKLANG_SECRET_KEY is not the one of the backup: second factors and sign-in links of then cannot be read. Set it, or add "
            "the old one to ZWEIKLANG_SECRET_KEY_FALLBACKS."
        )
    lines.append(
        f"Erasures and deletions since {done['at']} are undone by this: repeat them (docs/operations/backup.md)."
    )
    return "\n".join(lines)
