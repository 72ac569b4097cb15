"""Jobs that fetch from outside: calendars a school subscribes to."""

from uuid import UUID

from procrastinate import JobContext

from zweiklang.interfaces.calendars import read_calendar
from zweiklang.kernel import jobs
from zweiklang.schedule.public import FETCH_CALENDAR, defer_due_calendars, fetch_calendar_source

# A server that does not answer is no fault of the job: the subscription itself says when to ask again.
_PAUSES = jobs.GrowingPauses(jobs.PAUSES[:2])


@jobs.queue.periodic(cron="*/10 * * * *")
@jobs.task("schedule.fetch_due_calendars")
def fetch_due_calendars(context: JobContext, timestamp: int) -> None:
    """Every subscribed calendar whose hour has come will be fetched; because each keeps its own hour, they do not all come at once."""
    del context, timestamp
    defer_due_calendars()


@jobs.task(FETCH_CALENDAR, retry=_PAUSES)
def fetch_calendar(context: JobContext, *, source_id: str) -> None:
    """The subscription was fetched, or says why not."""
    del context
    fetch_calendar_source(UUID(source_id), read=read_calendar)
