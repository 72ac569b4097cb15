"""Reads of announcements for their pages. The database decides which ones somebody sees; here it is decided what a page shows of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.http import Http404
from django.urls import reverse
from django.utils.safestring import SafeString

from zweiklang.exchange.announcements.notices import ANNOUNCEMENT
from zweiklang.exchange.announcements.receiving import Receipt, receipts
from zweiklang.exchange.announcements.shapes import Reach, Sender
from zweiklang.exchange.announcements.words import as_html
from zweiklang.exchange.models import Announcement, Delivery, Notice
from zweiklang.kernel import formats
from zweiklang.kernel.actor import Actor

State = Announcement.State
PER_PAGE = 20
_TONES = {State.SCHEDULED: "info", State.SENDING: "info", State.SENT: "success", State.WITHDRAWN: "warning"}


@dataclass(frozen=True, slots=True)
class Received:
    """One line of what somebody was told: subject, who wrote when, and the state (word, tone) where there is something to do."""

    href: str
    title: str
    note: str
    badge: tuple[str, str] | None
    new: bool


@dataclass(frozen=True, slots=True)
class Sent:
    """One line of what somebody has written: subject, to whom and when, its state, how it has arrived in words."""

    href: str
    title: str
    note: str
    badge: tuple[str, str]
    arrived: str


@dataclass(frozen=True, slots=True)
class Shown:
    """An announcement as its page shows it. `text` is empty for recipients of a withdrawn one."""

    row: Announcement
    text: SafeString
    sender: str
    moment: str
    received: bool
    confirmed: str
    badge: tuple[str, str]

    @property
    def withdrawn(self) -> str:
        """Returns when it was withdrawn, in words; "" if it was not."""
        return formats.moment(self.row.withdrawn_at) if self.row.withdrawn_at else ""


def received(actor: Actor, *, page: Any) -> "tuple[Page[Delivery], list[Received]]":
    """Returns a page of what the actor was told and its lines, newest first. Two queries, and one about what is new."""
    mine = Delivery.objects.filter(person_id=actor.person).select_related("announcement__organisation")
    found = Paginator(mine.order_by("-delivered_at", "-pk"), PER_PAGE).get_page(page)
    about = [one.announcement_id for one in found.object_list]
    open_notices = Notice.objects.filter(person_id=actor.person, kind=ANNOUNCEMENT.key, done_at__isnull=True)
    new = set(open_notices.filter(about__in=about).values_list("about", flat=True))
    return found, [_received(one, new=one.announcement_id in new) for one in found.object_list]


def sent(actor: Actor, *, senders: Iterable[Sender], page: Any) -> "tuple[Page[Announcement], list[Sent]]":
    """Returns a page of what the actor has written and its lines, drafts first, and what the actor's offices have sent. Four queries."""
    offices = [one.organisation_id for one in senders if one.reach != Reach.CLASSES]
    rows = Announcement.objects.filter(
        Q(author_id=actor.person) | (Q(organisation__in=offices) & ~Q(state=State.DRAFT))
    ).select_related("author")
    found = Paginator(rows.order_by("sent_at", "-made_at").reverse(), PER_PAGE).get_page(page)
    arrived = receipts(actor, [one.pk for one in found.object_list])
    return found, [_sent(one, arrived[one.pk], actor) for one in found.object_list]


def shown(actor: Actor, announcement_id: UUID) -> Shown:
    """Returns the announcement with its text; raises Http404 where there is none the actor may see. Two queries."""
    rows = Announcement.objects.select_related("organisation", "author").filter(pk=announcement_id)
    row = rows.first()
    if row is None:
        raise Http404
    delivery = Delivery.objects.filter(announcement=row, person_id=actor.person).first()
    hidden = row.state == State.WITHDRAWN and delivery is not None and row.author_id != actor.person_id
    at = row.sent_at or row.made_at
    return Shown(
        row=row,
        text=SafeString("") if hidden else as_html(row.text),
        sender=f"{row.organisation.name}, {row.author.name}",
        moment=formats.moment(delivery.delivered_at if delivery else at),
        received=delivery is not None,
        confirmed=formats.moment(delivery.confirmed_at) if delivery and delivery.confirmed_at else "",
        badge=_badge(row),
    )


def arrived_in_words(row: Announcement, receipt: Receipt) -> str:
    """Returns how it has arrived: "an 205 Betriebe (412 Personen), 9 Briefe, 180 haben bestätigt"."""
    if row.state in (State.DRAFT, State.SCHEDULED):
        return ""
    people = _number(receipt.people, "Person", "Personen")
    parts = [
        f"an {_number(receipt.firms, 'Betrieb', 'Betriebe')} ({people})" if receipt.firms else f"an {people}"
    ]
    if receipt.letters:
        parts.append(_number(receipt.letters, "Brief", "Briefe"))
    if row.needs_receipt:
        done = receipt.firms_confirmed if receipt.firms else receipt.confirmed
        parts.append(f"{done} {'hat' if done == 1 else 'haben'} bestätigt")
    return ", ".join(parts)


def _received(one: Delivery, *, new: bool) -> Received:
    row = one.announcement
    badge = None
    if row.state == State.WITHDRAWN:
        badge = (row.get_state_display(), "warning")
    elif row.needs_receipt:
        badge = ("bestätigt", "success") if one.confirmed_at else ("bitte bestätigen", "info")
    note = f"{row.organisation.name} · {formats.moment(one.delivered_at)}"
    return Received(_href(row), row.title, note, badge, new and row.state != State.WITHDRAWN)


def _sent(row: Announcement, receipt: Receipt, actor: Actor) -> Sent:
    who = "" if row.author_id == actor.person_id else row.author.name
    at = row.sent_at or row.send_at or row.made_at
    note = " · ".join(filter(None, [row.audience_label, formats.moment(at), who]))
    return Sent(_href(row), row.title or "Ohne Betreff", note, _badge(row), arrived_in_words(row, receipt))


def _href(row: Announcement) -> str:
    name = "exchange:announcement_draft" if row.state == State.DRAFT else "exchange:announcement"
    return reverse(name, args=[row.pk])


def _badge(row: Announcement) -> tuple[str, str]:
    return row.get_state_display(), _TONES.get(State(row.state), "")


def _number(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"
