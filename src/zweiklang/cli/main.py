"""The `zweiklang` command and its list of commands."""

import os

import click

from zweiklang.cli.lazy import Entry, LazyGroup
from zweiklang.cli.stopping import stop_in_order
from zweiklang.kernel.secret_files import take_secrets_from_files

_COMMANDS = "zweiklang.cli.commands"
ENTRIES = {
    "demo": Entry(f"{_COMMANDS}.demo:demo", "Starts a complete demo: database, demo world, web server."),
    "serve": Entry(f"{_COMMANDS}.serve:serve", "Serves the site."),
    "live": Entry(
        f"{_COMMANDS}.live:live", "Holds the streams over which open pages hear that something is new."
    ),
    "worker": Entry(
        f"{_COMMANDS}.worker:worker", "Does the jobs of the queue, such as mails; `status` shows it."
    ),
    "migrate": Entry(f"{_COMMANDS}.migrate:migrate", "Brings the tables to this version, as the owner role."),
    "check": Entry(
        f"{_COMMANDS}.check:check", "Checks settings and models; outside demo mode also for production."
    ),
    "doctor": Entry(
        f"{_COMMANDS}.doctor:doctor", "Looks at everything an installation needs, and says what to do."
    ),
    "database": Entry(
        f"{_COMMANDS}.database:database", "Starts, stops and opens the database; prints its URLs."
    ),
    "backup": Entry(
        f"{_COMMANDS}.backup:backup",
        "Backs up database and files, with checksums; `--check` reads one again.",
    ),
    "restore": Entry(
        f"{_COMMANDS}.restore:restore", "Restores a backup into an empty instance and compares it."
    ),
    "regulations": Entry(
        f"{_COMMANDS}.regulations:regulations", "Inspects and imports training regulations (GII XML)."
    ),
    "curricula": Entry(
        f"{_COMMANDS}.curricula:curricula", "Imports framework curricula and the shipped catalogue."
    ),
    "chambers": Entry(f"{_COMMANDS}.chambers:chambers", "Imports files of chambers: training contracts."),
    "schools": Entry(f"{_COMMANDS}.schools:schools", "Imports files of schools: classes, pupils, teachers."),
    "schedule": Entry(
        f"{_COMMANDS}.schedule:schedule", "Reads and imports timetables; says what a school day means by law."
    ),
    "planning": Entry(
        f"{_COMMANDS}.planning:planning", "Links Lernfelder and positions; plans the firm's rotation."
    ),
    "privacy": Entry(
        f"{_COMMANDS}.privacy:privacy", "Exports what is stored about a person, and imports it elsewhere."
    ),
    "rules": Entry(f"{_COMMANDS}.rules:rules", "Shows and checks the release rules: who sees what."),
    "retention": Entry(
        f"{_COMMANDS}.retention:retention", "Deletes what is past its time; preview and protocol of it."
    ),
    "sign-in": Entry(f"{_COMMANDS}.sign_in:sign_in", "Keeps the services with which schools sign people in."),
    "documents": Entry(
        f"{_COMMANDS}.documents:documents", "Makes the papers of data protection (docs/generated/, PDF)."
    ),
    "push-key": Entry(
        f"{_COMMANDS}.push_key:push_key", "Makes the key with which pushes to devices are signed."
    ),
    "bench": Entry(f"{_COMMANDS}.bench:bench", "Measures the promises about performance (in a checkout)."),
    "hesse": Entry(
        f"{_COMMANDS}.hesse:hesse", "Makes a Hesse of any size in a database of its own, to measure with."
    ),
    "settings": Entry(f"{_COMMANDS}.settings:settings", "Describes every setting."),
    "django": Entry(f"{_COMMANDS}.django:django", "Runs a management command of Django."),
}


@click.command(cls=LazyGroup, entries=ENTRIES, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="zweiklang")
def group() -> None:
    """Zweiklang: school, company and apprentice on one apprenticeship."""


def main() -> None:
    """Runs the command of the command line; secrets may lie in files; SIGTERM ends it in the same order as Ctrl-C."""
    try:
        take_secrets_from_files(os.environ)
    except ValueError as problem:
        raise SystemExit(f"Error: {problem}") from problem
    with stop_in_order():
        group(prog_name="zweiklang")
