"""Where appointments are found, and what follows from changes elsewhere."""

from zweiklang.apprenticeships.public import also_derive, also_derive_rooms
from zweiklang.exchange.appointments.derivation import follow_rooms, follow_teams
from zweiklang.exchange.appointments.telling import APPOINTMENT
from zweiklang.exchange.notices.kinds import add_kind
from zweiklang.rooms.public import Button, Scope, add_button


def add_tabs() -> None:
    """Apprenticeships and classes have a button for a new appointment; notices know the kind; whoever leaves a room leaves its appointments."""
    add_kind(APPOINTMENT)
    also_derive_rooms(follow_rooms)
    also_derive(follow_teams)
    address = "exchange:new_appointment_in"
    add_button("apprenticeship", Button("Termin vereinbaren", "calendar", address, Scope.DEVELOPMENT_WRITE))
    add_button("class", Button("Termin vereinbaren", "calendar", address, Scope.MEMBERS))
