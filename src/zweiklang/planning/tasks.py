"""Jobs of planning: what the radar says by itself, the weekly news, who is asked by a proposal, and which links the texts suggest."""

from uuid import UUID

from django.db import transaction
from procrastinate import JobContext
from procrastinate.exceptions import JobAborted

from zweiklang.kernel import jobs
from zweiklang.kernel.actor import system_actor
from zweiklang.planning.links.proposing import pairs_in_use, propose_again
from zweiklang.planning.proposals.services import TELL
from zweiklang.planning.proposals.telling import tell_proposal
from zweiklang.planning.radar import signs
from zweiklang.planning.radar.digest import tell_digest
from zweiklang.planning.rotation import services as rotation
from zweiklang.rooms.public import as_system

NOTE_SOON, DIGEST = "planning.note_soon", "planning.radar_digest"
PROPOSE_LINKS = "planning.propose_links"
# Classes of one job: a few seconds, so that nothing urgent waits behind it.
_CLASSES_AT_ONCE = 50


@jobs.task(TELL)
def tell(context: JobContext, *, batch: str) -> None:
    """Whoever should answer the proposals of this batch has a line in the inbox."""
    del context
    tell_proposal(UUID(batch))


@jobs.queue.periodic(cron="40 3 * * *")
@jobs.task("planning.radar_night")
def radar_night(context: JobContext, timestamp: int) -> None:
    """What is over is settled, and every class of which a Lernfeld begins soon has a job."""
    del context, timestamp
    with transaction.atomic():
        signs.settle_past()
        rooms = [str(room) for room in signs.classes_beginning()]
        for start in range(0, len(rooms), _CLASSES_AT_ONCE):
            jobs.defer(
                NOTE_SOON, priority=jobs.LATER, rooms=" ".join(rooms[start : start + _CLASSES_AT_ONCE])
            )


@jobs.task(NOTE_SOON)
def note_soon(context: JobContext, *, rooms: str) -> None:
    """The apprenticeships of these classes have their signs of what begins soon."""
    del context
    signs.note_soon([UUID(room) for room in rooms.split()])


@jobs.queue.periodic(cron="30 5 * * 2-5")
@jobs.task("planning.radar_week")
def radar_week(context: JobContext, timestamp: int) -> None:
    """The weekly news are told. Also on the days after Tuesday, should nobody have worked that morning: nobody hears twice."""
    del context, timestamp
    jobs.defer(DIGEST, priority=jobs.LATER, after="")


@jobs.task(DIGEST)
def radar_digest(context: JobContext, *, after: str) -> None:
    """The next two thousand have heard; another job goes on behind them."""
    del context
    last = tell_digest(after=UUID(after) if after else UUID(int=0))
    if last:
        jobs.defer(DIGEST, priority=jobs.LATER, after=str(last))


@jobs.queue.periodic(cron="20 4 * * 7")
@jobs.task("planning.links_week")
def links_week(context: JobContext, timestamp: int) -> None:
    """Every occupation that is learned has a job: its proposals follow what was imported during the week."""
    del context, timestamp
    with as_system("links"):
        pairs = pairs_in_use()
    for occupation, curriculum in pairs:
        jobs.defer(PROPOSE_LINKS, priority=jobs.LATER, occupation=str(occupation), curriculum=str(curriculum))


@jobs.task(PROPOSE_LINKS)
def propose_links(context: JobContext, *, occupation: str, curriculum: str) -> None:
    """The proposals of this occupation follow its texts."""
    del context
    propose_again(system_actor("links"), occupation_id=UUID(occupation), curriculum_id=UUID(curriculum))


@jobs.task(rotation.SOLVE)
def solve_rotation(context: JobContext, *, run: str) -> None:
    """The run is done or failed. A worker that is told to end leaves it to the next one, which begins anew."""
    key = UUID(run)
    try:
        rotation.carry_out(key, aborted=context.should_abort)
    except Exception as error:
        rotation.fail_run(
            key, failure="Der Planer konnte nicht zu Ende rechnen. Bitte starten Sie ihn noch einmal."
        )
        raise jobs.NotAgain from error
    if context.should_abort():
        raise JobAborted
