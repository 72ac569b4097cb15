"""Jobs of rooms: bring memberships up to date after a decision that concerns many rooms, and keep the list of looks to twelve months."""

from procrastinate import JobContext

from zweiklang.kernel import jobs
from zweiklang.kernel.acting import as_system
from zweiklang.kernel.actor import system_actor
from zweiklang.kernel.clock import today
from zweiklang.rooms.looks import rotate_looks
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


@jobs.queue.periodic(cron="37 2 * * *")
@jobs.task("rooms.rotate_looks")
def rotate_looks_daily(context: JobContext, timestamp: int) -> None:
    """Looks have partitions for the months to come, and those older than twelve months are gone."""
    del context, timestamp
    with as_system("looks"):
        rotate_looks(today())
