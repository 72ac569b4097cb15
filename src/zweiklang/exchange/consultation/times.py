"""The times of a consultation day: pure, without a database."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from zweiklang.kernel.clock import BERLIN

type Span = tuple[datetime, datetime]
"""First and last instant of one talk, aware, in Hesse's time."""

MOST_SLOTS = 60
"""A teacher does not talk to more in a day; a typing error in the length would make hundreds."""


def talk_times(day: date, *, starts: time, ends: time, minutes: int, pause: int = 0) -> list[Span]:
    """Returns the talks of that day in order: each lasts `minutes`, `pause` minutes lie between two; none ends after `ends`."""
    return list(_talks(day, starts, ends, timedelta(minutes=minutes), timedelta(minutes=pause)))


def _talks(day: date, starts: time, ends: time, length: timedelta, pause: timedelta) -> Iterator[Span]:
    # On the wall clock: a day of consultation does not lie in the hour in which clocks are changed.
    begin, close = datetime.combine(day, starts), datetime.combine(day, ends)
    while length and begin + length <= close:
        yield begin.replace(tzinfo=BERLIN), (begin + length).replace(tzinfo=BERLIN)
        begin += length + pause


def overlap(one: Span, other: Span) -> bool:
    """True where somebody cannot be in both talks; one may begin when the other ends."""
    return one[0] < other[1] and other[0] < one[1]
