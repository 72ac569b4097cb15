"""Mails about notices: one for each person, whatever number of notices is not mailed yet. They say that there is something new, and where."""

from datetime import timedelta
from uuid import UUID

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.urls import reverse

from zweiklang.kernel import jobs
from zweiklang.kernel.clock import now
from zweiklang.people.public import Link, MailKind, send_to_many
from zweiklang.rooms.public import as_system
from zweiklang.schedule.notices.telling import ACTOR, DEBOUNCE, MAIL

# After two days the news is in the product, or over.
EXPIRES_IN = timedelta(days=2)
AT_ONCE = 2_000
# Two jobs that mail the same people would each send a mail.
_ALONE = "SELECT pg_advisory_xact_lock(hashtextextended('schedule.mail_notices', 0))"
_NEXT = """
    SELECT DISTINCT n.person_id FROM schedule_schedulenotice n
     WHERE n.batch = %s AND n.person_id > %s AND n.mailed_at IS NULL
       AND NOT EXISTS (SELECT FROM schedule_schedulenotice m
                        WHERE m.person_id = n.person_id AND m.made_at > now() - interval '1 day' AND m.mailed_at > %s)
     ORDER BY n.person_id LIMIT %s"""
_LEFT = """
    SELECT count(*), max(m.mailed_at) FROM schedule_schedulenotice n
      LEFT JOIN schedule_schedulenotice m
        ON m.person_id = n.person_id AND m.made_at > now() - interval '1 day' AND m.mailed_at > %s
     WHERE n.batch = %s AND n.mailed_at IS NULL"""
_MAILED = (
    "UPDATE schedule_schedulenotice SET mailed_at = now() WHERE person_id = ANY (%s) AND mailed_at IS NULL"
)


def mail_notices(batch: UUID, *, after: UUID) -> UUID | None:
    """The next people told of this batch have one mail waiting, which stands for all their notices so far; none who does not want mails.

    Begins behind the person `after`; returns the last person, or None when there is nobody left. Who had such a mail in the last minutes is
    left out: another job comes when those are over.
    """
    with transaction.atomic(), as_system(ACTOR), connection.cursor() as cursor:
        cursor.execute(_ALONE)
        cursor.execute(_NEXT, [batch, after, now() - DEBOUNCE, AT_ONCE])
        people: list[UUID] = [person_id for (person_id,) in cursor.fetchall()]
        if not people:
            _come_back(batch, cursor)
            return None
        cursor.execute(_MAILED, [people])
        send_to_many(
            ACTOR,
            people=people,
            template="schedule/email/changes",
            kind=MailKind.SCHEDULE,
            context={"link": Link(reverse("web:today"))},
            expires_in=EXPIRES_IN,
        )
    return people[-1]


def _come_back(batch: UUID, cursor: CursorWrapper) -> None:
    """Whoever was left out has another job, as soon as nobody has had a mail too lately."""
    cursor.execute(_LEFT, [now() - DEBOUNCE, batch])
    left, latest = cursor.fetchone()
    if left:
        jobs.defer(MAIL, not_before=latest + DEBOUNCE if latest else None, batch=str(batch), after="")
