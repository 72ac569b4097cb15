"""When classes of the demo world have school: two days a week, other days in odd weeks, or blocks. Deterministic for the day of the first start."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from zweiklang.kernel.hesse import monday_of

WEEK = timedelta(days=7)
BLOCK_EVERY = 5  # weeks
BLOCK_LASTS = 2


@dataclass(frozen=True, slots=True)
class Rhythm:
    """`weekdays` (1 is Monday) of every week, `odd` those of odd weeks besides; `anchor`: a Monday on which a block begins, then no weekdays."""

    weekdays: tuple[int, ...] = ()
    odd: tuple[int, ...] = ()
    anchor: date | None = None

    def at_school(self, day: date) -> bool:
        """Returns whether the class has school that day, if no holiday says otherwise."""
        if self.anchor is not None:
            weeks = (monday_of(day) - self.anchor).days // 7
            return day.weekday() < 5 and weeks % BLOCK_EVERY < BLOCK_LASTS
        return day.isoweekday() in self.weekdays or (
            day.isoweekday() in self.odd and day.isocalendar().week % 2 == 1
        )

    def blocks(self, first: date, last: date) -> Iterator[tuple[date, date]]:
        """Yields first and last day of each block in these days; none without an anchor."""
        monday = monday_of(first)
        while self.anchor is not None and monday <= last:
            if (monday - self.anchor).days // 7 % BLOCK_EVERY == 0:
                yield max(monday, first), min(monday + WEEK + timedelta(days=4), last)
            monday += WEEK


TWO_DAYS = Rhythm(weekdays=(2, 4))
MONDAYS = Rhythm(weekdays=(1,), odd=(3,))


def blocks_around(day: date) -> Rhythm:
    """Returns the rhythm of a class whose block begins in the week of that day; on a weekend, in the next."""
    return Rhythm(anchor=monday_of(day + timedelta(days=2)))
