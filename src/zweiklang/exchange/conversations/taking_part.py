"""Writes of who takes part: add, remove, leave. A line in the thread says each of them; memberships follow at once."""

from uuid import UUID

from django.contrib.postgres.functions import TransactionNow
from django.db import connection, transaction
from django.db.models.functions import Now
from django.http import Http404

from zweiklang.exchange.conversations.choosing import people_for
from zweiklang.exchange.conversations.derivation import derive_conversations
from zweiklang.exchange.conversations.policy import may_add, may_remove
from zweiklang.exchange.conversations.services import not_said_too_often
from zweiklang.exchange.conversations.shapes import MOST_PEOPLE, Candidate, Kind
from zweiklang.exchange.conversations.telling import (
    forget_notices,
    nudge_participants,
    tell_participants,
)
from zweiklang.exchange.models import Conversation, Message, Participation
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.decisions import require
from zweiklang.kernel.errors import Rejected
from zweiklang.organisations.public import as_merged
from zweiklang.people.public import Person
from zweiklang.rooms.public import as_system, standing_in

SEES_ALL = "{} ist dazugekommen und sieht das ganze Gespräch."
SEES_FROM_NOW = "{} ist dazugekommen und sieht, was ab jetzt geschrieben wird."
REMOVED = "{} nimmt nicht mehr teil."
LEFT = "{} hat das Gespräch verlassen."
_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"


def candidates_to_add(actor: Actor, conversation: Conversation) -> list[Candidate]:
    """Returns who could be added: those of the room or organisation it is about, as far as the actor sees them and they are not there yet."""
    organisation = conversation.about_organisation
    try:
        found = people_for(
            actor,
            about_room=conversation.about_room_id,
            about_organisation=organisation and as_merged(organisation),
        )
    except Http404:
        # The actor stands in, or has gone, from what it is about.
        return []
    taking = set(
        Participation.objects.filter(room_id=conversation.room_id, left_at=None).values_list(
            "person_id", flat=True
        )
    )
    return [one for one in found if one.person_id not in taking]


@transaction.atomic
def add_person(actor: Actor, *, conversation: Conversation, person_id: UUID, everything: bool) -> bool:
    """The person takes part from now on, and sees everything or only what follows; False where the person does already.

    Raises Http404 for whoever takes part no longer, Rejected for somebody from elsewhere.
    """
    require(may_add(actor, standing=standing_in(conversation.room_id), conversation=conversation))
    _alone_with(conversation)
    taking = Participation.objects.filter(room_id=conversation.room_id, left_at=None)
    if taking.filter(person_id=person_id).exists():
        return False
    chosen = next((one for one in candidates_to_add(actor, conversation) if one.person_id == person_id), None)
    if chosen is None:
        raise Rejected("Bitte wählen Sie eine Person aus der Liste.", field="person")
    not_said_too_often(actor)
    if taking.count() >= MOST_PEOPLE:
        raise Rejected(f"An einem Gespräch nehmen höchstens {MOST_PEOPLE} Personen teil.", field="person")
    with as_system(actor):
        Participation.objects.create(
            room_id=conversation.room_id,
            person_id=person_id,
            described=chosen.described[:200],
            visible_from=None if everything else TransactionNow(),
            added_by_id=actor.person,
        )
    note_event(actor, conversation, (SEES_ALL if everything else SEES_FROM_NOW).format(chosen.name))
    derive_conversations(actor, Conversation.objects.filter(pk=conversation.pk))
    tell_participants(actor, conversation, only=[person_id])
    return True


@transaction.atomic
def remove_person(actor: Actor, *, conversation: Conversation, participation_id: UUID) -> bool:
    """The person takes part no longer, from this moment on; False where the person had gone already."""
    standing_in(conversation.room_id)
    _alone_with(conversation)
    found = Participation.objects.filter(room_id=conversation.room_id, pk=participation_id)
    participation = found.select_related("person").first()
    if participation is None:
        raise Http404
    if participation.left_at:
        return False
    require(may_remove(actor, conversation=conversation, participation=participation))
    _end(actor, conversation, participation, REMOVED)
    return True


@transaction.atomic
def leave(actor: Actor, *, conversation: Conversation) -> None:
    """The actor takes part no longer and reads nothing more. What the actor wrote stays for the others, and in the own export."""
    standing_in(conversation.room_id)
    if conversation.kind == Kind.HELP:
        raise Http404
    _alone_with(conversation)
    mine = Participation.objects.filter(room_id=conversation.room_id, left_at=None, person_id=actor.person)
    participation = mine.select_related("person").first()
    if participation is None:
        raise Rejected("Sie vertreten hier jemanden. Ihr Zugang endet mit der Vertretung.")
    _end(actor, conversation, participation, LEFT)


def note_event(actor: Actor, conversation: Conversation, text: str) -> None:
    """A line in the thread says what happened."""
    with as_system(actor):
        Message.objects.create(
            room_id=conversation.room_id, author_id=actor.person, kind=Message.Kind.EVENT, text=text
        )


def _end(actor: Actor, conversation: Conversation, participation: Participation, event: str) -> None:
    person: Person = participation.person
    note_event(actor, conversation, event.format(person.name))
    with as_system(actor):
        Participation.objects.filter(pk=participation.pk).update(left_at=Now(), removed_by_id=actor.person)
    # Before the membership is gone: whoever goes has a page open that should learn of it.
    nudge_participants(actor, conversation)
    derive_conversations(actor, Conversation.objects.filter(pk=conversation.pk))
    forget_notices(actor, conversation, person_id=person.pk)


def _alone_with(conversation: Conversation) -> None:
    """Nobody else changes who takes part until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [f"conversation:{conversation.pk}"])
