"""Acts on one's own calendar feeds. A feed says nothing of others until its person switches it on, and ends for good when they say so."""

from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, transaction

from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import now
from zweiklang.kernel.decisions import require
from zweiklang.kernel.errors import Conflict, Rejected
from zweiklang.rooms.public import as_system
from zweiklang.schedule.feeds.policy import may_keep_feeds
from zweiklang.schedule.feeds.shapes import Switches
from zweiklang.schedule.feeds.tokens import new_token
from zweiklang.schedule.models import CalendarFeed

MOST_FEEDS = 10
_TOO_MANY = f"Sie haben schon {MOST_FEEDS} Abos. Beenden Sie zuerst eines, das Sie nicht mehr brauchen."
_MADE = "Dieses Abo ist schon eingerichtet. Die Adresse wurde einmal gezeigt; mit „Neue Adresse“ bekommen Sie eine andere."
_CHANGED = (
    "Die Adresse wurde gerade schon erneuert. Zählen kann nur die letzte; erneuern Sie sie sonst noch einmal."
)
_ENDED = "Dieses Abo ist schon beendet."


@dataclass(frozen=True, slots=True)
class NewAddress:
    """A feed with the secret of its address, which nobody can show a second time."""

    feed: CalendarFeed
    token: str


@transaction.atomic
def make_feed(actor: Actor, *, feed_id: UUID, label: str, switches: Switches) -> NewAddress:
    """The person has one more feed. `feed_id` comes from the page, so that sending it twice makes one."""
    require(may_keep_feeds(actor))
    with as_system(actor):
        if CalendarFeed.objects.filter(person_id=actor.person, revoked_at=None).count() >= MOST_FEEDS:
            raise Rejected(_TOO_MANY)
        token, digest = new_token()
        feed = CalendarFeed(
            pk=feed_id,
            person_id=actor.person,
            token_digest=digest,
            label=one_line(label),
            with_subjects=switches.subjects,
            with_names=switches.names,
            made_at=now(),
        )
        try:
            with transaction.atomic():
                feed.save(force_insert=True)
        except IntegrityError as error:
            raise Conflict(_MADE) from error
    return NewAddress(feed, token)


@transaction.atomic
def change_feed(actor: Actor, *, feed_id: UUID, label: str, switches: Switches) -> None:
    """The feed is called so and says as much; the next time a program asks, it gets that."""
    require(may_keep_feeds(actor))
    with as_system(actor):
        feed = _own(actor, feed_id)
        feed.label = one_line(label)
        feed.with_subjects, feed.with_names = switches.subjects, switches.names
        feed.save(update_fields=["label", "with_subjects", "with_names"])


@transaction.atomic
def renew_address(actor: Actor, *, feed_id: UUID, seen: str) -> NewAddress:
    """The feed has another address, the one before answers no more. `seen` is `version_of` the feed the person looked at."""
    require(may_keep_feeds(actor))
    with as_system(actor):
        feed = _own(actor, feed_id)
        if version_of(feed) != seen:
            raise Conflict(_CHANGED)
        token, feed.token_digest = new_token()
        feed.fetched_on = None
        feed.save(update_fields=["token_digest", "fetched_on"])
    return NewAddress(feed, token)


@transaction.atomic
def end_feed(actor: Actor, *, feed_id: UUID) -> None:
    """The feed's address answers no more."""
    require(may_keep_feeds(actor))
    with as_system(actor):
        feed = _own(actor, feed_id)
        feed.revoked_at = now()
        feed.save(update_fields=["revoked_at"])


def version_of(feed: CalendarFeed) -> str:
    """Returns a mark of the feed's present address that says nothing about the address."""
    return feed.token_digest[:12]


def one_line(label: str) -> str:
    """Returns the label without anything that would begin a new line, or cannot be seen, in a header or a calendar file."""
    return " ".join("".join(c if c.isprintable() else " " for c in label).split())[:60]


def _own(actor: Actor, feed_id: UUID) -> CalendarFeed:
    feed = CalendarFeed.objects.select_for_update().filter(pk=feed_id, person_id=actor.person).first()
    if feed is None or feed.revoked_at:
        raise Conflict(_ENDED)
    return feed
