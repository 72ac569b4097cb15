"""Jobs of exchange. Each concern adds its own; they call services."""

from uuid import UUID

from procrastinate import JobContext

from zweiklang.exchange.announcements import tasks as announcements  # noqa: F401 - it declares its own
from zweiklang.exchange.appointments import tasks as appointments  # noqa: F401 - it declares its own
from zweiklang.exchange.consultation.reminders import remind
from zweiklang.exchange.files import tasks as files  # noqa: F401 - it declares its own
from zweiklang.exchange.notices.mailing import mail_due
from zweiklang.exchange.notices.pushing import push_due
from zweiklang.exchange.notices.telling import MAIL, PUSH
from zweiklang.kernel import jobs

_NOBODY = UUID(int=0)


@jobs.queue.periodic(cron="* * * * *")
@jobs.task("exchange.notices_due")
def notices_due(context: JobContext, timestamp: int) -> None:
    """Mails and pushes whose time has come are on their way. Also what a worker left behind: what is due stays due until it is done."""
    del context, timestamp
    jobs.defer(MAIL, priority=jobs.LATER, alone=MAIL, after="")
    jobs.defer(PUSH, priority=jobs.LATER, alone=PUSH)


@jobs.task(MAIL)
def mail_notices(context: JobContext, *, after: str) -> None:
    """The next two thousand have their mail; another job goes on behind them, so that nothing urgent waits meanwhile."""
    del context
    last = mail_due(after=UUID(after) if after else _NOBODY)
    if last:
        jobs.defer(MAIL, priority=jobs.LATER, alone=MAIL, after=str(last))


@jobs.task(PUSH)
def push_notices(context: JobContext) -> None:
    """The next hundred are told on their devices; another job goes on behind them."""
    del context
    if push_due():
        jobs.defer(PUSH, priority=jobs.LATER, alone=PUSH)


@jobs.queue.periodic(cron="10 8,14 * * *")
@jobs.task("exchange.remind_of_talks")
def remind_of_talks(context: JobContext, timestamp: int) -> None:
    """Whoever has a talk at a consultation day tomorrow is reminded. The second time of a day is for what the first one missed."""
    del context, timestamp
    remind()
