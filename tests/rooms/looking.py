"""Looks as tests write and read them: under the name of whoever looks, and of the person concerned."""

from uuid import UUID

from django.db import DatabaseError, connection, transaction
from psycopg import errors

from tests.clients import standing_as
from zweiklang.people.public import Person
from zweiklang.rooms import looks
from zweiklang.rooms.models import Look
from zweiklang.rooms.public import note_look, note_people

type Seen = list[tuple[UUID, str, str]]


def look(person: Person, rooms: UUID | list[UUID], category: str) -> None:
    """The person has seen a page with that category of these rooms."""
    with standing_as(person), looks.noting_looks() as noted:
        note_look(rooms, category)
        looks.write_looks(noted, viewer_id=person.pk)


def look_at(person: Person, room_id: UUID, category: str, *people: Person) -> None:
    """The person has seen a page with these people whom that room keeps."""
    with standing_as(person), looks.noting_looks() as noted:
        note_people(room_id, category, [one.pk for one in people])
        looks.write_looks(noted, viewer_id=person.pk)


def list_of(person: Person) -> Seen:
    """Returns what the person reads: who looked, at what, as what."""
    with standing_as(person):
        return sorted(Look.objects.values_list("viewer_id", "category", "capacity"), key=str)


def run(statement: str, *values: object) -> list[tuple[object, ...]]:
    """Returns the rows of a statement."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


def refused(statement: str, *values: object) -> bool:
    """True if the role or the person may not; nothing stays changed."""
    try:
        with transaction.atomic():
            run(statement, *values)
            transaction.set_rollback(True)
    except DatabaseError as error:
        return isinstance(error.__cause__, errors.InsufficientPrivilege)
    return False
