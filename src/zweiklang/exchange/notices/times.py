"""When a mail or a push may leave, by what a person wishes. Pure: no database, no clock."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from zweiklang.kernel.clock import BERLIN
from zweiklang.people.public import Rhythm

SATURDAY = 6
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Wishes:
    """When a person wants to be left in peace (also over midnight), and when summaries come (Hesse's time; Monday is 1)."""

    quiet_from: time | None = None
    quiet_until: time | None = None
    quiet_weekends: bool = False
    summary_hour: int = 7
    summary_weekday: int = 1


USUAL = Wishes()


def mail_time(
    rhythm: Rhythm, *, made_at: datetime, due_at: datetime, wishes: Wishes = USUAL
) -> datetime | None:
    """Returns when a notice may be mailed that was made then and was due then; None: never. Quiet hours are over at that moment."""
    if rhythm == Rhythm.NEVER:
        return None
    if rhythm == Rhythm.AT_ONCE:
        return awake(due_at, wishes)
    return awake(next_summary(made_at, wishes, weekly=rhythm == Rhythm.WEEKLY), wishes)


def awake(moment: datetime, wishes: Wishes) -> datetime:
    """Returns the moment itself, or the end of the quiet hours in which it lies."""
    found = moment.astimezone(BERLIN)
    # A quiet night may end in a quiet weekend, and that in a quiet night.
    for _ in range(4):
        end = _quiet_end(found, wishes)
        if end is None:
            break
        found = end
    return found


def next_summary(moment: datetime, wishes: Wishes, *, weekly: bool) -> datetime:
    """Returns the next full hour of the person's summary that is not before the moment."""
    local = moment.astimezone(BERLIN)
    found = datetime.combine(local.date(), time(wishes.summary_hour), BERLIN)
    while found < local or (weekly and found.isoweekday() != wishes.summary_weekday):
        found = datetime.combine(found.date() + _DAY, time(wishes.summary_hour), BERLIN)
    return found


def _quiet_end(local: datetime, wishes: Wishes) -> datetime | None:
    if wishes.quiet_weekends and local.isoweekday() >= SATURDAY:
        monday = local.date() + timedelta(days=8 - local.isoweekday())
        return datetime.combine(monday, time(), BERLIN)
    begin, end = wishes.quiet_from, wishes.quiet_until
    if begin is None or end is None or begin == end:
        return None
    clock = local.time()
    if begin < end:
        return datetime.combine(local.date(), end, BERLIN) if begin <= clock < end else None
    if clock >= begin:
        return datetime.combine(local.date() + _DAY, end, BERLIN)
    return datetime.combine(local.date(), end, BERLIN) if clock < end else None
