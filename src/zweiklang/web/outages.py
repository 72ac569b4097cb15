"""Returns which faults pass by themselves: the database is away or too slow, or there is no room left. People are asked to try again then.

Anything else is a fault of ours and stays a 500.
"""

import errno
from collections.abc import Iterator
from dataclasses import dataclass

import psycopg
from django.db import InterfaceError, OperationalError

_NO_ROOM = "53100"
# Cancelled at its time limit, a lock not had in time, two in a circle, one that came too late.
_TOO_SLOW = frozenset({"57014", "55P03", "40P01", "40001"})


@dataclass(frozen=True, slots=True)
class Outage:
    """What is said of it: `seconds` is when to try again."""

    status: int
    reason: str
    sentence: str
    seconds: int


AWAY = Outage(503, "Service Unavailable", "Unsere Datenbank antwortet gerade nicht.", 5)
SLOW = Outage(503, "Service Unavailable", "Das dauert gerade zu lange, weil sehr viel zu tun ist.", 10)
FULL = Outage(
    507,
    "Insufficient Storage",
    "Unser Speicher ist gerade voll. Wer Zweiklang betreibt, muss Platz machen.",
    60,
)


def outage_of(error: BaseException | None) -> Outage | None:
    """Returns the outage behind an exception or one of its causes; None if there is none."""
    found = [kind for one in _causes(error) if (kind := _kind(one))]
    return next((kind for kind in (FULL, SLOW, AWAY) if kind in found), None)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _kind(error: BaseException) -> Outage | None:
    if isinstance(error, OSError):
        return FULL if error.errno in {errno.ENOSPC, errno.EDQUOT} else None
    if isinstance(error, psycopg.Error):
        state = error.sqlstate or ""
        if state == _NO_ROOM:
            return FULL
        if state in _TOO_SLOW:
            return SLOW
        return AWAY if isinstance(error, psycopg.OperationalError | psycopg.InterfaceError) else None
    return AWAY if isinstance(error, OperationalError | InterfaceError) else None
