"""The demo world, filled once for the tests of this folder."""

from collections.abc import Iterator

import pytest
from django.db import transaction

from tests.worlds import ACTOR
from zweiklang.cli.demo_world import fill
from zweiklang.people.public import Person
from zweiklang.rooms.public import as_system
from zweiklang.web.public import PERSONAS


@pytest.fixture(scope="package", autouse=True)
def filled(django_db_setup: None, django_db_blocker) -> Iterator[None]:
    """The demo world, seen by the system role; gone afterwards."""
    with django_db_blocker.unblock(), transaction.atomic():
        fill()
        with as_system(ACTOR):
            yield
        transaction.set_rollback(True)


def demo_person(key: str) -> Person:
    """Returns the persona with that key."""
    return Person.objects.get(email=next(p.email for p in PERSONAS if p.key == key))
