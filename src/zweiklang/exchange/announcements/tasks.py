"""Jobs of announcements: distribute one, and remind of one, portion by portion."""

from uuid import UUID

from procrastinate import JobContext

from zweiklang.exchange.announcements.receiving import REMIND, remind_next
from zweiklang.exchange.announcements.sending import SEND, distribute
from zweiklang.kernel import jobs


@jobs.task(SEND)
def send_announcement(context: JobContext, *, announcement: str) -> None:
    """The next portion has the announcement, if it is due; another job goes on behind it."""
    del context
    distribute(UUID(announcement))


@jobs.task(REMIND)
def remind_of_announcement(context: JobContext, *, announcement: str) -> None:
    """The next portion of those who have not confirmed is reminded; another job goes on behind it."""
    del context
    remind_next(UUID(announcement))
