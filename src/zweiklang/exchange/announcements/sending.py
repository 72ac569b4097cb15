"""An announcement goes out: now or at its minute, in portions, each recipient once; it can be stopped before and withdrawn afterwards."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Count, Q
from django.http import Http404

from zweiklang.exchange.announcements.attaching import remove_files
from zweiklang.exchange.announcements.audiences import count, resolve
from zweiklang.exchange.announcements.drafting import sender_of_draft
from zweiklang.exchange.announcements.notices import ANNOUNCEMENT
from zweiklang.exchange.announcements.policy import may_edit, may_reach, may_send, may_stop, may_withdraw
from zweiklang.exchange.announcements.shapes import Audience, Numbers, Sender
from zweiklang.exchange.models import Announcement, Delivery
from zweiklang.exchange.notices.telling import settle, tell
from zweiklang.kernel import jobs
from zweiklang.kernel.actor import Actor, system_actor
from zweiklang.kernel.clock import now
from zweiklang.kernel.decisions import require
from zweiklang.kernel.errors import Conflict, Rejected
from zweiklang.kernel.ids import SQL_NEW_ID
from zweiklang.rooms.public import Scope, as_system, carries_in_team, team_room

State = Announcement.State
ACTOR = system_actor("announcements")
SEND = "exchange.send_announcement"
PORTION = 2_500
FARTHEST = timedelta(days=183)
# A large school: each of its class teachers writes twice on the first day. Whoever took over an account sends no more than that.
MOST_A_DAY = 200
TOO_MANY = (
    "Von Ihrer Stelle sind in den letzten 24 Stunden schon sehr viele Mitteilungen gesendet oder geplant worden. "
    "Der Entwurf bleibt. Bitte senden Sie ihn morgen."
)
CHANGED = "Der Entwurf wurde inzwischen geändert. Bitte prüfen Sie ihn noch einmal, bevor Sie senden."
_NOBODY = UUID(int=0)
_DELIVER = f"""
    INSERT INTO exchange_delivery (id, announcement_id, person_id, organisation_id, delivered_at)
    SELECT {SQL_NEW_ID}, %(announcement)s::uuid, r.person_id, r.organisation_id, %(now)s::timestamptz
      FROM ({{reached}}) r WHERE r.person_id > %(after)s::uuid
     ORDER BY r.person_id LIMIT %(portion)s
    ON CONFLICT (announcement_id, person_id) DO NOTHING RETURNING person_id"""  # noqa: S608 - constants of ours
_WRITE_LETTERS = f"""
    INSERT INTO exchange_announcementletter (id, room_id, announcement_id, firm_id)
    SELECT {SQL_NEW_ID}, %(room)s::uuid, %(announcement)s::uuid, u.firm_id FROM ({{unreached}}) u
    ON CONFLICT (announcement_id, firm_id) DO NOTHING"""  # noqa: S608 - constants of ours


def audience_of(announcement: Announcement) -> tuple[Sender | None, Audience | None]:
    """Returns in whose name it is written (None: the author may no longer) and to whom (None: nobody has chosen)."""
    return sender_of_draft(announcement), Audience.from_data(announcement.audience)


def numbers_of(actor: Actor, announcement: Announcement) -> Numbers | None:
    """Returns how many it would go to now; None while no audience is chosen that the author reaches."""
    sender, audience = audience_of(announcement)
    if sender is None or audience is None or not may_reach(sender, audience):
        return None
    return count(actor, audience, sender=sender)


@transaction.atomic
def send(actor: Actor, *, announcement_id: UUID, revision: int, send_at: datetime | None) -> bool:
    """The announcement goes out, now or at that moment; False if it was already on its way (a second click).

    `revision` is that of the draft the page showed: raises Conflict if it has changed since, Rejected for a moment that cannot be meant.
    """
    found = _locked(actor, announcement_id)
    if found.author_id == actor.person_id and found.state != State.DRAFT and found.revision == revision:
        return False
    require(may_edit(actor, found))
    if found.revision != revision:
        raise Conflict(CHANGED)
    require(may_send(actor, found, numbers_of(actor, found)))
    moment = now()
    if send_at is not None and not moment < send_at <= moment + FARTHEST:
        raise Rejected("Bitte einen Zeitpunkt in den nächsten sechs Monaten angeben.", field="day")
    _require_room(actor, found.organisation_id)
    if send_at is None:
        found.state, found.sent_at = State.SENDING, moment
    else:
        found.state, found.send_at = State.SCHEDULED, send_at
    with as_system(actor):
        found.save(update_fields=["state", "sent_at", "send_at"])
    _defer(found.pk, not_before=send_at)
    return True


@transaction.atomic
def distribute(announcement_id: UUID) -> bool:
    """The next portion has the announcement and is told, once each; True if it may not have been the last.

    For jobs. Whatever ends a job in between, the next one goes on behind the last person who has it. What is due but whose author may no
    longer send is a draft again.
    """
    with as_system(ACTOR):
        found = Announcement.objects.select_for_update().filter(pk=announcement_id).first()
        if found is None or not _is_due(found):
            return False
        sender, audience = audience_of(found)
        if sender is None or audience is None or not may_reach(sender, audience):
            _back_to_draft(found)
            return False
        if found.state == State.SCHEDULED:
            found.state, found.sent_at = State.SENDING, now()
            found.save(update_fields=["state", "sent_at"])
        more = _next_portion(found, sender, audience)
        if more:
            _defer(found.pk)
        else:
            _write_letters(found, sender, audience)
            found.state, found.audience = State.SENT, found.audience | {"arrived": _counted(found)}
            found.save(update_fields=["state", "audience"])
    return more


@transaction.atomic
def stop(actor: Actor, *, announcement_id: UUID) -> None:
    """What was planned is a draft again, and nobody gets it."""
    found = _locked(actor, announcement_id)
    require(may_stop(found, own=is_own(actor, found)))
    with as_system(actor):
        _back_to_draft(found)


@transaction.atomic
def withdraw(actor: Actor, *, announcement_id: UUID) -> None:
    """Whoever has it sees only that it was withdrawn and when; nobody further gets it, its notices and files are gone."""
    found = _locked(actor, announcement_id)
    require(may_withdraw(found, own=is_own(actor, found)))
    found.state, found.withdrawn_at = State.WITHDRAWN, now()
    with as_system(actor):
        found.save(update_fields=["state", "withdrawn_at"])
        remove_files(found.pk)
        settle(actor, person_ids=None, kind=ANNOUNCEMENT, about=found.pk)


def is_own(actor: Actor, announcement: Announcement) -> bool:
    """True for its author, and for those who keep the affairs of the office it is sent for."""
    return announcement.author_id == actor.person_id or carries_in_team(
        announcement.organisation_id, Scope.ADMINISTRATION
    )


def _require_room(actor: Actor, organisation_id: UUID) -> None:
    """Returns while the office has sent and planned fewer than MOST_A_DAY; raises Rejected otherwise."""
    recent = Q(sent_at__gt=now() - timedelta(days=1)) | Q(state=State.SCHEDULED)
    with as_system(actor):
        if Announcement.objects.filter(recent, organisation_id=organisation_id).count() >= MOST_A_DAY:
            raise Rejected(TOO_MANY)


def _locked(actor: Actor, announcement_id: UUID) -> Announcement:
    """Returns the announcement, locked; raises Http404 where there is none the actor may see."""
    if not Announcement.objects.filter(pk=announcement_id).exists():
        raise Http404
    with as_system(actor):
        return Announcement.objects.select_for_update().get(pk=announcement_id)


def _is_due(found: Announcement) -> bool:
    """A job that was deferred for an earlier plan, or for one that was stopped, finds nothing to do."""
    if found.state == State.SCHEDULED:
        return found.send_at is not None and found.send_at <= now()
    return found.state == State.SENDING


def _back_to_draft(found: Announcement) -> None:
    found.state, found.send_at, found.sent_at = State.DRAFT, None, None
    found.revision += 1
    found.save(update_fields=["state", "send_at", "sent_at", "revision"])


def _next_portion(found: Announcement, sender: Sender, audience: Audience) -> bool:
    resolved = resolve(audience, sender=sender, author=found.author_id)
    delivered = Delivery.objects.filter(announcement=found).order_by("-person_id")
    last = delivered.values_list("person_id", flat=True).first()
    values: dict[str, Any] = {
        **resolved.values,
        "announcement": found.pk,
        "now": now(),
        "after": last or _NOBODY,
        "portion": PORTION,
    }
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {resolved.ctes} {_DELIVER.format(reached=resolved.reached)}", values)
        people = [person_id for (person_id,) in cursor.fetchall()]
    tell(ACTOR, people=people, kind=ANNOUNCEMENT, about=found.pk)
    return len(people) == PORTION


def _counted(found: Announcement) -> list[int]:
    """Returns how many people and how many firms have it."""
    rows = Delivery.objects.filter(announcement=found)
    counted = rows.aggregate(people=Count("pk"), firms=Count("organisation", distinct=True))
    return [counted["people"], counted["firms"]]


def _write_letters(found: Announcement, sender: Sender, audience: Audience) -> None:
    resolved = resolve(audience, sender=sender, author=found.author_id)
    if not resolved.firms:
        return
    room = team_room(ACTOR, organisation=found.organisation)
    values = {**resolved.values, "announcement": found.pk, "room": room.pk}
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {resolved.ctes} {_WRITE_LETTERS.format(unreached=resolved.unreached)}", values)


def _defer(announcement_id: UUID, *, not_before: datetime | None = None) -> None:
    name = str(announcement_id)
    jobs.defer(SEND, not_before=not_before, alone=f"announcement:{name}", announcement=name)
