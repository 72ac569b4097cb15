"""Who looked at whose data: noted while a page is made, written by one statement at its end, kept in mind so that it costs nothing again.

    note_look(room_id, Scope.RECORDS)                     # a page of an apprenticeship
    note_look((row.room_id for row in rows), Scope.SCHEDULE)
    note_people(team_room_id, Scope.ADMINISTRATION, ids)  # people a school keeps in its own room

The database decides what becomes a row: only what the viewer carries there now, never about oneself, never in a preview as somebody
else. A failure is logged; the page stays.
"""

import logging
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date
from threading import Lock
from uuid import UUID

from django.db import DatabaseError, connection, connections, transaction

from zweiklang.kernel.clock import today

# Enough for all looks of one process on one day at a large school; a forgotten one costs a statement, nothing else.
REMEMBERED = 20_000
WRITE = "SELECT day, known FROM note_looks(%s::uuid[], %s::text[], %s::uuid[])"

log = logging.getLogger(__name__)

type Sight = tuple[UUID, str, UUID | None]
"""Room, category, and the person where the room is not about one alone."""


@dataclass(slots=True)
class Looks:
    """What the page that is being made shows of others."""

    seen: dict[Sight, None] = field(default_factory=dict)


class _Memory:
    """What was written today, per viewer; the oldest is forgotten first. Shared by the threads of the process."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._known: OrderedDict[tuple[date, UUID, Sight], None] = OrderedDict()
        self._lock = Lock()

    def unknown(self, day: date, viewer: UUID, sights: Iterable[Sight]) -> list[Sight]:
        """Returns those that are not known to be written on that day."""
        with self._lock:
            return [sight for sight in sights if (day, viewer, sight) not in self._known]

    def remember(self, day: date, viewer: UUID, sights: Iterable[Sight]) -> None:
        """These are written."""
        with self._lock:
            for sight in sights:
                self._known[day, viewer, sight] = None
            while len(self._known) > self._size:
                self._known.popitem(last=False)

    def clear(self) -> None:
        """Nothing is known any more."""
        with self._lock:
            self._known.clear()


memory = _Memory(REMEMBERED)
_current: ContextVar[Looks | None] = ContextVar("looks", default=None)


def note_look(rooms: UUID | Iterable[UUID], category: str) -> None:
    """The page shows data of that category from these rooms of apprenticeships; outside of a page nothing happens."""
    looks = _current.get()
    if looks is not None:
        ids = (rooms,) if isinstance(rooms, UUID) else rooms
        looks.seen.update(((room, str(category), None), None) for room in ids)


def note_people(room_id: UUID, category: str, people: Iterable[UUID]) -> None:
    """The page shows data of these people whom that room (a class's, a school's own) keeps; outside of a page nothing happens."""
    looks = _current.get()
    if looks is not None:
        looks.seen.update(((room_id, str(category), person), None) for person in people)


@contextmanager
def noting_looks() -> Iterator[Looks]:
    """Inside the block looks are collected. `write_looks` writes them; what is not written is forgotten."""
    looks = Looks()
    token = _current.set(looks)
    try:
        yield looks
    finally:
        _current.reset(token)


def write_looks(looks: Looks, *, viewer_id: UUID) -> None:
    """What the page showed of others stands in their lists of looks. Call in the page's transaction.

    Raises a DatabaseError only where the page's transaction is lost with it: swallowed, the page would say that something was done which
    is rolled back.
    """
    sights = memory.unknown(today(), viewer_id, looks.seen) if looks.seen else []
    if not sights:
        return
    try:
        with transaction.atomic():
            day, known = _written(sights)
    except DatabaseError as error:
        log.error("looks were not written: %s", error)
        if connection.needs_rollback:
            raise
        return
    kept = [sights[position - 1] for position in known]
    # If the page's transaction fails after all, nothing is written and nothing may be remembered.
    transaction.on_commit(lambda: memory.remember(day, viewer_id, kept))


def _written(sights: list[Sight]) -> tuple[date, list[int]]:
    rooms, categories, people = (list(column) for column in zip(*sights, strict=True))
    with connection.cursor() as cursor:
        cursor.execute(WRITE, [rooms, categories, people])
        day, known = cursor.fetchone()
    return day, known or []


def rotate_looks(on: date, *, using: str = "default") -> list[str]:
    """There are partitions for this month and the next two, and no row older than twelve months; returns those made and dropped.

    Call in the system role.
    """
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT rotate_looks(%s)", [on])
        changed: list[str] = cursor.fetchone()[0]
    return changed


def forget_looks(people: Iterable[UUID]) -> int:
    """Nothing says any more who looked at the data of these people; returns how many rows went. Call in the system role."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT forget_looks(%s::uuid[])", [list(people)])
        count: int = cursor.fetchone()[0]
    return count
