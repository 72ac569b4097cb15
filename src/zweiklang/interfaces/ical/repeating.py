"""Repeated events (RRULE, RDATE, EXDATE), bounded: no rule of a stranger makes this machine count seconds or walk to the year 9999."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any

from dateutil.rrule import rrule, rrulestr
from icalendar import vRecur

from zweiklang.interfaces.ical.lines import Component
from zweiklang.interfaces.ical.values import Moment, NotRead, Zones, day_of, several
from zweiklang.kernel.clock import BERLIN, today

MOST_SERIES = 500
MOST_TIMES = 400
BACK, AHEAD = timedelta(days=400), timedelta(days=800)
_OLDEST = timedelta(days=3660)
_FREQUENCIES = frozenset({"DAILY", "WEEKLY", "MONTHLY", "YEARLY"})
_KNOWN = frozenset(
    {
        "FREQ",
        "UNTIL",
        "COUNT",
        "INTERVAL",
        "BYDAY",
        "BYMONTHDAY",
        "BYYEARDAY",
        "BYWEEKNO",
        "BYMONTH",
        "BYSETPOS",
        "WKST",
    }
)
_LONGEST_RULE = 500


def repeats(component: Component) -> bool:
    """Returns whether the event names further times."""
    return bool(component.first("RRULE") or component.first("RDATE"))


def times_of(component: Component, start: Moment, zones: Zones) -> list[Moment]:
    """Returns when the event begins, from 400 days ago to 800 days ahead and at most 400 times; raises NotRead for rules that are none."""
    found: set[Moment] = {start}
    rule = component.first("RRULE")
    if rule is not None:
        found = set(_by_rule(rule.value, start))
    found |= {_alike(one, start) for one in several(component.all("RDATE"), zones, most=MOST_TIMES)}
    gone = {_alike(one, start) for one in several(component.all("EXDATE"), zones, most=MOST_TIMES)}
    window = (today() - BACK, today() + AHEAD)
    kept = sorted(one for one in found - gone if window[0] <= day_of(one) <= window[1])
    return kept[:MOST_TIMES]


def _alike(value: Moment, start: Moment) -> Moment:
    """A day among instants means that day at the same time, an instant among days its day."""
    if isinstance(start, datetime) and not isinstance(value, datetime):
        return datetime.combine(value, start.timetz())
    return value if isinstance(start, datetime) else day_of(value)


def _by_rule(value: str, start: Moment) -> list[Moment]:
    """Begins as the rule says, by the clock on the wall."""
    if day_of(start) < today() - _OLDEST:
        raise NotRead(
            "Die Wiederholung beginnt vor mehr als zehn Jahren. Bitte beginnen Sie sie im laufenden Schuljahr neu."
        )
    naive = start.replace(tzinfo=None) if isinstance(start, datetime) else datetime.combine(start, time())
    begins = islice(_bounded(value, naive), 12 * MOST_TIMES)
    earliest = datetime.combine(today() - BACK, time())
    late = (one for one in begins if one >= earliest)
    kept = islice(late, MOST_TIMES)
    if isinstance(start, datetime):
        return [one.replace(tzinfo=BERLIN) for one in kept]
    return [one.date() for one in kept]


def _bounded(value: str, start: datetime) -> Iterable[datetime]:
    """The times of the rule, with an end inside what we look at, so that walking along it always stops."""
    parts = _parts(value)
    horizon = datetime.combine(today() + AHEAD, time())
    until = parts.get("UNTIL")
    wanted = min(horizon, _naive(until[0])) if until else horizon
    text = ";".join(
        f"{name}={','.join(map(str, parts[name]))}" for name in parts if name not in ("UNTIL", "COUNT")
    )
    try:
        rule = rrulestr(text, dtstart=start)
        assert isinstance(rule, rrule)
        ended = rule.replace(until=wanted)
        return islice(ended, max(0, int(parts["COUNT"][0]))) if "COUNT" in parts else ended
    except (ValueError, TypeError, OverflowError, AssertionError, IndexError) as error:
        raise _no_rule(value) from error


def _parts(value: str) -> dict[str, list[Any]]:
    if len(value) > _LONGEST_RULE:
        raise _no_rule(value)
    try:
        parts = {str(name).upper(): list(values) for name, values in vRecur.from_ical(value).items()}
    except (ValueError, OverflowError, TypeError) as error:
        raise _no_rule(value) from error
    frequency = str((parts.get("FREQ") or [""])[0]).upper()
    if frequency in ("SECONDLY", "MINUTELY", "HOURLY") or set(parts) & {"BYHOUR", "BYMINUTE", "BYSECOND"}:
        raise NotRead(
            "Der Termin wiederholt sich innerhalb eines Tages. Das ist für einen Schulkalender nicht vorgesehen."
        )
    # With an interval of 0 the library would stand still for ever.
    stands_still = any(int(step) < 1 for step in parts.get("INTERVAL", ()))
    if frequency not in _FREQUENCIES or set(parts) - _KNOWN or stands_still:
        raise _no_rule(value)
    return parts


def _naive(until: date) -> datetime:
    if isinstance(until, datetime):
        return until.astimezone(BERLIN).replace(tzinfo=None) if until.tzinfo else until
    return datetime.combine(until, time(23, 59, 59))


def _no_rule(value: str) -> NotRead:
    printable = "".join(c for c in value if c.isprintable())[:60]
    return NotRead(f"Die Wiederholung „{printable}“ lässt sich nicht lesen.")
