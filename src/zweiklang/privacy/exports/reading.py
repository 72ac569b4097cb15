"""In whose name an export reads: as the person, in the role of web pages, also inside a worker."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import connection, transaction

from zweiklang.kernel.acting import as_person
from zweiklang.kernel.job_rights import APP_ROLE


@contextmanager
def one_moment() -> Iterator[None]:
    """Inside the block the database stands still: everything read is of one moment. Within another transaction its rules hold."""
    alone = not connection.in_atomic_block
    with transaction.atomic():
        if alone:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


@contextmanager
def as_reader(person_id: UUID) -> Iterator[None]:
    """Inside the block row-level security holds for that person as on a page; role and person before are restored.

    A worker lives in the system role, which every table admits: it steps back into the application role first, and where that fails
    nothing is read at all.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('role'), current_setting('zweiklang.person', true)")
        role, person = cursor.fetchone()
        cursor.execute("SET LOCAL ROLE NONE")
        cursor.execute("SELECT current_user")
        if cursor.fetchone()[0] != APP_ROLE:
            raise PermissionError(f"exports read as {APP_ROLE} and as nobody else")
        with as_person(person_id):
            yield
        cursor.execute("SELECT set_config('zweiklang.person', %s, true)", [person or ""])
        cursor.execute(f"SET LOCAL ROLE {role}" if role != "none" else "SET LOCAL ROLE NONE")
