"""From a form to a new conversation, and what one could be about."""

from typing import Any
from uuid import UUID

from zweiklang.apprenticeships.public import (
    Contract,
    SchoolClass,
    note_contracts,
    organisations_acted_for,
)
from zweiklang.exchange.conversations.choosing import About
from zweiklang.exchange.conversations.policy import may_agree
from zweiklang.exchange.conversations.services import open_conversation
from zweiklang.exchange.conversations.shapes import Chosen
from zweiklang.exchange.models import Conversation
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import today
from zweiklang.kernel.decisions import require
from zweiklang.kernel.hesse import school_year
from zweiklang.kernel.sorting import sort_key
from zweiklang.organisations.public import Organisation
from zweiklang.rooms.public import my_standings

MOST_TOPICS = 30


def opened(actor: Actor, about: About, values: dict[str, Any]) -> Conversation:
    """The conversation that a valid form describes exists."""
    return open_conversation(
        actor,
        subject=values["subject"],
        people=[Chosen(person_id, "") for person_id in values["people"]],
        text=values["text"],
        message_id=values["message"],
        about_room=about.room_id,
        about_organisation=about.organisation,
    )


def possible_topics(actor: Actor, query: str) -> dict[str, Any]:
    """Returns the apprenticeships, classes and organisations that the person could talk about, found by name. Up to six queries."""
    contracts = Contract.objects.filter(last_day__gte=today()).select_related("apprentice", "firm")
    classes = SchoolClass.objects.filter(school_year=school_year(today())).select_related("school")
    if query:
        contracts = contracts.filter(apprentice__sort_key__contains=sort_key(query))
        classes = classes.filter(label__icontains=query)
    found = list(contracts.order_by("apprentice__sort_key", "pk")[: MOST_TOPICS + 1])
    note_contracts(found)
    of_class = list(classes.order_by("label", "pk")[: MOST_TOPICS + 1])
    return {
        "contracts": found[:MOST_TOPICS],
        "classes": of_class[:MOST_TOPICS],
        "more": len(found) > MOST_TOPICS or len(of_class) > MOST_TOPICS,
        "organisations": _organisations(found, of_class) if not query else [],
    }


def _organisations(contracts: list[Contract], classes: list[SchoolClass]) -> list[Organisation]:
    """Returns the parties of these rooms, and the organisations one works for: schools first, then firms and chambers. Four queries."""
    ids = {one.firm_id for one in contracts} | {one.chamber_id for one in contracts}
    ids |= {one.school_id for one in classes} | set(organisations_acted_for(my_standings().values()))
    rows = Organisation.objects.filter(pk__in=ids, kind__in=("school", "firm", "chamber", "centre"))
    return sorted(rows, key=lambda one: (_ORDER.index(one.kind), one.sort_key))[:MOST_TOPICS]


_ORDER = ("school", "firm", "centre", "chamber")


def asked_to_agree(actor: Actor, conversation: Conversation) -> UUID:
    """Returns the apprenticeship's room in which an agreement of this conversation would lie; refuses whoever may not note one. One query."""
    room = conversation.about_room
    about = my_standings().get(room.pk) if room else None
    require(may_agree(actor, about=about, about_kind=room.kind if room else ""))
    assert room is not None
    return room.pk
