"""Who is concerned by changes of the calendar: one statement, however many people."""

from datetime import date, timedelta
from uuid import UUID

from django.db import connection

from zweiklang.exchange.public import tell as tell_people
from zweiklang.kernel.actor import system_actor
from zweiklang.kernel.clock import today
from zweiklang.kernel.hesse import public_holiday
from zweiklang.kernel.ids import SQL_NEW_ID
from zweiklang.rooms.public import as_system
from zweiklang.schedule.notices.kind import SCHEDULE

ACTOR = system_actor("schedule")
FRIDAY = 5
# Schools see changes in their own administration; these capacities act on them.
CONCERNED = (
    "apprentice",
    "guardian",
    "trainer",
    "deputy_trainer",
    "training_manager",
    "class_teacher",
    "subject_teacher",
)
_TELL = f"""
    INSERT INTO schedule_schedulenotice (id, person_id, room_id, batch, made_at)
    SELECT {SQL_NEW_ID}, found.person_id, found.room_id, %(batch)s::uuid, now()
      FROM (SELECT DISTINCT m.person_id, m.room_id
              FROM (SELECT DISTINCT room_id FROM schedule_schedulechange WHERE batch = %(batch)s::uuid AND last_day >= %(today)s::date) c
              JOIN rooms_membership m ON m.room_id = c.room_id
             WHERE m.first_day <= %(today)s::date AND (m.last_day IS NULL OR m.last_day >= %(today)s::date)
               AND 'schedule' = ANY (m.scopes) AND m.capacity = ANY (%(concerned)s::text[])
               AND m.person_id IS DISTINCT FROM %(actor)s::uuid) found
    ON CONFLICT (batch, person_id, room_id) DO NOTHING
    RETURNING person_id"""  # noqa: S608 - a constant of ours

# A lesson that is cancelled tomorrow (on a Saturday: on Monday) cannot wait; a plan for the whole year that begins today can.
_SOON = """
    SELECT COALESCE(bool_or(first_day <= %(next)s::date AND last_day <= %(today)s::date + 7), false)
      FROM schedule_schedulechange WHERE batch = %(batch)s::uuid AND last_day >= %(today)s::date"""


def tell(batch: UUID, *, changed_by: UUID | None) -> int:
    """Every present member of the batch's rooms whom it concerns has one notice for each room, but whoever made the change.

    A second time changes nothing. It stands in the inbox, mails follow as each person likes, without delay if it is about today or the next
    working day. Returns the number of new notices.
    """
    with as_system(ACTOR), connection.cursor() as cursor:
        cursor.execute(
            _TELL,
            {
                "batch": batch,
                "today": today(),
                "concerned": list(CONCERNED),
                "actor": changed_by,
            },
        )
        told = [person_id for (person_id,) in cursor.fetchall()]
        cursor.execute(_SOON, {"batch": batch, "today": today(), "next": next_working_day(today())})
        (soon,) = cursor.fetchone()
        # One piece of news for each person, in however many of their rooms.
        tell_people(ACTOR, people=set(told), kind=SCHEDULE, about=batch, urgent=soon)
    return len(told)


def next_working_day(day: date) -> date:
    """Returns the next day that is no Saturday, Sunday or public holiday."""
    day += timedelta(days=1)
    while day.isoweekday() > FRIDAY or public_holiday(day):
        day += timedelta(days=1)
    return day
