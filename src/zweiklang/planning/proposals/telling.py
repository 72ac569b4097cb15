"""Who is asked by a proposal gets one mail, at most one a day; it says that something waits, and where. Nothing else is mailed about proposals
but by the weekly mail of the radar.
"""

from datetime import timedelta
from uuid import UUID

from django.db import connection, transaction
from django.urls import reverse

from zweiklang.kernel.actor import system_actor
from zweiklang.kernel.clock import today
from zweiklang.people.public import Link, MailKind, Person, send_mail
from zweiklang.rooms.public import as_system

ACTOR = system_actor("planning")
# By then it stands on "Heute" long enough.
EXPIRES_IN = timedelta(days=7)
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
    """Whoever should answer this batch and has not had such a mail today has one waiting; returns how many people were asked.

    A second time sends none: the key of a mail is person and day.
    """
    with transaction.atomic(), as_system(ACTOR):
        with connection.cursor() as cursor:
            cursor.execute(_ASKED, {"batch": batch, "today": today()})
            asked = [person_id for (person_id,) in cursor.fetchall()]
        for person in Person.objects.filter(pk__in=asked).order_by("pk"):
            send_mail(
                ACTOR,
                to=person,
                template="planning/email/proposal",
                kind=MailKind.PLANNING,
                context={"link": Link(reverse("planning:radar"))},
                key=f"planning-proposal:{person.pk}:{today().isoformat()}",
                expires_in=EXPIRES_IN,
            )
    return len(asked)
