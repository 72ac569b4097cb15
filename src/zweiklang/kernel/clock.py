"""The one place that knows what time it is, so that tests can stand on a fixed day.

All days are days in Hesse (Europe/Berlin); all instants are aware datetimes.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

BERLIN = ZoneInfo("Europe/Berlin")
_fixed: ContextVar[datetime | None] = ContextVar("fixed_now", default=None)


def now() -> datetime:
    """Returns the current instant (aware)."""
    return _fixed.get() or timezone.now()


def today() -> date:
    """Returns today's date in Hesse."""
    return now().astimezone(BERLIN).date()


@contextmanager
def standing_at(moment: datetime) -> Iterator[None]:
    """Within the block `now()` is `moment`. For tests, the demo world and rebuilding the past; the database's clock is not moved."""
    token = _fixed.set(moment)
    try:
        yield
    finally:
        _fixed.reset(token)
