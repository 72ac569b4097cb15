"""Who is asked by a proposal has a line in the inbox, and a mail at most once a day. Nothing else is told but by the radar, once a week."""

from uuid import UUID

from django.db import connection, transaction

from zweiklang.exchange.public import tell as tell_people
from zweiklang.kernel.actor import system_actor
from zweiklang.kernel.clock import today
from zweiklang.planning.news import PLANNING, PROPOSALS
from zweiklang.rooms.public import as_system

ACTOR = system_actor("planning")
# Whoever trains is asked; the training manager only where nobody else does.
_ASKED = """
    SELECT DISTINCT m.person_id
      FROM planning_alignmentproposal p
      JOIN rooms_membership m ON m.room_id = p.room_id
     WHERE p.batch = %(batch)s::uuid AND m.person_id <> p.made_by_id
       AND m.first_day <= %(today)s::date AND (m.last_day IS NULL OR m.last_day >= %(today)s::date)
       AND 'development' = ANY (m.scopes)
       AND CASE WHEN p.side = 'firm' THEN m.capacity = 'class_teacher'
                ELSE m.capacity IN ('trainer', 'deputy_trainer')
                  OR (m.capacity = 'training_manager' AND NOT EXISTS (
                      SELECT FROM rooms_membership t WHERE t.room_id = p.room_id AND t.capacity IN ('trainer', 'deputy_trainer')
                         AND t.first_day <= %(today)s::date AND (t.last_day IS NULL OR t.last_day >= %(today)s::date)))
           END
       AND NOT EXISTS (SELECT FROM planning_proposalact a WHERE a.proposal_id = p.id AND a.says <> 'comment')"""


def tell_proposal(batch: UUID) -> int:
    """Whoever should answer this batch has a line in the inbox that says so; returns how many people were asked.

    A mail follows as each person likes, and while the line is open no second one on the same day. A batch is told once.
    """
    with transaction.atomic(), as_system(ACTOR):
        with connection.cursor() as cursor:
            cursor.execute(_ASKED, {"batch": batch, "today": today()})
            asked = [person_id for (person_id,) in cursor.fetchall()]
        tell_people(ACTOR, people=asked, kind=PLANNING, about=PROPOSALS)
    return len(asked)
