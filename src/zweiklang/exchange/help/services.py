"""Writes of confidential help. One function = one use case = one transaction. Whatever happens, only the two hear of it."""

from typing import Any
from uuid import UUID

from django.contrib.postgres.functions import TransactionNow
from django.db import connection, transaction
from django.http import Http404

from zweiklang.exchange.conversations.derivation import derive_conversations
from zweiklang.exchange.conversations.services import open_counselling, post_message
from zweiklang.exchange.conversations.shapes import Chosen
from zweiklang.exchange.conversations.taking_part import note_event
from zweiklang.exchange.conversations.telling import forget_notices, tell_participants
from zweiklang.exchange.help.cases import case_in
from zweiklang.exchange.help.directory import suggested_helper
from zweiklang.exchange.help.policy import (
    may_answer,
    may_decide,
    may_end,
    may_keep_contacts,
    may_suggest,
    may_withdraw,
)
from zweiklang.exchange.help.shapes import Case, Helper
from zweiklang.exchange.models import Conversation, HelpContact, Participation
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.decisions import require
from zweiklang.kernel.errors import Rejected
from zweiklang.organisations.public import Organisation
from zweiklang.rooms.public import as_system

# What stands in the tables names nothing: whoever restores a backup or reads a log learns no more than that two people talk.
SUBJECT = "Gespräch"
ASKS = "hat Sie gefragt"
ENDED = "{} hat das Gespräch beendet."
SUGGESTED = "{} schlägt vor: {} hilft weiter."
DECLINED = "{} möchte das nicht."
TAKES_OVER = "{} übernimmt das Gespräch."
_ALONE = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"


@transaction.atomic
def ask(actor: Actor, *, helper: Helper, message_id: UUID, text: str) -> UUID:
    """The message has reached this person and nobody else; returns the room of the case. An open case with the person goes on.

    The caller has asked `may_ask`. A second click, or the form in two tabs, opens no second case.
    """
    if helper.person_id is None or helper.office_id is None:
        raise Http404
    _alone(f"help:{actor.person}:{helper.person_id}")
    known = _open_case(actor, helper.person_id)
    if known is not None:
        post_message(actor, conversation=known, message_id=message_id, text=text)
        return known.room_id
    opened = open_counselling(
        actor,
        subject=SUBJECT,
        own=Chosen(actor.person, ASKS, follows_about=False),
        other=Chosen(helper.person_id, helper.described),
        text=text,
        message_id=message_id,
        about_organisation=Organisation.objects.get(pk=helper.office_id),
    )
    return opened.room_id


@transaction.atomic
def answer(actor: Actor, *, case_id: UUID, message_id: UUID, text: str) -> None:
    """The other one has the message."""
    case, conversation = _locked(actor, case_id)
    require(may_answer(case))
    post_message(actor, conversation=conversation, message_id=message_id, text=text)


@transaction.atomic
def seen(actor: Actor, *, case_id: UUID) -> None:
    """What was new here is no longer new for me."""
    conversation = Conversation.objects.get(room_id=case_id)
    forget_notices(actor, conversation, person_id=actor.person)


@transaction.atomic
def end(actor: Actor, *, case_id: UUID) -> None:
    """Nobody writes here any more; both can read it. The other one hears that there is something new."""
    case, conversation = _locked(actor, case_id)
    require(may_end(case))
    note_event(actor, conversation, ENDED.format(actor.name))
    _close(actor, conversation)
    tell_participants(actor, conversation)


@transaction.atomic
def withdraw(actor: Actor, *, case_id: UUID) -> None:
    """The other one sees nothing of it any more, from this moment on, and is told nothing. Who asked can still read it."""
    case, conversation = _locked(actor, case_id)
    require(may_withdraw(case))
    if conversation.ended_at is None:
        _close(actor, conversation)
    for person_id in _let_go(actor, conversation):
        forget_notices(actor, conversation, person_id=person_id)
    derive_conversations(actor, Conversation.objects.filter(pk=conversation.pk))


@transaction.atomic
def suggest(actor: Actor, *, case_id: UUID, helper: Helper) -> None:
    """Who asked reads the suggestion. The one suggested hears nothing."""
    case, conversation = _locked(actor, case_id)
    require(may_suggest(case))
    if not helper.writes or helper.person_id in (case.asked_by, actor.person):
        raise Rejected("Bitte jemanden wählen, der hier Nachrichten liest.", field="helper")
    with as_system(actor):
        Conversation.objects.filter(pk=conversation.pk).update(suggested=helper.id)
    note_event(actor, conversation, SUGGESTED.format(actor.name, helper.name))
    tell_participants(actor, conversation)


@transaction.atomic
def decide(actor: Actor, *, case_id: UUID, helper_id: UUID, agrees: bool, shows_all: bool = False) -> None:
    """Who asked has answered the suggestion: then somebody else takes part instead, and sees everything or what follows; or nothing changes."""
    case, conversation = _locked(actor, case_id)
    helper = suggested_helper(case.suggested_id if case.suggested_id == helper_id else None)
    require(may_decide(case, helper=helper, agrees=agrees))
    assert helper is not None
    with as_system(actor):
        Conversation.objects.filter(pk=conversation.pk).update(suggested=None)
    if not agrees:
        note_event(actor, conversation, DECLINED.format(actor.name))
        tell_participants(actor, conversation)
        return
    for person_id in _let_go(actor, conversation):
        forget_notices(actor, conversation, person_id=person_id)
    _admit(actor, conversation, helper, shows_all=shows_all)
    note_event(actor, conversation, TAKES_OVER.format(helper.name))
    derive_conversations(actor, Conversation.objects.filter(pk=conversation.pk))
    tell_participants(actor, conversation)


@transaction.atomic
def keep_contact(
    actor: Actor, *, organisation: Organisation, contact: HelpContact | None, values: dict[str, Any]
) -> HelpContact:
    """The entry says this; a new one where there was none. Cases that are under way stay with the people who were asked."""
    kind = values["kind"]
    require(may_keep_contacts(actor, organisation=organisation, kind=kind))
    if contact is not None and contact.organisation_id != organisation.pk:
        raise Http404
    with as_system(actor):
        row = contact or HelpContact(organisation=organisation)
        for name, value in values.items():
            setattr(row, name, value)
        row.save()
    return row


def _locked(actor: Actor, case_id: UUID) -> tuple[Case, Conversation]:
    """Returns the case as it is once nobody else changes it; raises Http404 for a foreign one."""
    case_in(actor, case_id)
    _alone(f"case:{case_id}")
    return case_in(actor, case_id), Conversation.objects.get(room_id=case_id)


def _open_case(actor: Actor, person_id: UUID) -> Conversation | None:
    mine = Conversation.objects.filter(
        kind=Conversation.Kind.HELP, opened_by=actor.person, ended_at=None
    ).order_by("-opened_at")
    there = Participation.objects.filter(person=person_id, left_at=None).values("room_id")
    return mine.filter(room_id__in=there).first()


def _close(actor: Actor, conversation: Conversation) -> None:
    with as_system(actor):
        Conversation.objects.filter(pk=conversation.pk).update(ended_at=TransactionNow(), suggested=None)


def _let_go(actor: Actor, conversation: Conversation) -> list[UUID]:
    """Nobody but who asked takes part any more; returns who did."""
    rows = Participation.objects.filter(room_id=conversation.room_id, left_at=None)
    gone = rows.exclude(person=conversation.opened_by_id)
    people = list(gone.values_list("person_id", flat=True))
    with as_system(actor):
        gone.update(left_at=TransactionNow(), removed_by=actor.person)
    return people


def _admit(actor: Actor, conversation: Conversation, helper: Helper, *, shows_all: bool) -> None:
    assert helper.person_id is not None
    with as_system(actor):
        # Takes part as long as the own post lasts, wherever that is.
        Conversation.objects.filter(pk=conversation.pk).update(about_organisation=helper.office_id)
        Participation.objects.create(
            room_id=conversation.room_id,
            person_id=helper.person_id,
            described=helper.described,
            visible_from=None if shows_all else TransactionNow(),
            added_by_id=actor.person,
        )


def _alone(what: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_ALONE, [what])
