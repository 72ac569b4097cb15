"""What stands between an empty database and a served page: tables, static files, demo world.

Run as `python -m zweiklang.cli.preparation --static | --migrate | --demo URL`, a process of its own, so that
the server's main process stays small and forks its workers without Django's connections.
"""

import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import click

from zweiklang.cli.environment import setup_django, var_dir
from zweiklang.cli.lifeline import signal_when_parent_dies
from zweiklang.cli.locks import exclusive_lock
from zweiklang.cli.migrating import Patience, migrate_patiently


def prepare(*arguments: str) -> None:
    """Everything is ready to be served; raises ClickException when a step failed (its output says which)."""
    done = subprocess.run(
        [sys.executable, "-m", "zweiklang.cli.preparation", *arguments],
        check=False,
        stdin=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl-C is for the command, which then ends this process without its traceback
        preexec_fn=signal_when_parent_dies(signal.SIGTERM),
    )
    if done.returncode:
        raise click.ClickException("The preparation failed; see above.")


def migrate_as_owner(*, verbosity: int, patience: Patience = Patience()) -> None:  # noqa: B008 - it never changes
    """The tables are those of this version, and everybody sees what its release rules say. Nobody is kept waiting (`migrating`).

    The migrations' own table can be read by the other roles, not written.
    """
    from django.core.management import call_command
    from django.db import connections

    from zweiklang.cli.first_tables import quick_first_tables
    from zweiklang.kernel.actor import system_actor
    from zweiklang.rooms.public import recompute_if_rules_changed

    migrate: Callable[[], Any] = partial(
        call_command, "migrate", database="owner", interactive=False, verbosity=verbosity
    )
    with quick_first_tables(connections["owner"]):
        migrate_patiently(migrate, patience)
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM zweiklang_app, zweiklang_system"
        )
    recompute_if_rules_changed(system_actor("migrate"))


def collect_static_files() -> None:
    """Hashed and compressed copies of all static files lie in STATIC_ROOT; of servers that share it one writes at a time.

    Those of earlier versions stay: pages of a server that still runs one name them.
    """
    from django.core.management import call_command

    with exclusive_lock(var_dir() / "static.lock", patience=120):
        call_command("collectstatic", interactive=False, verbosity=0, clear=False)


def main(arguments: Sequence[str]) -> None:
    """`--static` prepares files only, `--migrate` the tables too, `--demo URL` the demo world as well."""
    what = arguments[0]
    setup_django()
    collect_static_files()
    if what == "--static":
        require_migrated()
        return
    migrate_as_owner(verbosity=0)
    if what == "--demo":
        from zweiklang.cli.demo_world import fill
        from zweiklang.cli.personas import personas_text

        fill()
        click.echo(f"\nPersonas (one click signs in):\n{personas_text(arguments[1])}")


def is_migrated() -> bool:
    """True if every migration is in the database."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def require_migrated() -> None:
    """Every migration is in the database; otherwise the process ends with a sentence and code 1."""
    if not is_migrated():
        sys.exit(
            "The tables are not those of this version: run `zweiklang migrate` with DATABASE_OWNER_URL first."
        )


if __name__ == "__main__":
    main(sys.argv[1:])
