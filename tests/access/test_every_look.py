"""Every address as everybody: whoever got to read another person's data stands in that person's list of looks."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.access.addresses import OWN, PLAIN, ROOMS, arguments, table, walk
from tests.access.office_addresses import DESK
from tests.access.privacy_addresses import LAND
from tests.clients import PersonClient, standing_as
from tests.worlds import World, Worlds
from zweiklang.people.public import Person
from zweiklang.rooms.models import Look
from zweiklang.rooms.public import Scope, secured_models

# Topics of lessons are about a class, not about somebody.
CONTENT = {
    Scope.IDENTITY,
    Scope.ABSENCES,
    Scope.ABSENCE_REASONS,
    Scope.RESULTS,
    Scope.SCHOOL_RECORDS,
    Scope.RECORDS,
    Scope.PLAN,
    Scope.DEVELOPMENT,
}
# Who talks or meets with somebody reads that person's words and name; nobody keeps a list of who read what was said (decision 0073).
TALKS = {
    f"exchange:{name}"
    for name in (
        "conversations",
        "conversation",
        "conversation_news",
        "conversation_people",
        "message",
    )
}
ADDRESSES = {address.name: address for address in walk()}
PAGES = [name for text in (ROOMS, OWN, PLAIN, DESK, LAND) for name in table(text)]
TABLES = {model._meta.db_table for model, security in secured_models() if security.read in CONTENT}
_NAMED = re.compile(r"""(?:FROM|JOIN)\s+"?(\w+)""")


class Reads:
    """Which tables with content of rooms gave rows to the person, not to the system role."""

    def __init__(self) -> None:
        self.tables: set[str] = set()
        self._system = False

    def __call__(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
    ) -> Any:
        done = execute(sql, params, many, context)
        if sql.startswith("SET LOCAL ROLE"):
            self._system = "zweiklang_system" in sql
        elif not self._system and context["cursor"].rowcount > 0:
            self.tables |= TABLES & set(_NAMED.findall(sql))
        return done


@contextmanager
def reading() -> Iterator[Reads]:
    reads = Reads()
    with connection.execute_wrapper(reads):
        yield reads


def _concerned(worlds: Worlds) -> list[Person]:
    return [
        person
        for world in (worlds.a, worlds.b)
        for person in (world.first.apprentice, world.second.apprentice, world.pupil)
    ]


def _noted(viewer: Person, concerned: list[Person]) -> set[str]:
    """The names of those whose lists say that this person looked. In both worlds there are people of the same name."""
    found = set()
    for person in concerned:
        with standing_as(person):
            found |= {person.name} if Look.objects.filter(viewer=viewer).exists() else set()
    return found


def _shown(response: HttpResponse, concerned: list[Person]) -> set[str]:
    """Whose names stand in the answer."""
    body = response.content.decode("utf-8", "replace")
    return {
        one.name
        for one in concerned
        if one.name in body
        or f"{one.family_name}, {one.given_name}" in body
        or f'"{one.family_name}";"{one.given_name}"' in body
    }


def _get(person: Person, name: str, world: World) -> tuple[HttpResponse, set[str]]:
    client: Client = PersonClient()
    client.force_login(person)
    with reading() as reads:
        response = client.get(reverse(name, kwargs=arguments(ADDRESSES[name], world)))
    return response, reads.tables


@pytest.mark.parametrize("name", PAGES)
def test_whoever_reads_of_somebody_stands_in_their_list(name: str, worlds: Worlds) -> None:
    concerned = _concerned(worlds)
    viewers = {*worlds.a.people.values(), worlds.crossing.person, *worlds.roomless.values()}
    for viewer in sorted(viewers, key=lambda one: one.pk):
        response, tables = _get(viewer, name, worlds.a)
        if response.status_code >= 300:
            continue
        noted = _noted(viewer, concerned)
        shown = set() if name in TALKS else _shown(response, concerned)
        missing = shown - noted - {viewer.name}
        assert missing == set(), f"{name}: {viewer.name} read names of others and stands in no list"
        others = viewer not in concerned
        assert not (others and tables and not noted), f"{name}: {viewer.name} read {tables}, noted nowhere"
