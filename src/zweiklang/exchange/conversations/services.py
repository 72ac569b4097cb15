"""Writes of conversations: open, say, change, take back. What is said is written in the person's own name, and the database checks it again."""

from collections.abc import Collection, Sequence
from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.db.models.functions import Now
from django.http import Http404

from zweiklang.exchange.conversations.choosing import About, about_a_room, about_an_organisation
from zweiklang.exchange.conversations.derivation import derive_conversations
from zweiklang.exchange.conversations.policy import may_edit, may_open, may_withdraw, may_write
from zweiklang.exchange.conversations.selectors import mark_of
from zweiklang.exchange.conversations.shapes import (
    LONGEST,
    LONGEST_SUBJECT,
    MOST_MESSAGES_AN_HOUR,
    MOST_OPENED_AN_HOUR,
    MOST_PEOPLE,
    Chosen,
    Kind,
)
from zweiklang.exchange.conversations.telling import nudge_participants, tell_participants
from zweiklang.exchange.files.uploading import attach_files, remove_files_of
from zweiklang.exchange.models import Conversation, Message, MessageVersion, Participation
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import now
from zweiklang.kernel.decisions import require
from zweiklang.kernel.errors import Conflict, Rejected
from zweiklang.organisations.public import Organisation
from zweiklang.rooms.public import as_system, open_room, standing_in

TAKEN = (
    "Diese Nachricht lässt sich so nicht senden. Bitte laden Sie die Seite neu und senden Sie noch einmal."
)
CHANGED = "Diese Nachricht ist inzwischen anders. Bitte sehen Sie nach, was jetzt dasteht."
WITHDRAWN = "Diese Nachricht ist zurückgezogen."
TOO_OFTEN = "Sie haben sehr viel geschrieben. Bitte warten Sie eine Weile oder rufen Sie an."
_ROOM_KINDS = {Kind.DIRECT: "conversation", Kind.HELP: "counselling"}
# Rooms have a title that their members' pages may show; what a conversation is about stands in the conversation alone.
_ROOM_TITLE = "Gespräch"
_ALONE = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"
_HOUR = timedelta(hours=1)


@transaction.atomic
def open_conversation(
    actor: Actor,
    *,
    subject: str,
    people: Sequence[Chosen],
    text: str,
    message_id: UUID,
    about_room: UUID | None = None,
    about_organisation: Organisation | None = None,
) -> Conversation:
    """The conversation exists with these people and its first message, and they are told. Sent twice, it exists once.

    Those chosen must be among `choosing.people_for`. Raises Http404 for a foreign room.
    """
    before = _opened_before(actor, message_id)
    if before is not None:
        return before
    about = _about(actor, about_room, about_organisation)
    chosen = _checked(about, people)
    _not_opened_too_often(actor)
    conversation = Conversation(
        kind=Kind.DIRECT,
        subject=_subject(subject),
        about_room_id=about.room_id,
        about_organisation=about.organisation,
        opened_by_id=actor.person,
    )
    return _opened(
        actor, conversation, [Chosen(actor.person, about.own), *chosen], checked_text(text), message_id
    )


@transaction.atomic
def open_counselling(
    actor: Actor,
    *,
    subject: str,
    own: Chosen,
    other: Chosen,
    text: str,
    message_id: UUID,
    about_organisation: Organisation | None = None,
) -> Conversation:
    """The confidential conversation of these two exists in a room for counselling, with its first message. Sent twice, it exists once.

    The caller has asked its own policy. Nobody ever stands in here; who follows `about_organisation` takes part as long as the post is held.
    """
    return _opened_between(
        actor,
        Conversation(kind=Kind.HELP, subject=_subject(subject), about_organisation=about_organisation),
        [own, other],
        checked_text(text),
        message_id,
    )


@transaction.atomic
def open_answer(
    actor: Actor,
    *,
    subject: str,
    own: Chosen,
    other: Chosen,
    text: str,
    message_id: UUID,
    about_organisation: Organisation,
) -> Conversation:
    """The conversation with whoever wrote to the actor for that organisation exists, with its first message. Sent twice, it exists once.

    The caller has asked its own policy: whoever got an announcement answers its author, who need not be at the organisation's door.
    """
    return _opened_between(
        actor,
        Conversation(kind=Kind.DIRECT, subject=_subject(subject), about_organisation=about_organisation),
        [own, other],
        checked_text(text),
        message_id,
    )


def _opened_between(
    actor: Actor, conversation: Conversation, people: list[Chosen], text: str, message_id: UUID
) -> Conversation:
    before = _opened_before(actor, message_id)
    if before is not None:
        return before
    _not_opened_too_often(actor)
    conversation.opened_by_id = actor.person
    return _opened(actor, conversation, people, text, message_id)


@transaction.atomic
def post_message(
    actor: Actor, *, conversation: Conversation, message_id: UUID, text: str, files: Collection[UUID] = ()
) -> Message:
    """The message stands in the conversation, and the others are told. `message_id` comes from the form: sent twice, it stands there once.

    `files` are those the person has uploaded into the conversation's room. Raises Http404 for whoever takes part no longer.
    """
    standing = standing_in(conversation.room_id)
    _alone_with(message_id)
    before = _sent_before(actor, message_id, room_id=conversation.room_id)
    if before is not None:
        return before
    require(may_write(actor, standing=standing, conversation=conversation))
    text = checked_text(text, needed=not files)
    not_said_too_often(actor)
    message = _write(actor, conversation, message_id, text)
    attach_files(actor, room_id=conversation.room_id, message_id=message_id, file_ids=files)
    with as_system(actor):
        Conversation.objects.filter(pk=conversation.pk).update(last_message_at=Now())
    tell_participants(actor, conversation)
    return message


@transaction.atomic
def edit_message(
    actor: Actor, *, conversation: Conversation, message_id: UUID, text: str, seen: str
) -> Message:
    """The message says something else, and what it said before can be read. `seen` is the change the page showed as the last one, "" for none."""
    standing = standing_in(conversation.room_id)
    message = own_message(actor, conversation, message_id)
    require(may_write(actor, standing=standing, conversation=conversation))
    require(may_edit(actor, message=message))
    text = checked_text(text)
    if text == message.text:
        return message
    if mark_of(message) != seen:
        raise Conflict(CHANGED)
    _not_changed_too_often(actor)
    with as_system(actor):
        MessageVersion.objects.create(
            room_id=message.room_id, message=message, text=message.text, sent_at=message.sent_at
        )
        message.text, message.edited_at = text, now()
        message.save(update_fields=["text", "edited_at"])
    nudge_participants(actor, conversation)
    return message


@transaction.atomic
def withdraw_message(actor: Actor, *, conversation: Conversation, message_id: UUID) -> Message:
    """What the message said is gone, with its earlier versions and its files; that there was one stays. Done twice, it is done once."""
    standing_in(conversation.room_id)
    message = own_message(actor, conversation, message_id)
    require(may_withdraw(actor, message=message))
    if message.withdrawn_at:
        return message
    with as_system(actor):
        message.versions.all().delete()
        message.text, message.withdrawn_at = "", now()
        message.save(update_fields=["text", "withdrawn_at"])
    remove_files_of(actor, message_ids=[message.pk])
    nudge_participants(actor, conversation)
    return message


def _opened_before(actor: Actor, message_id: UUID) -> Conversation | None:
    _alone_with(message_id)
    before = _sent_before(actor, message_id)
    return Conversation.objects.get(room_id=before.room_id) if before else None


def _opened(
    actor: Actor, conversation: Conversation, people: Sequence[Chosen], text: str, message_id: UUID
) -> Conversation:
    with as_system(actor):
        conversation.room = open_room(actor, kind=_ROOM_KINDS[Kind(conversation.kind)], title=_ROOM_TITLE)
        conversation.save(force_insert=True)
        Participation.objects.bulk_create(
            Participation(
                room_id=conversation.room_id,
                person_id=one.person_id,
                described=one.described[:200],
                follows_about=one.follows_about,
                added_by_id=actor.person,
            )
            for one in people
        )
    derive_conversations(actor, Conversation.objects.filter(pk=conversation.pk))
    _write(actor, conversation, message_id, text)
    tell_participants(actor, conversation)
    return conversation


def own_message(actor: Actor, conversation: Conversation, message_id: UUID) -> Message:
    """Returns the message, locked until the transaction ends; Http404 where the actor sees none with that id in the conversation."""
    if not Message.objects.filter(pk=message_id, room_id=conversation.room_id).exists():
        raise Http404
    with as_system(actor):
        return Message.objects.select_for_update().get(pk=message_id)


def checked_text(text: str, *, needed: bool = True) -> str:
    """Returns the text without blanks around it; raises Rejected where nothing is left or it is too long."""
    text = text.replace("\r\n", "\n").replace("\x00", "").strip()
    if needed and not text:
        raise Rejected("Bitte schreiben Sie eine Nachricht.", field="text")
    if len(text) > LONGEST:
        raise Rejected(
            f"Bitte kürzer: höchstens {LONGEST} Zeichen. Längeres senden Sie als Datei.", field="text"
        )
    return text


def _write(actor: Actor, conversation: Conversation, message_id: UUID, text: str) -> Message:
    try:
        with transaction.atomic():
            return Message.objects.create(
                id=message_id, room_id=conversation.room_id, author_id=actor.person, text=text
            )
    except IntegrityError as error:
        # An id that is taken in a conversation of others: no form of ours sends one.
        raise Conflict(TAKEN) from error


def _sent_before(actor: Actor, message_id: UUID, *, room_id: UUID | None = None) -> Message | None:
    found = Message.objects.filter(pk=message_id).first()
    if found and (found.author_id != actor.person_id or (room_id and found.room_id != room_id)):
        raise Conflict(TAKEN)
    return found


def _about(actor: Actor, room_id: UUID | None, organisation: Organisation | None) -> About:
    found = about_a_room(actor, room_id) if room_id else None
    found = found or (about_an_organisation(actor, organisation) if organisation else None)
    require(may_open(actor, related=found is not None))
    assert found is not None
    return found


def _checked(about: About, people: Sequence[Chosen]) -> list[Chosen]:
    """Returns those chosen as they are described there; raises Rejected for nobody, too many, and anybody from elsewhere."""
    known = {one.person_id: one for one in about.candidates}
    chosen = list(dict.fromkeys(one.person_id for one in people))
    if not chosen:
        raise Rejected("Bitte wählen Sie mindestens eine Person.", field="people")
    if len(chosen) >= MOST_PEOPLE:
        raise Rejected(f"An einem Gespräch nehmen höchstens {MOST_PEOPLE} Personen teil.", field="people")
    if not set(chosen) <= set(known):
        raise Rejected("Bitte wählen Sie nur Personen aus der Liste.", field="people")
    return [Chosen(one, known[one].described) for one in chosen]


def _subject(subject: str) -> str:
    subject = " ".join(subject.replace("\x00", "").split())
    if not subject:
        raise Rejected("Bitte schreiben Sie, worum es geht.", field="subject")
    if len(subject) > LONGEST_SUBJECT:
        raise Rejected(f"Bitte kürzer: höchstens {LONGEST_SUBJECT} Zeichen.", field="subject")
    return subject


def not_said_too_often(actor: Actor) -> None:
    """Raises Rejected for whoever has filled threads with lines of any kind in the last hour: messages, agreements, comings and goings."""
    said = Message.objects.filter(author_id=actor.person, sent_at__gte=now() - _HOUR)
    if said.count() >= MOST_MESSAGES_AN_HOUR:
        raise Rejected(TOO_OFTEN)


def _not_changed_too_often(actor: Actor) -> None:
    """Raises Rejected for whoever changes without end: each earlier version is kept."""
    kept = MessageVersion.objects.filter(message__author_id=actor.person, replaced_at__gte=now() - _HOUR)
    if kept.count() >= MOST_MESSAGES_AN_HOUR:
        raise Rejected(TOO_OFTEN)


def _not_opened_too_often(actor: Actor) -> None:
    opened = Conversation.objects.filter(opened_by_id=actor.person, opened_at__gte=now() - _HOUR)
    if opened.count() >= MOST_OPENED_AN_HOUR:
        raise Rejected(
            "Sie haben in der letzten Stunde viele Gespräche begonnen. Bitte warten Sie eine Weile."
        )


def _alone_with(message_id: UUID) -> None:
    """Nobody else writes this message until the transaction ends: the second of two clicks sees what the first wrote."""
    with connection.cursor() as cursor:
        cursor.execute(_ALONE, [f"message:{message_id}"])
