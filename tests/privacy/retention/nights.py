"""Nights in the future, as a worker would spend them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time

from django.apps import apps

from tests.worlds import World
from zweiklang.kernel.actor import system_actor
from zweiklang.kernel.clock import BERLIN, standing_at
from zweiklang.privacy.models import RetentionRun
from zweiklang.privacy.retention.announced import rule_of_records
from zweiklang.privacy.retention.running import run
from zweiklang.rooms.public import as_system

NIGHTLY = system_actor("retention")


@contextmanager
def at(day: date) -> Iterator[None]:
    """Inside the block it is the night to that day."""
    with standing_at(datetime.combine(day, time(3), BERLIN)):
        yield


def spend(day: date, *, stop: Callable[[], bool] = lambda: False) -> RetentionRun:
    """The nightly job has run in the night to that day; returns its line of the protocol."""
    with at(day):
        return run(NIGHTLY, by="tests", stop=stop)


def record_ends(world: World) -> date:
    """Returns the day from which the record of the world's first contract is deleted."""
    return rule_of_records().after.due_from(world.first.contract.last_day)


def deleted(one: RetentionRun) -> dict[str, int]:
    """Returns the rows of the protocol's line by table."""
    found: dict[str, int] = {}
    with as_system("tests"):
        for table, rows in one.counts.values_list("table", "rows"):
            found[table] = found.get(table, 0) + rows
    return found


def sizes() -> dict[str, int]:
    """Returns how many rows every table of ours and of sign-in has."""
    with as_system("tests"):
        return {
            model._meta.db_table: model._base_manager.count()
            for model in apps.get_models(include_auto_created=True)
            if model.__module__.startswith(("zweiklang.", "allauth.", "django.contrib.sessions."))
            and model._meta.managed
        }


# The run itself writes these, or a row of it stays as a placeholder.
OWN = {
    "people_person",
    "privacy_deletionnotice",
    "privacy_departure",
    "privacy_retentioncount",
    "privacy_retentionrun",
}


def lost(before: dict[str, int]) -> dict[str, int]:
    """Returns how many rows each table has lost since, but for what the run itself writes."""
    after = sizes()
    return elsewhere(
        {table: before[table] - after[table] for table in before if before[table] > after[table]}
    )


def elsewhere(counts: dict[str, int]) -> dict[str, int]:
    """Returns the counts without the tables the run itself writes, and without sessions, which are counted with their account."""
    return {table: count for table, count in counts.items() if table not in OWN and table != "django_session"}
