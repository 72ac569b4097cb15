"""Where a person's name or address may still be found: every column of every table is looked through."""

import re

from django.apps import apps
from django.db import connection

from tests.worlds import ACTOR
from zweiklang.kernel.actor import system_actor
from zweiklang.people.public import Person
from zweiklang.rooms.public import as_system

SYSTEM = system_actor("erasure")
# Where a name or an address may still stand, and why.
KEPT = {"privacy_registername": "§ 34 BBiG: the chamber alone"}


def everywhere(text: str) -> dict[str, int]:
    """Returns in how many rows of which tables the text stands, in any column, in any letter case."""
    with as_system(ACTOR), connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace"
            " AND has_table_privilege(c.oid, 'SELECT') ORDER BY 1"
        )
        found = {}
        for (table,) in cursor.fetchall():
            cursor.execute(
                f'SELECT count(*) FROM "{table}" t WHERE t::text ~* %s', [rf"\m{re.escape(text)}\M"]
            )
            if count := cursor.fetchone()[0]:
                found[table] = count
    return found


def left_of(person: Person) -> dict[str, int]:
    """Returns the tables in which the name or the address of the person still stands, but for those that may keep it."""
    traces = {**everywhere(person.family_name), **everywhere(person.email)}
    return {table: count for table, count in traces.items() if table not in KEPT}


def stand_alone(person: Person) -> None:
    """Nobody else bears the family name any more, also not in the other world, where people are called the same."""
    with as_system(ACTOR):
        Person.objects.filter(family_name__contains=person.family_name).exclude(pk=person.pk).update(
            family_name="Namensvetter", sort_key="namensvetter"
        )
        apps.get_model("rosters", "ImportChange").objects.filter(run__school__name="Testschule b").delete()
        namesakes = apps.get_model("apprenticeships", "Pupil").objects.filter(
            person__family_name="Namensvetter"
        )
        namesakes.update(match_key="namensvetter")
