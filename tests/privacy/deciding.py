"""Rules decided for a test, without a page."""

from datetime import date

from tests.worlds import ACTOR, World
from zweiklang.kernel.clock import today
from zweiklang.rooms.public import Proposal, decide_release

REASON = "Für einen Test entschieden."


def school_decides(
    world: World, category: str, state: str, *, capacity: str = "trainer", on: date | None = None
) -> None:
    """The world's school has decided the cell, from that day (today) on."""
    proposal = Proposal("school", category, capacity, state, on or today(), REASON, world.school.pk)
    decide_release(ACTOR, proposal=proposal, decided_as="Schulleitung")


def firm_decides(world: World, state: str, *, capacity: str = "class_teacher") -> None:
    """The first firm of the world has decided who else sees its plan."""
    firm = world.first.firm.organisation.pk
    proposal = Proposal("firm", "plan", capacity, state, today(), REASON, firm)
    decide_release(ACTOR, proposal=proposal, decided_as="Ausbildungsleitung")
