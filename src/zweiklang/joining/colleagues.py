"""Posts by invitation: what `offices` asks for when an organisation does not know a person yet."""

from datetime import date

from zweiklang.joining.inviting import Guest, invite
from zweiklang.joining.models import Invitation
from zweiklang.kernel.actor import Actor
from zweiklang.organisations.public import Organisation, Post


def invite_colleague(
    actor: Actor, *, organisation: Organisation, email: str, capacity: str, first_day: date
) -> None:
    """An invitation to work here is on its way; the post begins when it is accepted, so `first_day` has no say.

    Raises Refused for a post that the actor may not give or the organisation does not have.
    """
    del first_day
    firm = organisation if organisation.kind == Organisation.Kind.FIRM else None
    trains = firm is not None and capacity == Post.Capacity.TRAINER
    guest = Guest(
        kind=Invitation.Kind.TRAINER if trains else Invitation.Kind.STAFF,
        capacity="" if trains else capacity,
        email=email,
        firm=firm,
    )
    invite(actor, organisation=organisation, guest=guest, channel=Invitation.Channel.EMAIL)
