"""Jobs of data protection: make a copy of somebody's data, tidy up."""

from uuid import UUID

from procrastinate import JobContext

from zweiklang.kernel import jobs
from zweiklang.privacy.exports import services as exports

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
