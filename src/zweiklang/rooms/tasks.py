"""Jobs of rooms: bring memberships up to date after a decision that concerns many rooms."""

from procrastinate import JobContext

from zweiklang.kernel import jobs
from zweiklang.kernel.actor import system_actor
from zweiklang.rooms.rules.deciding import RECOMPUTE, RECOMPUTE_ALL, recompute_after
from zweiklang.rooms.rules.recomputing import recompute


@jobs.task(RECOMPUTE)
def recompute_rooms(context: JobContext, *, decision: str) -> None:
    """The memberships in all rooms of this decision follow the rules."""
    del context
    recompute_after(decision)


@jobs.task(RECOMPUTE_ALL)
def recompute_everything(context: JobContext) -> None:
    """All memberships follow the rules."""
    del context
    recompute(system_actor("rules"))
