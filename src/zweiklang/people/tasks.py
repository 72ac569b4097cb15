"""Jobs of people: send a mail, tidy up."""

import time
from uuid import UUID

from procrastinate import JobContext

from zweiklang.kernel import jobs
from zweiklang.people.mailing.delivery import deliver, tidy
from zweiklang.people.mailing.portions import SEND_PORTION, deliver_portion
from zweiklang.people.mailing.sending import SEND
from zweiklang.people.sessions import tidy as tidy_all_sessions

_PAUSES = jobs.GrowingPauses()
# So long may a code to sign in have to wait behind mails to many, at the worst.
_SECONDS_OF_A_PORTION = 4.0


@jobs.task(SEND, retry=_PAUSES)
def send_mail(context: JobContext, *, mail_id: str) -> None:
    """The mail is sent, or this attempt failed."""
    deliver(UUID(mail_id), last_attempt=_PAUSES.is_last(context.job.attempts))


@jobs.task(SEND_PORTION, retry=_PAUSES)
def send_portion(context: JobContext, *, mail_ids: str) -> None:
    """These mails are sent, or each of them has a job that will."""
    until = time.monotonic() + _SECONDS_OF_A_PORTION
    deliver_portion(
        [UUID(mail_id) for mail_id in mail_ids.split()],
        last_attempt=_PAUSES.is_last(context.job.attempts),
        make_room=lambda: time.monotonic() > until or context.should_abort(),
    )


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
