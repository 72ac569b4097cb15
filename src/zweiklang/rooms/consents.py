"""Consents: given for one category and capacity in one room, opened from that day on, closed in the same transaction when withdrawn."""

from uuid import UUID

from django.utils import timezone

from zweiklang.kernel.acting import as_system
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import today
from zweiklang.kernel.decisions import require
from zweiklang.kernel.errors import Rejected
from zweiklang.rooms.models import Consent, Membership, Room
from zweiklang.rooms.release_rules import RULES
from zweiklang.rooms.rules.cells import categories, cells, following
from zweiklang.rooms.rules.policy import known_cell, may_consent
from zweiklang.rooms.rules.recomputing import recompute
from zweiklang.rooms.rules.writing import alone_with_the_rules

TEXT_VERSION = "1"


def consent_text(category: str, capacity: str) -> str:
    """Returns what somebody agrees to, word by word, in its present version."""
    about, who = categories()[category], RULES[capacity].label
    return (
        f"Ich bin einverstanden, dass {who} den Bereich „{about.label}“ sieht: {about.content}. "
        "Das gilt für Daten ab heute. Ich kann die Einwilligung jederzeit ohne Angabe von Gründen widerrufen; "
        "dann wird der Bereich sofort wieder geschlossen. Ob ich einwillige, hat keine Folgen für die Ausbildung."
    )


def guardians_in(room_id: UUID) -> frozenset[UUID]:
    """Returns who is a guardian in the room today; there are none once the apprentice is of age. Call inside `as_system`."""
    rows = Membership.objects.filter(room=room_id, capacity="guardian", first_day__lte=today())
    return frozenset(rows.exclude(last_day__lt=today()).values_list("person_id", flat=True))


def give_consent(actor: Actor, *, room_id: UUID, category: str, capacity: str, minor: bool) -> Consent:
    """The category is open to the capacity from today on, where the rule asks for consent; given twice it stays the first.

    `minor`: whether the person concerned is not yet 18 (the facts of an apprenticeship know).
    """
    if not known_cell(category, capacity) or cells()[category, capacity].bound:
        raise Rejected("Für diesen Bereich braucht es keine Einwilligung.", field="category")
    with as_system(actor):
        room, guardians = Room.objects.get(pk=room_id), guardians_in(room_id)
    if room.concerns_id is None:
        raise Rejected("In diesem Raum geht es um niemanden einzeln.")
    require(may_consent(actor, concerned_id=room.concerns_id, guardians=guardians, minor=minor))
    with as_system(actor):
        alone_with_the_rules()
        consent, fresh = Consent.objects.get_or_create(
            room_id=room_id,
            category=category,
            capacity=capacity,
            withdrawn_at=None,
            defaults={
                "concerned_id": room.concerns_id,
                "text": consent_text(category, capacity),
                "text_version": TEXT_VERSION,
                "given_by_id": actor.person,
                "given_on": today(),
                "given_at": timezone.now(),
            },
        )
        if fresh:
            recompute(actor, [room_id], capacities=following(capacity))
    return consent


def withdraw_consent(actor: Actor, *, consent_id: UUID) -> Consent:
    """What the consent opened is closed in this transaction; nothing else changes. Whoever it is about and a guardian of today may.

    Who gave it as a guardian and is none any more may not. Raises Consent.DoesNotExist for a consent of others.
    """
    with as_system(actor):
        alone_with_the_rules()
        consent = Consent.objects.select_for_update(of=("self",)).get(pk=consent_id)
        if not actor.is_system and actor.person_id not in {
            consent.concerned_id,
            *guardians_in(consent.room_id),
        }:
            raise Consent.DoesNotExist
        if consent.withdrawn_at is None:
            consent.withdrawn_by_id, consent.withdrawn_at = actor.person_id, timezone.now()
            consent.save(update_fields=["withdrawn_by", "withdrawn_at"])
            recompute(actor, [consent.room_id], capacities=following(consent.capacity))
    return consent
