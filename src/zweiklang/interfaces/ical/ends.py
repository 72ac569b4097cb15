"""Which day the end of whole-day events is: RFC 5545 names the day after, published holiday feeds name the last day itself.

Decided for a whole file, because a program writes all its events alike. Feeds of the same publisher differ from year to year.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from zweiklang.kernel.formats import day_long
from zweiklang.kernel.hesse import public_holiday, school_holidays
from zweiklang.schedule.public import Ends

_NEAR = timedelta(days=3)
_FRIDAY, _SATURDAY, _SUNDAY, _MONDAY = 4, 5, 6, 0
_BY_RULE = "Nach der Norm (RFC 5545) nennt die Datei den Tag nach dem letzten."


def rule_of(spans: Iterable[tuple[date, date]]) -> tuple[Ends, str]:
    """Returns the rule and why, in words. `spans`: first day and written end of whole-day events."""
    spans = list(spans)
    inclusive, exclusive, example = 0, 0, None
    for first, end in spans:
        weight = _evidence(first, end)
        if weight < 0:
            exclusive -= weight
        elif weight > 0:
            inclusive += weight
            example = example or (first, end)
    if inclusive > exclusive and example:
        return Ends.INCLUSIVE, _why_inclusive(*example)
    return Ends.EXCLUSIVE, _BY_RULE


def _evidence(first: date, end: date) -> int:
    """Positive: the end is the last day; negative: the day after it; 0: cannot be told."""
    if end == first:
        return 3  # no event lasts no day
    for known in school_holidays():
        if abs(known.first_day - first) <= _NEAR:
            if end == known.last_day:
                return 3
            if end == known.last_day + timedelta(days=1):
                return -3
    if end == first + timedelta(days=1):
        return -1
    if public_holiday(end):  # Easter Monday may be either
        return 0
    return {_FRIDAY: 1, _SATURDAY: -1, _SUNDAY: -1, _MONDAY: -1}.get(end.weekday(), 0)


def _why_inclusive(first: date, end: date) -> str:
    if first == end:
        return f"Ein Termin beginnt und endet am {day_long(end)}: Die Datei nennt den letzten Tag selbst."
    return f"Ein Termin ab {day_long(first)} hat als Ende den {day_long(end)}: Die Datei nennt den letzten Tag selbst."
