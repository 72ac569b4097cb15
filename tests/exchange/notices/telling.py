"""A kind of notice for tests, and what a worker would have done by now."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from tests.worlds import ACTOR
from zweiklang.exchange.models import Notice, NoticeSettings, PushSubscription
from zweiklang.exchange.notices import kinds
from zweiklang.exchange.notices.kinds import Line, NoticeKind, OpenNotice
from zweiklang.exchange.notices.mailing import mail_due
from zweiklang.exchange.notices.telling import tell
from zweiklang.kernel.clock import BERLIN, standing_at
from zweiklang.people.models import MailPreference
from zweiklang.people.public import MailKind, Person
from zweiklang.rooms.public import as_system

# What a reader may no longer see.
HIDDEN: set[UUID] = set()
NOBODY = UUID(int=0)


def describe(notices: Sequence[OpenNotice]) -> Mapping[UUID, Line]:
    """Says the number of what happened, and nothing of what is hidden."""
    return {
        one.id: Line("Etwas Neues", "/hilfe/", f"{one.count}-mal")
        for one in notices
        if one.about not in HIDDEN
    }


TALK = NoticeKind("talk", MailKind.MESSAGES, describe)
DATES = NoticeKind("dates", MailKind.SCHEDULE, describe)


@contextmanager
def known_kinds() -> Iterator[None]:
    """Inside the block there are these two kinds beside the product's own."""
    before = dict(kinds._kinds)
    kinds.add_kind(TALK)
    kinds.add_kind(DATES)
    try:
        yield
    finally:
        kinds._kinds.clear()
        kinds._kinds.update(before)
        HIDDEN.clear()


def told(person: Person, *, kind: NoticeKind = TALK, about: UUID, urgent: bool = False) -> None:
    """The person is told by the system."""
    assert tell(ACTOR, people=[person.pk], kind=kind, about=about, urgent=urgent) == 1


def at(text: str) -> datetime:
    """Returns the instant of a time in Hesse, as "2026-11-23 10:00" (a Monday)."""
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


def mailed_by(text: str) -> None:
    """The minute's job has run at that time."""
    with standing_at(at(text)):
        after: UUID | None = NOBODY
        while after is not None:
            after = mail_due(after=after)


def notices_of(person: Person) -> list[Notice]:
    """Returns all notices of the person, in the order in which they were made."""
    with as_system(ACTOR):
        return list(Notice.objects.filter(person=person).order_by("first_at", "id"))


def clean(person: Person) -> None:
    """The person has no notices, wishes and devices of what built the world."""
    with as_system(ACTOR):
        for model in (Notice, NoticeSettings, PushSubscription):
            model._default_manager.filter(person=person).delete()
        MailPreference.objects.filter(person=person).delete()
