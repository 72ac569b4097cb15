"""Conversations in a few words, and what stands in the database, read by the system role."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from tests.clients import standing_as
from tests.worlds import ACTOR, World
from zweiklang.exchange.conversations.choosing import people_for
from zweiklang.exchange.conversations.services import open_conversation, post_message
from zweiklang.exchange.conversations.shapes import Candidate, Chosen
from zweiklang.exchange.models import (
    Agreement,
    Conversation,
    Message,
    MessageVersion,
    Notice,
    Participation,
    StoredFile,
)
from zweiklang.kernel.clock import now, today
from zweiklang.kernel.ids import new_id
from zweiklang.people.models import OutgoingMail
from zweiklang.people.public import Person, actor_of
from zweiklang.rooms.public import Membership, as_system

DAY = timedelta(days=1)


def opened(opener: Person, world: World, *people: Person, **more: Any) -> Conversation:
    """The opener has begun a conversation about the first apprenticeship (or what `more` says) with these people."""
    terms: dict[str, Any] = {"subject": "Prüfung", "text": "Wann passt es Ihnen?", "message_id": new_id()}
    if "about_organisation" not in more:
        terms["about_room"] = world.first.room_id
    terms |= {"people": [Chosen(one.pk, "") for one in people]} | more
    with standing_as(opener):
        return open_conversation(actor_of(opener), **terms)


def say(person: Person, talk: Conversation, text: str = "Am Montag.", *, id: UUID | None = None) -> Message:
    """The person has said that in the conversation."""
    with standing_as(person):
        return post_message(actor_of(person), conversation=talk, message_id=id or new_id(), text=text)


def doing[T](person: Person, act: Callable[..., T], **terms: Any) -> T:
    """Returns what the service gives when the person calls it."""
    with standing_as(person):
        return act(actor_of(person), **terms)


def candidates(person: Person, **about: Any) -> dict[UUID, Candidate]:
    """Returns with whom the person could talk, by id."""
    with standing_as(person):
        return {one.person_id: one for one in people_for(actor_of(person), **about)}


def said(talk: Conversation) -> list[tuple[str, str]]:
    """Kind and text of everything in the conversation, oldest first."""
    with as_system(ACTOR):
        rows = Message.objects.filter(room_id=talk.room_id).order_by("sent_at", "pk")
        return list(rows.values_list("kind", "text"))


def present(talk: Conversation) -> set[UUID]:
    """Who is in the conversation's room today."""
    with as_system(ACTOR):
        rows = Membership.objects.filter(room_id=talk.room_id, first_day__lte=today())
        return set(rows.exclude(last_day__lt=today()).values_list("person_id", flat=True))


def read_by(person: Person, talk: Conversation) -> list[str]:
    """The texts that the database gives the person."""
    with standing_as(person):
        rows = Message.objects.filter(room_id=talk.room_id).order_by("sent_at", "pk")
        return list(rows.values_list("text", flat=True))


def told(talk: Conversation) -> dict[UUID, int]:
    """How often each person was told of the conversation and has not opened it since."""
    with as_system(ACTOR):
        rows = Notice.objects.filter(kind="message", about=talk.room_id, done_at=None)
        return dict(rows.values_list("person_id", "count"))


def earlier(talk: Conversation, days: int = 2) -> None:
    """All that was said and who takes part is some days old."""
    then = now() - timedelta(days=days)
    with as_system(ACTOR):
        Message.objects.filter(room_id=talk.room_id).update(sent_at=then)
        Participation.objects.filter(room_id=talk.room_id).update(added_at=then)
        Conversation.objects.filter(pk=talk.pk).update(opened_at=then, last_message_at=then)


def everything() -> dict[str, Any]:
    """What must stay as it is where something is refused."""
    tables = (
        Conversation,
        Participation,
        Message,
        MessageVersion,
        Agreement,
        StoredFile,
        Notice,
        OutgoingMail,
        Membership,
    )
    with as_system(ACTOR):
        return {one.__name__: list(one.objects.order_by("pk").values()) for one in tables}
