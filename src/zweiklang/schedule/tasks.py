"""Jobs of school time: tell whom a change concerns."""

from datetime import date
from uuid import UUID

from procrastinate import JobContext

from zweiklang.kernel import jobs
from zweiklang.schedule.absences import telling as absences
from zweiklang.schedule.notices.announcing import NOTIFY
from zweiklang.schedule.notices.telling import tell


@jobs.task(NOTIFY)
def notify(context: JobContext, *, batch: str, actor: str) -> None:
    """Everybody whom the batch concerns has a notice."""
    del context
    tell(UUID(batch), changed_by=UUID(actor) if actor else None)


@jobs.task(absences.TELL)
def tell_absences(
    context: JobContext, *, batch: str, rooms: str, day: str, capacities: str, actor: str
) -> None:
    """Who reads the absences of these rooms knows that there is something new."""
    del context
    by = UUID(actor) if actor else None
    about = {"rooms": rooms.split(), "capacities": capacities.split()}
    absences.tell(UUID(batch), day=date.fromisoformat(day), by=by, **about)
