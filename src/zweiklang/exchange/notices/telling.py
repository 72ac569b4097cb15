"""Somebody is told that there is something new, in the transaction of the act; what is done is done everywhere."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from zweiklang.exchange.live.sending import nudge
from zweiklang.exchange.notices.kinds import NoticeKind
from zweiklang.kernel import jobs
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import now
from zweiklang.kernel.ids import SQL_NEW_ID
from zweiklang.rooms.public import as_system

# What pages that are open hear: one word for all kinds, so that not even the stream says what it is about.
NEWS = "news"
MAIL = "exchange.mail_notices"
PUSH = "exchange.push_notices"
PUSH_PAUSE = timedelta(seconds=10)
# While a notice stays open, no second mail about the same thing comes sooner.
AGAIN = timedelta(hours=20)
# Ordered, so that two acts that tell the same people wait for each other instead of blocking each other.
_TELL = f"""
    INSERT INTO exchange_notice AS n (id, person_id, kind, about, room_id, count, first_at, made_at, mail_at, push_at)
    SELECT {SQL_NEW_ID}, p.id, %(kind)s::text, %(about)s::uuid, %(room)s::uuid, 1, %(now)s::timestamptz, %(now)s::timestamptz,
           %(mail_at)s::timestamptz, %(push_at)s::timestamptz
      FROM people_person p
     WHERE p.id = ANY (%(people)s::uuid[]) AND p.is_active AND p.id IS DISTINCT FROM %(actor)s::uuid
     ORDER BY p.id
    ON CONFLICT (person_id, kind, about) WHERE done_at IS NULL DO UPDATE
       SET count = n.count + 1, made_at = EXCLUDED.made_at, push_at = EXCLUDED.push_at,
           mail_at = LEAST(n.mail_at, GREATEST(EXCLUDED.mail_at, n.mailed_at + %(again)s::interval))
    RETURNING person_id"""  # noqa: S608 - a constant of ours
_SETTLE = """
    UPDATE exchange_notice SET done_at = %(now)s::timestamptz, mail_at = NULL, push_at = NULL
     WHERE kind = %(kind)s::text AND about = %(about)s::uuid AND done_at IS NULL
       AND (%(people)s::uuid[] IS NULL OR person_id = ANY (%(people)s::uuid[]))
    RETURNING person_id"""


@transaction.atomic
def tell(
    actor: Actor,
    *,
    people: Collection[UUID],
    kind: NoticeKind,
    about: UUID,
    room_id: UUID | None = None,
    urgent: bool = False,
) -> int:
    """Each of these people but the actor has one open notice of that kind about that thing; told again, its count grows. Returns how many.

    Open pages learn it at commit; mails and devices follow, if the notice is still open then. `urgent`: a mail waits neither for more of the
    same nor for the next minute. The caller has asked its policy and chosen people who may see what it is about.
    """
    if not people:
        return 0
    moment = now()
    values: dict[str, Any] = {
        "people": list(people),
        "actor": actor.person_id,
        "kind": kind.key,
        "about": about,
        "room": room_id,
        "now": moment,
        "mail_at": moment if urgent else moment + kind.pause,
        "push_at": moment + PUSH_PAUSE if settings.VAPID_PRIVATE_KEY else None,
        "again": AGAIN,
    }
    with as_system(actor), connection.cursor() as cursor:
        cursor.execute(_TELL, values)
        told = [person_id for (person_id,) in cursor.fetchall()]
    if told:
        nudge(told, what=NEWS)
        if urgent:
            jobs.defer(MAIL, priority=jobs.LATER, alone=MAIL, after="")
        if settings.VAPID_PRIVATE_KEY:
            jobs.defer(PUSH, not_before=values["push_at"], alone=PUSH)
    return len(told)


@transaction.atomic
def settle(actor: Actor, *, person_ids: Collection[UUID] | None, kind: NoticeKind, about: UUID) -> int:
    """The open notices about that thing are done for these people, for everybody if None: no page, no mail, no device shows them any more."""
    values = {
        "people": None if person_ids is None else list(person_ids),
        "kind": kind.key,
        "about": about,
        "now": now(),
    }
    with as_system(actor), connection.cursor() as cursor:
        cursor.execute(_SETTLE, values)
        settled = [person_id for (person_id,) in cursor.fetchall()]
    nudge(settled, what=NEWS)
    return len(settled)


def settle_for(actor: Actor, *, kind: NoticeKind, about: UUID) -> int:
    """The actor has seen it: the own notice about that thing is done."""
    return settle(actor, person_ids={actor.person}, kind=kind, about=about)
