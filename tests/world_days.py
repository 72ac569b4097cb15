"""On which days something stands in a world, for tests in processes with and without Django's models."""

from datetime import date, timedelta

from zweiklang.kernel.clock import today


def cancelled_monday() -> date:
    """Returns the next Monday, but never tomorrow: what is cancelled tomorrow stands on "Heute"."""
    tomorrow = today() + timedelta(days=1)
    return tomorrow + timedelta(days=7 - tomorrow.weekday())
