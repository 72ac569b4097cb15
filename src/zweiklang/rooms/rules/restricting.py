"""Restriction (Art. 18 DSGVO): the rooms about a person close at once for everybody else, but for what shows that they exist."""

from uuid import UUID

from django.utils import timezone

from zweiklang.kernel.acting import as_system
from zweiklang.kernel.actor import Actor
from zweiklang.rooms.models import Restriction, Room
from zweiklang.rooms.rules.recomputing import recompute
from zweiklang.rooms.rules.writing import alone_with_the_rules


def restrict_person(actor: Actor, *, person_id: UUID) -> Restriction:
    """In this very transaction nobody but the person sees more of their rooms than contract and members; also in rooms to come."""
    with as_system(actor):
        alone_with_the_rules()
        found = Restriction.objects.filter(person=person_id, lifted_at=None).first()
        if found is not None:
            return found
        restriction = Restriction.objects.create(
            person_id=person_id, since=timezone.now(), set_by_id=actor.person_id
        )
        recompute(actor, _rooms_about(person_id))
    return restriction


def lift_restriction(actor: Actor, *, person_id: UUID) -> bool:
    """What the rules open is open again; False if nothing was restricted."""
    with as_system(actor):
        alone_with_the_rules()
        rows = Restriction.objects.filter(person=person_id, lifted_at=None)
        lifted = rows.update(lifted_at=timezone.now(), lifted_by_id=actor.person_id)
        recompute(actor, _rooms_about(person_id))
    return bool(lifted)


def is_restricted(person_id: UUID) -> bool:
    """True while the person's data are restricted. In the system role, or about oneself."""
    return Restriction.objects.filter(person=person_id, lifted_at=None).exists()


def _rooms_about(person_id: UUID) -> list[UUID]:
    return list(Room.objects.filter(concerns=person_id).values_list("pk", flat=True))
