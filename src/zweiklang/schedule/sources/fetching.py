"""The worker's part of subscriptions: fetch, compare, tell. A fetch that fails leaves everything as it is and comes back later.

Nobody waits for a foreign server inside a transaction: claiming, asking and writing are three steps.
"""

import hashlib
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from zweiklang.kernel import jobs
from zweiklang.kernel.actor import Actor, system_actor
from zweiklang.kernel.clock import now
from zweiklang.kernel.errors import Rejected
from zweiklang.rooms.public import as_system
from zweiklang.schedule.models import CalendarSource
from zweiklang.schedule.sources import web
from zweiklang.schedule.sources.applying import Wanted, apply_calendar
from zweiklang.schedule.sources.meaning import for_subscription, meant
from zweiklang.schedule.sources.shapes import CalendarFile, CalendarUnreadable
from zweiklang.schedule.sources.storing import of_subscription
from zweiklang.schedule.sources.subscribing import FETCH

ACTOR = system_actor("calendar-subscription")
EVERY = timedelta(hours=1)
LONGEST_PAUSE = timedelta(hours=24)
LEASE = timedelta(minutes=15)
"""So long nobody else fetches what one worker has claimed; a worker that was killed gives it back by this."""
AT_ONCE = 500
type Read = Callable[[bytes, str], CalendarFile]


@dataclass(frozen=True, slots=True)
class _Claimed:
    """A subscription as it was when this worker took it."""

    source: CalendarSource
    until: datetime


def defer_due() -> int:
    """Every calendar whose hour has come has a job; returns how many."""
    with as_system(ACTOR):
        due = CalendarSource.objects.filter(Q(next_at__isnull=True) | Q(next_at__lte=now()), active=True)
        ids = list(due.order_by("next_at").values_list("pk", flat=True)[:AT_ONCE])
        for source_id in ids:
            jobs.defer(FETCH, source_id=str(source_id))
    return len(ids)


def fetch_source(source_id: UUID, *, read: Read) -> str:
    """What the calendar says now holds; returns in a word what happened: "changed", "same", "failed", or "" for what needs no fetch."""
    claimed = _claim(source_id)
    if claimed is None:
        return ""
    source = claimed.source
    try:
        found = web.fetch(source.url, etag=source.etag, last_modified=source.last_modified)
        if not found.changed:
            return _done(claimed, "same")
        digest = hashlib.sha256(found.body).hexdigest()
        marks = {"etag": found.etag, "last_modified": found.last_modified, "sha256": digest}
        if digest == source.sha256:
            return _done(claimed, "same", **marks)
        file = read(found.body, "")
        return _taken(claimed, file, marks)
    except (web.NotFetched, CalendarUnreadable, Rejected) as problem:
        return _failed(claimed, str(problem))


def _claim(source_id: UUID) -> _Claimed | None:
    """The subscription, if its time has come and no other worker has it."""
    with as_system(ACTOR):
        rows = CalendarSource.objects.select_for_update(skip_locked=True, of=("self",)).select_related(
            "school_class"
        )
        source = rows.filter(pk=source_id, active=True).first()
        moment = now()
        if source is None or (source.next_at and source.next_at > moment):
            return None
        until = moment + LEASE
        CalendarSource.objects.filter(pk=source_id).update(next_at=until)
    return _Claimed(source, until)


def _taken(claimed: _Claimed, file: CalendarFile, marks: dict[str, str]) -> str:
    """What was read holds, if the subscription still is what it was; the next fetch is due in an hour."""
    source = claimed.source
    events = (
        meant(one, for_subscription(one, source.fills), whole_school=_of_school(source))
        for one in file.events
    )
    entries = [one for one in events if one is not None]
    wanted = (
        Wanted(school=entries)
        if source.school_class is None
        else Wanted({source.school_class.room_id: entries})
    )
    with transaction.atomic():
        if not _still(claimed):
            return ""
        actor = _named(source)
        found = apply_calendar(
            actor, school_id=source.school_id, wanted=wanted, origin=of_subscription(source.pk)
        )
        _done(claimed, "changed", **marks, failure=_left_out(file))
    return "same" if found.is_empty else "changed"


def _left_out(file: CalendarFile) -> str:
    if not file.errors:
        return ""
    number = len(file.errors)
    words = "Ein Termin lässt" if number == 1 else f"{number} Termine lassen"
    first = file.errors[0]
    return f"{words} sich nicht lesen. Zeile {first.line}: {first.reason}"[:300]


def _named(source: CalendarSource) -> Actor:
    return system_actor(f"calendar-subscription {source.pk}")


def _of_school(source: CalendarSource) -> bool:
    return source.fills == CalendarSource.Fills.FREE_DAYS


def _still(claimed: _Claimed) -> bool:
    """Whether nobody paused, removed or took over the subscription meanwhile. Keeps it so until the transaction ends."""
    with as_system(ACTOR):
        rows = CalendarSource.objects.select_for_update().filter(pk=claimed.source.pk, active=True)
        return rows.filter(next_at=claimed.until).exists()


def _done(claimed: _Claimed, word: str, **facts: Any) -> str:
    """The fetch went well. Where nothing is new, what was said of unreadable events still holds; what was said of a failure does not."""
    moment = now()
    kept = "" if claimed.source.failures else claimed.source.failure
    well = {
        "checked_at": moment,
        "fetched_at": moment,
        "failures": 0,
        "failure": kept,
        "next_at": moment + _spread(EVERY),
    }
    _write(claimed, **{**well, **facts})
    return word


def _failed(claimed: _Claimed, reason: str) -> str:
    moment, failures = now(), claimed.source.failures + 1
    pause = min(EVERY * 2 ** min(failures - 1, 6), LONGEST_PAUSE)
    _write(
        claimed,
        checked_at=moment,
        failures=min(failures, 32_000),
        failure=reason[:300],
        next_at=moment + _spread(pause),
    )
    return "failed"


def _spread(pause: timedelta) -> timedelta:
    """A little later than asked, so that five hundred calendars do not come back in the same second."""
    return pause * random.uniform(1.0, 1.1)  # noqa: S311 - no secret


def _write(claimed: _Claimed, **facts: Any) -> None:
    with as_system(ACTOR):
        CalendarSource.objects.filter(pk=claimed.source.pk, next_at=claimed.until).update(**facts)
