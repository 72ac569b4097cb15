"""Row 10: a change of the Land's default reaches all memberships within a minute and blocks nobody; a brake closes at once."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import psycopg
from django.db import transaction
from django.utils import timezone

from tests.bench.pages import Cast
from tests.bench.table import Figure, at_most, key
from zweiklang.kernel.actor import system_actor
from zweiklang.kernel.clock import today
from zweiklang.rooms.public import (
    Membership,
    Proposal,
    ReleaseDecision,
    Room,
    as_system,
    effect_of_release,
    recompute_memberships,
)
from zweiklang.rooms.rules.recomputing import close_now

ACTOR = system_actor("bench")
HESSE = 88_000
MOST_SECONDS = 60
MOST_WAIT = 1.0
AT_ONCE_SECONDS = 20
CELL = ("lessons", "trainer")


def figures(app_url: str, cast: Cast) -> Iterator[Figure]:
    """Yields recomputing, how long a reader and a writer wait meanwhile, the preview, and the brake of the Land. The world is as before."""
    with as_system(ACTOR):
        rooms = Room.objects.filter(kind="apprenticeship").count()
    yield _scaled("preview of a change of the Land's default", _preview(), rooms, "")
    with _waiting(app_url, cast.people["apprentice"], cast.room_id) as waited:
        seconds, written = _recompute("open")
    yield _scaled(
        "all memberships after a change of the Land's default",
        seconds,
        rooms,
        f"{written} memberships written",
    )
    longest = max(waited, default=0.0)
    yield at_most(
        "rules.longest_wait", 10, "longest wait of a reader and writer meanwhile", longest, "s", MOST_WAIT,
        says=f"{longest * 1000:.0f} ms", against=f"{len(waited)} turns",
    )  # fmt: skip
    yield _brake(rooms)
    with as_system(ACTOR):
        ReleaseDecision.objects.filter(decided_as="Messung").delete()
    recompute_memberships(ACTOR)


def _preview() -> float:
    proposal = Proposal("land", *CELL, "open", today(), "Messung der Geschwindigkeit")
    began = time.monotonic()
    effect_of_release(ACTOR, proposal=proposal)
    return time.monotonic() - began


def _recompute(state: str) -> tuple[float, int]:
    """As the job does it: the decision stands already, each batch is a transaction of its own."""
    with as_system(ACTOR):
        ReleaseDecision.objects.create(
            body="land", category=CELL[0], capacity=CELL[1], state=state, effective_on=today(),
            reason="Messung", decided_as="Messung", decided_at=timezone.now(),
        )  # fmt: skip
    began = time.monotonic()
    written = recompute_memberships(ACTOR, capacities=("trainer", "deputy_trainer", "training_manager"))
    return time.monotonic() - began, written


@contextmanager
def _waiting(app_url: str, person_id: UUID, room_id: UUID) -> Iterator[list[float]]:
    """Inside the block somebody reads and writes the record of one room again and again; the list holds seconds of each turn."""
    turns: list[float] = []
    done = threading.Event()

    def work() -> None:
        with psycopg.connect(app_url) as connection:
            while not done.is_set():
                began = time.monotonic()
                with connection.transaction():
                    connection.execute("SELECT set_config('zweiklang.person', %s, true)", [str(person_id)])
                    connection.execute("SELECT count(*) FROM records_line WHERE room_id = %s", [room_id])
                    connection.execute(
                        "UPDATE records_line SET text = text WHERE id = (SELECT l.id FROM records_line l JOIN records_week w ON w.id = l.week_id"
                        " WHERE w.room_id = %s AND w.state = 'draft' LIMIT 1)",
                        [room_id],
                    )
                turns.append(time.monotonic() - began)
                time.sleep(0.01)

    worker = threading.Thread(target=work)
    worker.start()
    try:
        yield turns
    finally:
        done.set()
        worker.join()


def _brake(rooms: int) -> Figure:
    """One transaction, rolled back: a brake of the Land is one statement however many rooms there are."""
    with transaction.atomic():
        began = time.monotonic()
        with as_system(ACTOR):
            close_now("records")
        seconds = time.monotonic() - began
        with as_system(ACTOR):
            left = Membership.objects.filter(capacity="trainer", scopes__contains=["records"]).count()
        transaction.set_rollback(True)
    what = "brake of the Land, closed to everybody"
    note = f"{left} trainers still carry it"
    return _scaled(what, seconds, rooms, note, most=AT_ONCE_SECONDS, nobody_left=not left)


def _scaled(
    name: str, seconds: float, rooms: int, note: str, *, most: float = MOST_SECONDS, nobody_left: bool = True
) -> Figure:
    """The figure for 88,000 apprenticeships, reckoned from as many as there are."""
    whole = seconds * HESSE / rooms
    return at_most(
        f"rules.{key(name)}",
        10,
        name,
        whole,
        "s",
        most,
        also=nobody_left,
        says=f"{whole:.1f} s for {HESSE}",
        against=f"{seconds:.2f} s for {rooms}",
        note=note,
    )
