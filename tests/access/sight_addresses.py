"""What everybody gets at the pages of who sees what, in world A's first apprenticeship and its class."""

from typing import Any
from uuid import UUID

from tests.worlds import ACTOR, World
from zweiklang.rooms.public import Membership, as_system

NEVER = UUID("01900000-0000-7000-8000-000000000000")
# Pages whose room is the class's.
OF_CLASS = ("privacy:who_sees_class",)
ROOMS = """
privacy:who_sees_what            200        404               200     200            200              200           200             404            200      200             404           200      404
privacy:who_sees_class           200        200               200     200            200              200           200             200            200      200             200           200      404
privacy:seen_as                  200        404               404     404            404              404           404             404            200      404             404           404      404
privacy:seen_as_page             200        404               404     404            404              404           404             404            200      404             404           404      404
"""  # noqa: E501 - a table


def ids_of(world: World, room_id: UUID) -> dict[str, Any]:
    """Returns the membership of the deputy trainer, as whom the apprentice and the guardian may look, and a page of the room to look at."""
    with as_system(ACTOR):
        deputy = Membership.objects.get(room=world.first.room_id, capacity="deputy_trainer")
    return {"membership_id": deputy.pk, "page": f"nachweis/{room_id}/", "consent_id": NEVER}
