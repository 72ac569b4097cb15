"""A room as somebody else sees it: the same database rules, only those rooms, nothing written, and afterwards all as before."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import connection, transaction

from zweiklang.rooms.looks import note_look, noting_looks

_BECOME = "SELECT set_config('zweiklang.person', %s, true), set_config('zweiklang.only_rooms', %s, true)"


@contextmanager
def seeing_as(person_id: UUID, *, only: Collection[UUID]) -> Iterator[None]:
    """Inside the block row-level security answers as that person and as if these were all their rooms; a write is an error.

    The person, the rooms and the ban on writing belong to a savepoint that is rolled back at the end, so nothing of them stays: neither
    for the rest of the request nor for the next one on this connection. Inside a transaction only.

    What the block shows of others is noted as a look of whoever is really looking, never of the person whose view it is.
    """
    with noting_looks() as looks, transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_BECOME, [str(person_id), f"{{{','.join(map(str, only))}}}"])
            cursor.execute("SET LOCAL transaction_read_only = on")
        yield
        transaction.set_rollback(True)
    for room_id, category, kept_there in looks.seen:
        if kept_there is None:
            note_look(room_id, category)
