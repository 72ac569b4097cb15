"""`zweiklang schedule …`: the school's calendar. Each command lies in a module of its own and has one line here."""

import click

from zweiklang.cli.lazy import Entry, LazyGroup

_COMMANDS = "zweiklang.cli.commands"
ENTRIES = {
    "import-absences": Entry(
        f"{_COMMANDS}.schedule_absences:import_absences",
        "Enters the absences of a file (Untis GPU013, CSV, XLSX).",
    ),
    "inspect-untis": Entry(
        f"{_COMMANDS}.schedule_inspect:inspect_untis",
        "Shows what the importer reads from a timetable of Untis (GPU001). Needs no database.",
    ),
    "import": Entry(
        f"{_COMMANDS}.schedule_import:import_",
        "Compares a file (Untis, iCalendar, block plan) with a school's calendar and applies the difference.",
    ),
    "release-day": Entry(
        f"{_COMMANDS}.schedule_release:release_day",
        "Says what § 15 BBiG and § 9 JArbSchG mean for a school day. Needs no database.",
    ),
}


@click.command(cls=LazyGroup, entries=ENTRIES)
def schedule() -> None:
    """Reads timetables, imports them, and says what a school day means for the training time."""
