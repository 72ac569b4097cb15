"""Firms that were not known."""

from zweiklang.joining.firms import FirmFacts
from zweiklang.kernel.actor import Actor, on_behalf_of
from zweiklang.kernel.sorting import sort_key
from zweiklang.organisations.public import Organisation
from zweiklang.rooms.public import as_system


def new_firm(actor: Actor, *, facts: FirmFacts, state: str = Organisation.State.ACTIVE) -> Organisation:
    """A firm that was not known exists; called after the policy. Never finds an existing one by its name: that would merge silently."""
    with as_system(on_behalf_of(actor)):
        return Organisation.objects.create(
            kind=Organisation.Kind.FIRM,
            name=facts.name[:200],
            sort_key=sort_key(facts.name)[:220],
            street=facts.street,
            postcode=facts.postcode,
            town=facts.town,
            register_number=facts.register_number,
            email=facts.email,
            phone=facts.phone,
            state=state,
        )
