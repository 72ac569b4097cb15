"""An answer to an announcement is a conversation with its author, which nobody else of the recipients sees."""

from uuid import UUID

from django.db import transaction
from django.http import Http404

from zweiklang.apprenticeships.public import narrowed
from zweiklang.exchange.announcements.drafting import sender_of_draft
from zweiklang.exchange.announcements.policy import may_answer
from zweiklang.exchange.announcements.shapes import LONGEST_SUBJECT, Reach
from zweiklang.exchange.conversations.services import open_answer
from zweiklang.exchange.conversations.shapes import Chosen
from zweiklang.exchange.models import Announcement, Conversation, Delivery
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.decisions import require
from zweiklang.kernel.errors import Conflict
from zweiklang.rooms.public import as_system, my_standings

GONE = "Wer die Mitteilung geschrieben hat, ist nicht mehr dort. Bitte beginnen Sie ein neues Gespräch mit der Stelle."


@transaction.atomic
def answer(actor: Actor, *, announcement_id: UUID, text: str, message_id: UUID) -> Conversation:
    """The actor's conversation with the author begins with that message; sent twice, there is one.

    Raises Http404 for what the actor has not got, Conflict where the author no longer writes for that office.
    """
    found = Announcement.objects.select_related("organisation").filter(pk=announcement_id).first()
    if found is None:
        raise Http404
    delivery = (
        Delivery.objects.filter(announcement=found, person_id=actor.person)
        .select_related("organisation")
        .first()
    )
    require(may_answer(found, received=delivery is not None))
    with as_system(actor):
        sender = sender_of_draft(found)
    if sender is None:
        raise Conflict(GONE)
    firm = delivery.organisation.name if delivery and delivery.organisation else "bekam die Mitteilung"
    # Both take part only as long as they have to do with that office; with the Land everybody has, and nobody shares a room.
    land = sender.reach == Reach.LAND
    related = not land and bool(narrowed(my_standings(), found.organisation_id))
    return open_answer(
        actor,
        subject=f"Antwort: {found.title}"[:LONGEST_SUBJECT],
        own=Chosen(actor.person, firm, follows_about=related),
        other=Chosen(found.author_id, found.organisation.name, follows_about=not land),
        text=text,
        message_id=message_id,
        about_organisation=found.organisation,
    )
