"""When a moved Lernfeld is worth a sign, and which parts of a plan fit one that begins. Pure; measured as the time line does."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from zweiklang.planning.company_lane.shapes import Entry
from zweiklang.planning.school_lane.shapes import TaughtField
from zweiklang.planning.timeline.alignment import EARLY_FACTOR, Kind, nearest

# A Lernfeld that moves by a week within the same relation (still shortly before, say) is no news: timetables are not that exact.
NOISE_WEEKS = 2
# How long before a Lernfeld begins its sign is made.
SOON_WEEKS = 2
_FITS: tuple[Kind, ...] = ("with", "before")


def drifts(entry: Entry, was: Sequence[TaughtField], now: Sequence[TaughtField]) -> bool:
    """Returns whether practice lies otherwise to theory than before: in another relation, or further away by NOISE_WEEKS and more.

    `was` and `now` are the placements of one Lernfeld; none: it is not in the plan.
    """
    before, after = nearest(was, entry), nearest(now, entry)
    if before is None or after is None:
        return before is not after
    return before[1] != after[1] or _cost(after[2]) - _cost(before[2]) >= NOISE_WEEKS


def fits(entry: Entry, now: Sequence[TaughtField]) -> bool:
    """Returns whether practice is planned with the Lernfeld or shortly after it."""
    found = nearest(now, entry)
    return found is not None and found[1] in _FITS


def begun(fields: Iterable[TaughtField]) -> date | None:
    """Returns the first week of a Lernfeld with these placements, None without any."""
    return min((one.first_week for one in fields), default=None)


def as_it_was(now: Sequence[TaughtField], first: date | None) -> list[TaughtField]:
    """Returns the placements as they lay when the Lernfeld began in that week: all moved by as many weeks. None of them where it began in none."""
    begins = begun(now)
    if first is None or begins is None:
        return []
    back = first - begins
    return [replace(one, first_week=one.first_week + back, last_week=one.last_week + back) for one in now]


def _cost(distance: int) -> int:
    """Weeks apart; too early counts twice, as on the time line and for the planner."""
    return distance if distance >= 0 else -EARLY_FACTOR * distance
