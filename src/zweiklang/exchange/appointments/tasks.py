"""Jobs of appointments."""

from procrastinate import JobContext

from zweiklang.exchange.appointments.reminders import remind
from zweiklang.kernel import jobs


@jobs.queue.periodic(cron="20 8,14 * * *")
@jobs.task("exchange.remind_of_appointments")
def remind_of_appointments(context: JobContext, timestamp: int) -> None:
    """Whoever may come to an appointment tomorrow is reminded. The second time of a day is for what the first one missed."""
    del context, timestamp
    remind()
