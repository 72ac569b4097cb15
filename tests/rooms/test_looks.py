"""Who looked: written once a day for the person concerned, and read by nobody else."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection

from tests.clients import standing_as
from tests.worlds import World
from zweiklang.kernel.clock import today
from zweiklang.people.public import Person
from zweiklang.rooms import looks
from zweiklang.rooms.models import Look
from zweiklang.rooms.public import Scope, note_look, without_looks


@pytest.fixture(autouse=True)
def nothing_known() -> None:
    looks.memory.clear()


def _look(person: Person, rooms: UUID | list[UUID], category: str) -> None:
    with standing_as(person), looks.noting_looks() as noted:
        note_look(rooms, category)
        looks.write_looks(noted, viewer_id=person.pk)


def _seen_by(person: Person) -> list[tuple[UUID, str, str]]:
    with standing_as(person):
        return sorted(Look.objects.values_list("viewer_id", "category", "capacity"), key=str)


def test_the_person_concerned_reads_who_looked_as_what_on_which_day(world_a: World) -> None:
    people, room = world_a.people, world_a.first.room_id
    _look(people["trainer"], room, Scope.RECORDS)
    _look(people["trainer"], room, Scope.RECORDS)
    assert _seen_by(people["apprentice"]) == [(people["trainer"].pk, "records", "trainer")]
    with standing_as(people["apprentice"]):
        assert list(Look.objects.values_list("day", "room_id")) == [(today(), room)]
