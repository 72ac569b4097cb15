"""Jobs of people: send a mail, tidy up."""

from uuid import UUID

from procrastinate import JobContext

from zweiklang.kernel import jobs
from zweiklang.people.mailing.delivery import deliver, tidy
from zweiklang.people.mailing.sending import SEND

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
