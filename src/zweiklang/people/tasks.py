"""Jobs of people: send a mail, tidy up."""

from uuid import UUID

from procrastinate import JobContext

from zweiklang.kernel import jobs
from zweiklang.people.mailing.delivery import deliver, tidy
from zweiklang.people.mailing.sending import SEND
from zweiklang.people.sessions import tidy as tidy_all_sessions

_PAUSES = jobs.GrowingPauses()


@jobs.task(SEND, retry=_PAUSES)
def send_mail(context: JobContext, *, mail_id: str) -> None:
    """The mail is sent, or this attempt failed."""
    deliver(UUID(mail_id), last_attempt=_PAUSES.is_last(context.job.attempts))


@jobs.queue.periodic(cron="17 * * * *")
@jobs.task("people.tidy_mails")
def tidy_mails(context: JobContext, timestamp: int) -> None:
    """Nothing lies in the queue longer than it should."""
    del context, timestamp
    tidy()


@jobs.queue.periodic(cron="23 2 * * *")
@jobs.task("people.tidy_sessions")
def tidy_sessions(context: JobContext, timestamp: int) -> None:
    """Sessions that have expired are gone, and with them what the list of one's own sessions said of them."""
    del context, timestamp
    tidy_all_sessions()
