"""Jobs about the queue itself."""

from procrastinate import JobContext

from zweiklang.kernel import jobs

FAILED_KEEP_HOURS = 30 * 24


@jobs.queue.periodic(cron="* * * * *")
@jobs.task("queue.take_again")
async def take_again(context: JobContext, timestamp: int) -> None:
    """Jobs of workers that died are in the queue again. A worker counts as dead after half a minute of silence."""
    del timestamp
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs():
        await manager.retry_job(job)


@jobs.queue.periodic(cron="41 3 * * *")
@jobs.task("queue.forget_failed")
async def forget_failed(context: JobContext, timestamp: int) -> None:
    """Failed jobs are gone a month later."""
    del timestamp
    await context.app.job_manager.delete_old_jobs(
        nb_hours=FAILED_KEEP_HOURS, include_failed=True, include_cancelled=True, include_aborted=True
    )
