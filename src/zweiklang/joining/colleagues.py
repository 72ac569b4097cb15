"""Posts by invitation: what `offices` asks for when an organisation does not know a person yet."""

from datetime import date

from zweiklang.joining.inviting import Guest, invite
from zweiklang.joining.models import Invitation
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.errors import Rejected
from zweiklang.organisations.public import Organisation, Post

KINDS = {Post.Capacity.TRAINER: Invitation.Kind.TRAINER}


def invite_colleague(
    actor: Actor, *, organisation: Organisation, email: str, capacity: str, first_day: date
) -> None:
    """An invitation to work here is on its way; the post begins when it is accepted, so `first_day` has no say."""
    del first_day
    kind = next((kind for known, kind in KINDS.items() if known == capacity), None)
    if kind is None or organisation.kind != Organisation.Kind.FIRM:
        raise Rejected(
            "Diese Aufgabe kann nur jemand bekommen, den Ihre Organisation schon kennt. "
            "Laden Sie die Person zuerst unter „Einladungen“ ein.",
            field="capacity",
        )
    guest = Guest(kind=kind, email=email, firm=organisation)
    invite(actor, organisation=organisation, guest=guest, channel=Invitation.Channel.EMAIL)
