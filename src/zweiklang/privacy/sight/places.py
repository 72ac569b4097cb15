"""Whose rules hold in a room now: school, class and firm."""

from datetime import date
from uuid import UUID

from zweiklang.kernel.clock import today
from zweiklang.organisations.public import Organisation
from zweiklang.privacy.rules.selectors import RuleInForce, rules_in_force
from zweiklang.rooms.public import Jurisdiction, Place

NOWHERE = Place(None, None, None, None)


def place_of(room_id: UUID) -> Place:
    """Returns whose rules hold in the room today; the Land's alone where the person may not know more. One query."""
    return place_and_school(room_id)[0]


def place_and_school(room_id: UUID) -> tuple[Place, Organisation | None]:
    """Returns whose rules hold in the room today, and the school among them. One query."""
    rows = Jurisdiction.objects.filter(room=room_id).exclude(first_day__gt=today()).select_related("school")
    found = max(rows, key=lambda row: (row.first_day or date.min, row.pk), default=None)
    if found is None:
        return NOWHERE, None
    return Place(found.first_day, found.school_id, found.class_room_id, found.firm_id), found.school


def rules_at(place: Place) -> dict[tuple[str, str], RuleInForce]:
    """Returns the rules that hold in that place today, by category and capacity. One query."""
    return rules_in_force(today(), school=place.school, class_room=place.class_room, firm=place.firm)
