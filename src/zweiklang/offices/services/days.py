"""Which days people may give: nothing begins or ends in the past."""

from datetime import date, timedelta

from zweiklang.kernel.clock import today
from zweiklang.kernel.errors import Rejected

DAY = timedelta(days=1)


def require_begin(first_day: date) -> None:
    """Raises Rejected for a task that would begin before today: it would seem to have been there all along."""
    if first_day < today():
        raise Rejected(f"Frühestens heute, am {today():%d.%m.%Y}.", field="first_day")


def require_order(first_day: date, last_day: date | None) -> None:
    """Raises Rejected for a last day before the first."""
    if last_day is not None and last_day < first_day:
        raise Rejected(f"Frühestens der erste Tag, {first_day:%d.%m.%Y}.", field="last_day")


def require_end(last_day: date, *, first_day: date, present: date | None) -> None:
    """Raises Rejected unless a running task may end on that day: yesterday (at once) or later, and not later than it does already."""
    earliest = max(first_day, today() - DAY)
    if last_day < earliest:
        raise Rejected(f"Frühestens der {earliest:%d.%m.%Y}: Was schon war, bleibt stehen.", field="last_day")
    if present is not None and last_day > present:
        raise Rejected(f"Diese Aufgabe endet schon am {present:%d.%m.%Y}.", field="last_day")
