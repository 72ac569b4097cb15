"""Under whose name a test asks the database, directly or through a page.

A request sets the person for its transaction. In a test that transaction is the test's own, so the person is
taken back after each block; otherwise a later query would be asked under the wrong name.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.http import HttpResponse
from django.test import Client

from zweiklang.people.public import Person
from zweiklang.rooms.public import as_person


class PersonClient(Client):
    """Django's test browser; after each request nobody is known to the database."""

    def request(self, **request: Any) -> HttpResponse:
        """Returns the response of one request."""
        try:
            return super().request(**request)
        finally:
            forget_person()


@contextmanager
def standing_as(person: Person | None) -> Iterator[None]:
    """Inside the block the database knows the person; afterwards nobody."""
    try:
        with as_person(person.pk if person else None):
            yield
    finally:
        forget_person()


def forget_person() -> None:
    """The database knows nobody."""
    if not connection.needs_rollback:
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('zweiklang.person', '', true)")
