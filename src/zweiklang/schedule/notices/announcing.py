"""What changed is written down, in the transaction of the change; who hears of it is found by a job."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from zweiklang.kernel import jobs
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import today
from zweiklang.kernel.ids import new_id
from zweiklang.rooms.public import as_system
from zweiklang.schedule.models import LONGEST_CHANGE, ScheduleChange

NOTIFY = "schedule.notify"
_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class Told:
    """A change of a class's or an apprenticeship's calendar, in words for people: no names, no reason why somebody is away.

    `what` is one of ScheduleChange.What. `old` and `new` are said without the day ("3. Stunde: Mathematik, R 12"); `old` is empty for what is
    new, `new` for what is gone.
    """

    room_id: UUID
    first_day: date
    last_day: date
    what: str
    old: str = ""
    new: str = ""


@transaction.atomic
def announce(actor: Actor, changes: Iterable[Told], batch: UUID | None = None) -> UUID:
    """Whoever these changes concern is told once this transaction commits: not the actor, and nothing of days that are over.

    Returns the batch: changes of one batch are one piece of news. The caller has asked its policy.
    """
    batch = batch or new_id()
    rows = [
        ScheduleChange(
            room_id=one.room_id,
            batch=batch,
            first_day=one.first_day,
            last_day=one.last_day,
            what=one.what,
            old=_short(one.old),
            new=_short(one.new),
        )
        for one in changes
        if one.last_day >= today()
    ]
    if not rows:
        return batch
    with as_system(actor):
        ScheduleChange.objects.bulk_create(rows, batch_size=_AT_ONCE)
    jobs.defer(NOTIFY, batch=str(batch), actor=str(actor.person_id or ""))
    return batch


def _short(text: str) -> str:
    cleaned = " ".join(text.split())
    return cleaned if len(cleaned) <= LONGEST_CHANGE else f"{cleaned[: LONGEST_CHANGE - 1]}…"
