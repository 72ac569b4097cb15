"""Under whose name the database is asked: a person, or a named system actor in its own role."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import connection, transaction

from zweiklang.kernel.actor import Actor
from zweiklang.kernel.job_rights import SYSTEM_ROLE

# Plans: the policies make a page's joins long, and planning one of seven tables takes 2 ms, more than running it. PostgreSQL plans
# anew as long as it believes the values matter; here they are ids and rooms of a person, for which the index is always right.
_BECOME = "SELECT set_config('zweiklang.person', %s, true), set_config('plan_cache_mode', 'force_generic_plan', true)"
# Somebody waits at the screen: what takes too long gives up and says so. A web server that vanished in the middle keeps no lock for long.
_HURRY = (
    ", set_config('statement_timeout', %s, true), set_config('lock_timeout', %s, true)"
    ", set_config('idle_in_transaction_session_timeout', %s, true)"
)


@contextmanager
def as_person(person_id: UUID | None, *, seconds: int = 0) -> Iterator[None]:
    """One transaction in which row-level security knows `person_id` (None: nobody, who sees nothing).

    `seconds` is how long one statement may take, a quarter of it how long it may wait for a lock; 0 for no limit.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            limits = [f"{milliseconds}ms" for milliseconds in (seconds * 1000, seconds * 250, seconds * 6000)]
            cursor.execute(
                _BECOME + (_HURRY if seconds else ""), [str(person_id or ""), *(limits if seconds else ())]
            )
        yield


@contextmanager
def as_system(actor: Actor | str) -> Iterator[None]:
    """A (nested) transaction in the system role, under the actor's name in the audit trail; the role before is restored.

    For derivations, imports and jobs. The system role is no owner and has no BYPASSRLS: each table admits it by a policy of its own.
    """
    name = actor if isinstance(actor, str) else actor.name
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('role'), current_setting('zweiklang.system', true)")
        role, before = cursor.fetchone()
        cursor.execute(f"SET LOCAL ROLE {SYSTEM_ROLE}")
        cursor.execute("SELECT set_config('zweiklang.system', %s, true)", [name])
        yield
        cursor.execute(f"SET LOCAL ROLE {role}" if role != "none" else "SET LOCAL ROLE NONE")
        cursor.execute("SELECT set_config('zweiklang.system', %s, true)", [before or ""])
