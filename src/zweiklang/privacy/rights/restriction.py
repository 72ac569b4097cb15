"""Restriction as it was asked for: which people it closes anything for, and how it ends."""

from uuid import UUID

from django.db import transaction

from zweiklang.kernel.actor import Actor, on_behalf_of
from zweiklang.kernel.decisions import require
from zweiklang.people.public import Person
from zweiklang.privacy.models import RightsRequest
from zweiklang.privacy.rights.mails import tell
from zweiklang.privacy.rights.policy import may_lift
from zweiklang.privacy.rights.responsibility import Desk
from zweiklang.rooms.public import (
    Restriction,
    Room,
    as_system,
    is_restricted,
    lift_restriction,
    restrict_person,
)


def has_rooms(person_id: UUID) -> bool:
    """True if there is a room about the person, which a restriction closes. In the system role."""
    return Room.objects.filter(concerns=person_id).exists()


def is_restricted_room(room_id: UUID) -> bool:
    """True if the room is about a person whose data are restricted."""
    with as_system("restriction"):
        room = Room.objects.filter(pk=room_id, concerns__isnull=False).first()
        return room is not None and room.concerns_id is not None and is_restricted(room.concerns_id)


def restrict(actor: Actor, *, person_id: UUID) -> Restriction:
    """Within this transaction nobody but the person sees the content of the rooms about them. Who may was asked before."""
    return restrict_person(on_behalf_of(actor), person_id=person_id)


@transaction.atomic
def lift(actor: Actor, *, person: Person, desk: Desk | None = None) -> None:
    """What the rules open is open again: the person wants it so, or the leader who restricted has told the person before (Art. 18 (3)).

    Where another organisation has restricted since, the desk of an earlier one lifts nothing.
    """
    with as_system(actor):
        here = desk if desk and desk.room_id == _restricted_at(person.pk) else None
        require(may_lift(actor, person_id=person.pk, desk=here, restricted=is_restricted(person.pk)))
        lift_restriction(on_behalf_of(actor), person_id=person.pk)
        tell(actor, person, "restriction_lifted", key="")


def _restricted_at(person_id: UUID) -> UUID | None:
    """Returns the room of the request that was granted last."""
    granted = RightsRequest.objects.filter(
        person=person_id, kind=RightsRequest.Kind.RESTRICTION, state=RightsRequest.State.ACCEPTED
    )
    return granted.order_by("-decided_at", "-pk").values_list("room_id", flat=True).first()


def own_restriction(actor: Actor) -> Restriction | None:
    """Returns the restriction of one's own data that stands."""
    return Restriction.objects.filter(person=actor.person, lifted_at=None).first()
