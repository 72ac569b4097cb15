"""Who has received an announcement: confirmed by pressing a button, never by opening it. Senders see numbers and missing firms, nobody's name."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.http import Http404

from zweiklang.exchange.announcements.notices import ANNOUNCEMENT
from zweiklang.exchange.announcements.policy import may_confirm, may_remind
from zweiklang.exchange.announcements.sending import ACTOR, is_own
from zweiklang.exchange.models import Announcement, Delivery
from zweiklang.exchange.notices.telling import settle_for, tell
from zweiklang.kernel import jobs
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import now
from zweiklang.kernel.decisions import require
from zweiklang.rooms.public import as_system

REMIND = "exchange.remind_of_announcement"
PORTION = 2_500
MOST_NAMED = 200
# A firm has confirmed as soon as one of its people has; people of whom no firm is counted, each for themselves. What nobody confirms was
# counted when it had been distributed: a list of what the Land has sent would count a million rows.
_COUNTS = """
    WITH wanted AS (
        SELECT a.id, a.audience -> 'arrived' AS arrived, a.needs_receipt OR a.audience -> 'arrived' IS NULL AS counts
          FROM exchange_announcement a WHERE a.id = ANY (%(announcements)s::uuid[]))
    SELECT w.id, (w.arrived ->> 0)::int, 0, (w.arrived ->> 1)::int, 0 FROM wanted w WHERE NOT w.counts
    UNION ALL
    SELECT d.announcement_id, count(*), count(d.confirmed_at), count(DISTINCT d.organisation_id),
           count(DISTINCT d.organisation_id) FILTER (WHERE d.confirmed_at IS NOT NULL)
      FROM exchange_delivery d WHERE d.announcement_id IN (SELECT id FROM wanted WHERE counts) GROUP BY 1"""
_LETTERS = """
    SELECT announcement_id, count(*), count(printed_at) FROM exchange_announcementletter
     WHERE announcement_id = ANY (%(announcements)s::uuid[]) GROUP BY 1"""
_MISSING = f"""
    SELECT o.name, o.town, count(*) OVER () FROM organisations_organisation o
     WHERE o.id IN (SELECT d.organisation_id FROM exchange_delivery d WHERE d.announcement_id = %(announcement)s::uuid
                     GROUP BY 1 HAVING count(d.confirmed_at) = 0)
     ORDER BY o.sort_key LIMIT {MOST_NAMED}"""  # noqa: S608 - a number of ours
# Nobody twice, whatever ends a job in between: whose notice was touched since the act has been reminded.
_TO_REMIND = f"""
    SELECT d.person_id FROM exchange_delivery d
     WHERE d.announcement_id = %(announcement)s::uuid AND d.confirmed_at IS NULL
       AND (d.organisation_id IS NULL OR NOT EXISTS (
            SELECT FROM exchange_delivery c WHERE c.announcement_id = d.announcement_id
               AND c.organisation_id = d.organisation_id AND c.confirmed_at IS NOT NULL))
       AND NOT EXISTS (SELECT FROM exchange_notice n WHERE n.person_id = d.person_id AND n.kind = %(kind)s
                          AND n.about = d.announcement_id AND n.made_at >= %(since)s::timestamptz)
       AND EXISTS (SELECT FROM people_person p WHERE p.id = d.person_id AND p.is_active)
     ORDER BY d.person_id LIMIT {PORTION}"""  # noqa: S608 - a number of ours


@dataclass(frozen=True, slots=True)
class Receipt:
    """How an announcement has arrived. `firms` is 0 where it did not go to firms."""

    people: int = 0
    confirmed: int = 0
    firms: int = 0
    firms_confirmed: int = 0
    letters: int = 0
    printed: int = 0

    @property
    def missing(self) -> int:
        """Returns how many confirmations are missing: of firms, or of people."""
        return self.firms - self.firms_confirmed if self.firms else self.people - self.confirmed


@dataclass(frozen=True, slots=True)
class Missing:
    """Firms without a confirmation, by name with town; `number` of all of them."""

    firms: list[str]
    number: int


@transaction.atomic
def confirm_receipt(actor: Actor, *, announcement_id: UUID) -> bool:
    """The actor has read and understood it; False if that was said before."""
    found = Announcement.objects.filter(pk=announcement_id).first()
    if found is None:
        raise Http404
    own = Delivery.objects.filter(announcement=found, person_id=actor.person)
    require(may_confirm(found, received=own.exists()))
    with as_system(actor):
        new = own.filter(confirmed_at__isnull=True).update(confirmed_at=now())
    settle_for(actor, kind=ANNOUNCEMENT, about=found.pk)
    return bool(new)


@transaction.atomic
def remind(actor: Actor, *, announcement_id: UUID) -> None:
    """Whoever has not confirmed is told once more, by a job."""
    if not Announcement.objects.filter(pk=announcement_id).exists():
        raise Http404
    with as_system(actor):
        found = Announcement.objects.select_for_update().get(pk=announcement_id)
    own = is_own(actor, found)
    missing = receipts(actor, [found.pk])[found.pk].missing if own else 0
    require(may_remind(found, own=own, missing=missing))
    found.reminded_at = now()
    with as_system(actor):
        found.save(update_fields=["reminded_at"])
    _defer(found.pk)


@transaction.atomic
def remind_next(announcement_id: UUID) -> bool:
    """The next portion of those who have not confirmed is told once more; True if it may not have been the last. For jobs."""
    with as_system(ACTOR):
        found = Announcement.objects.select_for_update().filter(pk=announcement_id).first()
        if found is None or found.reminded_at is None or found.state != Announcement.State.SENT:
            return False
        with connection.cursor() as cursor:
            values: dict[str, Any] = {
                "announcement": found.pk,
                "kind": ANNOUNCEMENT.key,
                "since": found.reminded_at,
            }
            cursor.execute(_TO_REMIND, values)
            people = [person_id for (person_id,) in cursor.fetchall()]
        tell(ACTOR, people=people, kind=ANNOUNCEMENT, about=found.pk)
        if more := len(people) == PORTION:
            _defer(found.pk)
    return more


def receipts(actor: Actor, announcement_ids: list[UUID]) -> dict[UUID, Receipt]:
    """Returns how these have arrived, in numbers. Two queries; the caller has asked whether the actor may know."""
    values = {"announcements": announcement_ids}
    with as_system(actor), connection.cursor() as cursor:
        cursor.execute(_COUNTS, values)
        counted = {row[0]: row[1:] for row in cursor.fetchall()}
        cursor.execute(_LETTERS, values)
        letters = {row[0]: row[1:] for row in cursor.fetchall()}
    return {
        one: Receipt(*counted.get(one, (0, 0, 0, 0)), *letters.get(one, (0, 0))) for one in announcement_ids
    }


def missing_firms(actor: Actor, announcement_id: UUID) -> Missing:
    """Returns the firms of which nobody has confirmed. One query; the caller has asked whether the actor may know."""
    with as_system(actor), connection.cursor() as cursor:
        cursor.execute(_MISSING, {"announcement": announcement_id})
        rows = cursor.fetchall()
    return Missing([", ".join(filter(None, row[:2])) for row in rows], rows[0][2] if rows else 0)


def _defer(announcement_id: UUID) -> None:
    name = str(announcement_id)
    jobs.defer(REMIND, alone=f"announcement:{name}", announcement=name)
