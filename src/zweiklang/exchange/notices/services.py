"""What people do with their own notices: done, open again, when they want to hear of them."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from zweiklang.exchange.live.sending import nudge
from zweiklang.exchange.models import Notice, NoticeSettings
from zweiklang.exchange.notices.telling import NEWS
from zweiklang.exchange.notices.times import Wishes
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import now
from zweiklang.kernel.errors import Rejected
from zweiklang.people.public import MailKind, Person, Rhythm, change_mails
from zweiklang.rooms.public import as_system

# Nothing is opened twice: of what happened again meanwhile there is an open notice already.
_REOPEN = """
    UPDATE exchange_notice n SET done_at = NULL
     WHERE n.person_id = %(person)s AND n.done_at = %(done_at)s AND (%(id)s::uuid IS NULL OR n.id = %(id)s::uuid)
       AND NOT EXISTS (SELECT FROM exchange_notice o WHERE o.person_id = n.person_id AND o.kind = n.kind AND o.about = n.about
                          AND o.done_at IS NULL)"""


@transaction.atomic
def mark_done(actor: Actor, *, notice_ids: Collection[UUID]) -> datetime | None:
    """These notices of the actor are done, with one moment that `reopen` can be given; None where none was open (any more)."""
    return _done(actor, notice_ids=list(notice_ids))


@transaction.atomic
def mark_all_done(actor: Actor, *, until: datetime) -> datetime | None:
    """All notices of the actor up to that moment are done: what came since the page was made stays open."""
    return _done(actor, until=until)


@transaction.atomic
def reopen(actor: Actor, *, done_at: datetime, notice_id: UUID | None = None) -> int:
    """What the actor marked as done at that moment is open again, or one notice of it; no mail comes a second time."""
    with as_system(actor), connection.cursor() as cursor:
        cursor.execute(_REOPEN, {"person": actor.person, "done_at": done_at, "id": notice_id})
        count: int = cursor.rowcount
    if count:
        nudge({actor.person}, what=NEWS)
    return count


@transaction.atomic
def change_wishes(
    actor: Actor, *, person: Person, language: str, chosen: Mapping[MailKind, Rhythm], wishes: Wishes
) -> None:
    """The person hears of what is new as chosen; raises Refused for anybody else's choice, Rejected where a time is missing."""
    if (wishes.quiet_from is None) != (wishes.quiet_until is None):
        missing = "quiet_from" if wishes.quiet_from is None else "quiet_until"
        raise Rejected("Bitte beide Uhrzeiten angeben, zum Beispiel 20:00 und 6:30.", field=missing)
    if wishes.quiet_from is not None and wishes.quiet_from == wishes.quiet_until:
        raise Rejected("Bitte zwei verschiedene Uhrzeiten angeben.", field="quiet_until")
    change_mails(actor, person=person, language=language, chosen=chosen)
    names = ("quiet_from", "quiet_until", "quiet_weekends", "summary_hour", "summary_weekday")
    values = {name: getattr(wishes, name) for name in names} | {"changed_at": now()}
    with as_system(actor):
        NoticeSettings.objects.update_or_create(person=person, defaults=values)
        # What waits for its time waits for the new one.
        Notice.objects.filter(person=person, mail_at__isnull=False).update(mail_at=now())


def _done(
    actor: Actor, *, notice_ids: list[UUID] | None = None, until: datetime | None = None
) -> datetime | None:
    moment = now()
    with as_system(actor):
        open_ones = Notice.objects.filter(person_id=actor.person, done_at__isnull=True)
        if notice_ids is not None:
            open_ones = open_ones.filter(pk__in=notice_ids)
        if until is not None:
            open_ones = open_ones.filter(made_at__lte=until)
        count = open_ones.update(done_at=moment, mail_at=None, push_at=None)
    if not count:
        return None
    nudge({actor.person}, what=NEWS)
    return moment
