"""Answering a question for consent, and taking a consent back."""

from uuid import UUID

from django.utils import timezone

from zweiklang.kernel.acting import as_system
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.decisions import not_now, require
from zweiklang.privacy.consents.policy import may_answer
from zweiklang.privacy.consents.selectors import cells_asked, concerned_in
from zweiklang.privacy.consents.shapes import Cell, Concerned
from zweiklang.privacy.models import ConsentRefusal
from zweiklang.rooms.public import Consent, Standing, give_consent, withdraw_consent

NOT_ASKED = "Diese Einwilligung wird nicht mehr gebraucht: Die Regel hat sich geändert."


def agree(actor: Actor, *, standing: Standing, cell: Cell) -> Consent:
    """The category is open to the capacity for data from today on; an earlier "no" is forgotten. Given twice it stays the first.

    Raises Refused for somebody who may not decide it, Conflict if no rule asks for it any more.
    """
    concerned = _asked(actor, standing, cell)
    consent = give_consent(
        actor, room_id=standing.room_id, category=cell[0], capacity=cell[1], minor=concerned.minor
    )
    with as_system(actor):
        ConsentRefusal.objects.filter(room=standing.room_id, category=cell[0], capacity=cell[1]).delete()
    return consent


def refuse(actor: Actor, *, standing: Standing, cell: Cell) -> ConsentRefusal:
    """The question counts as answered: everything stays closed, and nobody is asked again under "Heute"."""
    concerned = _asked(actor, standing, cell)
    with as_system(actor):
        refusal, _ = ConsentRefusal.objects.get_or_create(
            room_id=standing.room_id,
            category=cell[0],
            capacity=cell[1],
            defaults={
                "concerned_id": concerned.person_id,
                "refused_by_id": actor.person,
                "refused_at": timezone.now(),
            },
        )
    return refusal


def withdraw(actor: Actor, *, standing: Standing, consent_id: UUID) -> Consent:
    """What the consent opened is closed in this transaction. Raises Consent.DoesNotExist for one of another room or of others."""
    concerned_in(actor, standing)
    with as_system(actor):
        Consent.objects.get(pk=consent_id, room=standing.room_id)
    return withdraw_consent(actor, consent_id=consent_id)


def _asked(actor: Actor, standing: Standing, cell: Cell) -> Concerned:
    concerned = concerned_in(actor, standing)
    require(may_answer(actor, concerned))
    if cell not in cells_asked(standing.room_id):
        require(not_now(NOT_ASKED))
    return concerned
