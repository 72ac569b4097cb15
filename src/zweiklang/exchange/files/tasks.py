"""Jobs of files: check what has arrived, remove what nobody needs."""

from datetime import timedelta
from uuid import UUID

from procrastinate import JobContext

from zweiklang.exchange.files import checking
from zweiklang.exchange.files.uploading import CHECK, REMOVE
from zweiklang.kernel import jobs

# The scanner is away for an update more often than for a day; afterwards the nightly sweep asks again.
_PAUSES = jobs.GrowingPauses(
    tuple(timedelta(minutes=minutes) for minutes in (1, 1, 2, 5, 5, 10, 15, 30, 60, 60, 180))
)


@jobs.task(CHECK, retry=_PAUSES)
def check_file(context: JobContext, *, file_id: str) -> None:
    """The file is ready or refused."""
    del context
    checking.check_file(UUID(file_id))


@jobs.task(REMOVE)
def remove_bytes(context: JobContext, *, file_id: str) -> None:
    """Nothing of the removed file lies in the storage."""
    del context
    checking.remove_bytes(UUID(file_id))


# After the night's deletions (1:43), which know rows only.
@jobs.queue.periodic(cron="53 3 * * *")
@jobs.task("exchange.files.sweep")
def sweep_files(context: JobContext, timestamp: int) -> None:
    """Bytes lie only where a row needs them."""
    del context, timestamp
    checking.sweep()
