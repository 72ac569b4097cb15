"""The weekly news: at most one for each person and week, only where the week before brought something, and it says nothing of it."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from zweiklang.exchange.public import tell as tell_people
from zweiklang.kernel.actor import system_actor
from zweiklang.kernel.clock import BERLIN, today
from zweiklang.kernel.hesse import monday_of
from zweiklang.kernel.ids import SQL_NEW_ID
from zweiklang.planning.news import PLANNING, RADAR
from zweiklang.rooms.public import as_system

ACTOR = system_actor("radar")
AT_ONCE = 2_000
_FIRM = ("trainer", "deputy_trainer", "training_manager")
_PRESENT = "m.first_day <= %(today)s::date AND (m.last_day IS NULL OR m.last_day >= %(today)s::date)"
# Whoever published the plan knows what moved; whoever answers knows the answer. `news` are signs nobody has settled yet, and what the other
# side said about a proposal.
_TAKE = f"""
    WITH news AS (
        SELECT m.person_id
          FROM planning_radarsign s
          JOIN planning_didacticplan p ON p.id = s.plan_id
          JOIN rooms_membership m ON m.room_id = s.room_id
         WHERE s.made_on BETWEEN %(first)s::date AND %(last)s::date AND s.settled_on IS NULL AND {_PRESENT}
           AND 'plan' = ANY (m.scopes) AND (m.capacity = ANY (%(firm)s::text[]) OR m.capacity = 'class_teacher')
           AND NOT (s.kind = 'moved' AND p.published_by_id = m.person_id)
        UNION
        SELECT m.person_id
          FROM planning_proposalact a
          JOIN rooms_membership m ON m.room_id = a.room_id
         WHERE a.at >= (%(first)s::date)::timestamp AT TIME ZONE %(zone)s
           AND a.at < (%(last)s::date + 1)::timestamp AT TIME ZONE %(zone)s AND {_PRESENT}
           AND 'development' = ANY (m.scopes) AND a.by_id <> m.person_id
           AND ((m.capacity = ANY (%(firm)s::text[]) AND a.side <> 'firm') OR (m.capacity = 'class_teacher' AND a.side <> 'school')))
    INSERT INTO planning_radardigest (id, person_id, week)
    SELECT {SQL_NEW_ID}, found.person_id, %(week)s::date
      FROM (SELECT DISTINCT news.person_id FROM news
             WHERE news.person_id > %(after)s::uuid
               AND NOT EXISTS (SELECT FROM planning_radardigest d WHERE d.person_id = news.person_id AND d.week = %(week)s::date)
             ORDER BY news.person_id LIMIT {AT_ONCE}) found
    ON CONFLICT (person_id, week) DO NOTHING
    RETURNING person_id"""  # noqa: S608 - constants of ours


def week_before(day: date) -> tuple[date, date]:
    """Returns the seven days whose news are told from the Tuesday of that day's week on: complete days, each in one week only.

    They end with Monday, because in the night to Monday the radar says what begins in two weeks.
    """
    monday = monday_of(day)
    return monday - timedelta(days=6), monday


def tell_digest(*, after: UUID) -> UUID | None:
    """The next people for whom the week brought something have a line in the inbox, none a second one in this week.

    Begins behind the person `after`; returns the last person, None when there is nobody left. A worker killed halfway has done nothing.
    """
    first, last = week_before(today())
    with transaction.atomic(), as_system(ACTOR):
        with connection.cursor() as cursor:
            values: dict[str, Any] = {
                "today": today(),
                "first": first,
                "last": last,
                "week": monday_of(today()),
            }
            values |= {
                "firm": list(_FIRM),
                "after": after,
                "zone": BERLIN.key,
            }
            cursor.execute(_TAKE, values)
            people: list[UUID] = [person_id for (person_id,) in cursor.fetchall()]
        if not people:
            return None
        tell_people(ACTOR, people=people, kind=PLANNING, about=RADAR)
    return max(people)
