"""Jobs of school time: tell whom a change concerns, and mail them."""

from datetime import date
from uuid import UUID

from procrastinate import JobContext

from zweiklang.kernel import jobs
from zweiklang.schedule.absences import telling as absences
from zweiklang.schedule.notices import mailing
from zweiklang.schedule.notices.announcing import NOTIFY
from zweiklang.schedule.notices.telling import MAIL, tell


@jobs.task(NOTIFY)
def notify(context: JobContext, *, batch: str, actor: str) -> None:
    """Everybody whom the batch concerns has a notice."""
    del context
    tell(UUID(batch), changed_by=UUID(actor) if actor else None)


@jobs.task(MAIL)
def mail_notices(context: JobContext, *, batch: str, after: str) -> None:
    """The next two thousand have their mail; another job goes on behind them, so that nothing urgent waits meanwhile."""
    del context
    last = mailing.mail_notices(UUID(batch), after=UUID(after) if after else UUID(int=0))
    if last:
        jobs.defer(MAIL, batch=batch, after=str(last))


@jobs.task(absences.TELL)
def tell_absences(
    context: JobContext, *, batch: str, rooms: str, day: str, capacities: str, actor: str
) -> None:
    """Who reads the absences of these rooms knows that there is something new."""
    del context
    by = UUID(actor) if actor else None
    about = {"rooms": rooms.split(), "capacities": capacities.split()}
    absences.tell(UUID(batch), day=date.fromisoformat(day), by=by, **about)
