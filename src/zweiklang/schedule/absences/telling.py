"""Who is concerned by an absence hears that there is something new: a line in the inbox, and a mail without content."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from zweiklang.exchange.public import tell as tell_people
from zweiklang.kernel import jobs
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import today
from zweiklang.kernel.ids import SQL_NEW_ID, new_id
from zweiklang.rooms.public import as_system
from zweiklang.schedule.absences.news import ABSENCE
from zweiklang.schedule.notices.telling import ACTOR

TELL = "schedule.tell_absences"
# What is older was known otherwise: nobody hears by mail of a list that is typed in afterwards.
NEWS_FOR = timedelta(days=7)
READS = "absences"
# Who hears of an entry of the school, and who of what an apprentice or guardian reported.
ENTERED = ("apprentice", "guardian", "trainer", "deputy_trainer", "training_manager")
REPORTED = (*ENTERED, "class_teacher")
_TELL = f"""
    INSERT INTO schedule_schedulenotice (id, person_id, room_id, batch, made_at)
    SELECT {SQL_NEW_ID}, found.person_id, found.room_id, %(batch)s::uuid, now()
      FROM (SELECT DISTINCT m.person_id, m.room_id FROM rooms_membership m
             WHERE m.room_id = ANY (%(rooms)s::uuid[]) AND m.capacity = ANY (%(capacities)s::text[])
               AND m.first_day <= %(today)s::date AND (m.last_day IS NULL OR m.last_day >= %(today)s::date)
               AND '{READS}' = ANY (m.scopes) AND COALESCE((m.starts ->> '{READS}')::date, '-infinity') <= %(day)s::date
               AND m.person_id IS DISTINCT FROM %(actor)s::uuid) found
    ON CONFLICT (batch, person_id, room_id) DO NOTHING
    RETURNING person_id"""  # noqa: S608 - words of ours


def news_of(
    actor: Actor,
    *,
    rooms: Collection[UUID],
    day: date,
    until: date | None = None,
    capacities: tuple[str, ...] = ENTERED,
) -> None:
    """Once this transaction commits, whoever reads the absences of these rooms hears that there is something new; not the actor.

    `day` is the one by which the rules decide who reads it, `until` the last one it is about.
    """
    if not rooms or (until or day) < today() - NEWS_FOR:
        return
    jobs.defer(
        TELL,
        batch=str(new_id()),
        rooms=" ".join(map(str, rooms)),
        day=day.isoformat(),
        capacities=" ".join(capacities),
        actor=str(actor.person_id or ""),
    )


def tell(batch: UUID, *, rooms: Sequence[str], day: date, capacities: Sequence[str], by: UUID | None) -> int:
    """Each of them has one notice for each room, and one line in the inbox; mails follow as each person likes. A second time changes nothing.

    Asks for rights of today, so that who lost them meanwhile hears nothing. Returns the number of new notices.
    """
    values: dict[str, Any] = {
        "batch": batch,
        "rooms": [*rooms],
        "capacities": [*capacities],
        "today": today(),
        "day": day,
        "actor": by,
    }
    with as_system(ACTOR), connection.cursor() as cursor:
        cursor.execute(_TELL, values)
        told = [person_id for (person_id,) in cursor.fetchall()]
        tell_people(ACTOR, people=set(told), kind=ABSENCE, about=batch, urgent=True)
    return len(told)
