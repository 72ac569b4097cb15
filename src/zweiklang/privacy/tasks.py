"""Jobs of data protection: make a copy of somebody's data, tidy up, delete what is past its time."""

from uuid import UUID

from procrastinate import JobContext
from procrastinate.exceptions import JobAborted

from zweiklang.kernel import jobs
from zweiklang.kernel.actor import system_actor
from zweiklang.privacy.exports import services as exports
from zweiklang.privacy.retention import running as retention
from zweiklang.privacy.rights import adulthood, asking

# Somebody waits for it: after a quarter of an hour the page says that it did not work.
_PAUSES = jobs.GrowingPauses(jobs.PAUSES[:2])


@jobs.task(exports.MAKE, retry=_PAUSES)
def make_export(context: JobContext, *, export_id: str) -> None:
    """The copy lies ready, or this attempt failed."""
    exports.make_export(UUID(export_id), last_attempt=_PAUSES.is_last(context.job.attempts))


@jobs.queue.periodic(cron="23 * * * *")
@jobs.task("privacy.tidy_exports")
def tidy_exports(context: JobContext, timestamp: int) -> None:
    """No copy lies longer than it should."""
    del context, timestamp
    exports.tidy()


@jobs.queue.periodic(cron="43 1 * * *")
@jobs.task("privacy.carry_out_retention")
def carry_out_retention(context: JobContext, timestamp: int) -> None:
    """What was past its time is deleted, the protocol says what. A worker that is told to end leaves the rest to the next attempt."""
    del timestamp
    try:
        retention.run(system_actor("retention"), by="nachts", stop=context.should_abort)
    except retention.Interrupted as interrupted:
        raise JobAborted from interrupted


@jobs.queue.periodic(cron="11 5 * * *")
@jobs.task("privacy.tell_of_adulthood")
def tell_of_adulthood(context: JobContext, timestamp: int) -> None:
    """Apprentices who turn 18 within 30 days, and their guardians, know that an access ends; once each."""
    del context, timestamp
    adulthood.tell_of_adulthood(system_actor("adulthood"))


@jobs.queue.periodic(cron="13 5 * * *")
@jobs.task("privacy.remind_of_requests")
def remind_of_requests(context: JobContext, timestamp: int) -> None:
    """Whoever must answer a request within a week has been reminded once."""
    del context, timestamp
    asking.remind(system_actor("requests"))
