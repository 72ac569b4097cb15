"""Days and times that people enter come in order; otherwise the field says so, with an example."""

from datetime import date, time, timedelta

from zweiklang.kernel import formats
from zweiklang.kernel.errors import Rejected

LONGEST = 366


def check_days(first_day: date, last_day: date) -> None:
    """Nothing happens if the days are in order and not too many; raises Rejected at the last day otherwise."""
    if last_day < first_day:
        example = formats.day_long(first_day + timedelta(days=4))
        raise Rejected(
            f"Der letzte Tag liegt vor dem ersten. Bitte den {formats.day_long(first_day)} oder einen Tag danach, zum Beispiel {example}.",
            field="last_day",
        )
    if (last_day - first_day).days >= LONGEST:
        example = formats.day_long(first_day + timedelta(days=4))
        raise Rejected(
            f"Das ist mehr als ein Jahr. Bitte früher enden lassen, zum Beispiel am {example}.",
            field="last_day",
        )


def check_times(first_day: date, last_day: date, starts: time | None, ends: time | None) -> None:
    """Nothing happens if on one day the end is after the beginning; raises Rejected at the end otherwise."""
    if first_day == last_day and starts and ends and ends <= starts:
        raise Rejected(
            f"Das Ende liegt vor dem Beginn ({starts.hour}:{starts.minute:02d}). Bitte eine spätere Uhrzeit, zum Beispiel 16:00.",
            field="ends",
        )
