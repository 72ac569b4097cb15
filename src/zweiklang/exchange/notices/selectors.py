"""What is new for me, read with my rights: the database knows whose notices are asked for."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import F

from zweiklang.exchange.models import NoticeSettings, PushSubscription
from zweiklang.exchange.notices.kinds import Line, OpenNotice, kind_of
from zweiklang.exchange.notices.times import USUAL, Wishes
from zweiklang.kernel import formats
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import BERLIN, now, today
from zweiklang.rooms.public import room_url

MOST = 100
MOST_DONE = 20
# What was done longer ago nobody wants to take back.
DONE_KEPT = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the inbox: what, a word below it, when, and since when it is done (empty: open); the addresses that open it and end it."""

    id: UUID
    open_at: str
    end_at: str
    text: str
    note: str
    at: datetime
    done_at: str


@dataclass(frozen=True, slots=True)
class Inbox:
    """What is new, in groups of days (label, entries), newest first; what was done lately; how many are open; what nobody can be shown."""

    groups: list[tuple[str, list[Entry]]]
    done: list[Entry]
    number: int
    until: str
    gone: list[UUID]


class Told(NamedTuple):
    """A notice as it is stored."""

    kind: str
    id: UUID
    about: UUID
    room_id: UUID | None
    times: int
    first_at: datetime
    made_at: datetime
    done_at: datetime | None


_COUNT = "SELECT count(*) FROM exchange_notice WHERE person_id = %s AND done_at IS NULL"
_COLUMNS = "kind, id, about, room_id, count, first_at, made_at, done_at"
_ONE = f"SELECT {_COLUMNS} FROM exchange_notice WHERE person_id = %s AND id = %s"  # noqa: S608 - columns of ours
_INBOX = f"""
    (SELECT {_COLUMNS} FROM exchange_notice WHERE person_id = %(me)s AND done_at IS NULL ORDER BY made_at DESC, id DESC LIMIT %(most)s)
     UNION ALL
    (SELECT {_COLUMNS} FROM exchange_notice WHERE person_id = %(me)s AND done_at >= %(since)s
      ORDER BY done_at DESC, made_at DESC, id DESC LIMIT %(most_done)s)"""  # noqa: S608 - columns of ours


def number_open(actor: Actor) -> int:
    """Returns how many notices of the actor are open: the counter."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [actor.person])
        found: int = cursor.fetchone()[0]
    return found


def inbox(actor: Actor) -> Inbox:
    """Returns the actor's inbox. One query, and what each kind needs to describe its own."""
    values: dict[str, Any] = {
        "me": actor.person,
        "most": MOST,
        "most_done": MOST_DONE,
        "since": now() - DONE_KEPT,
    }
    with connection.cursor() as cursor:
        cursor.execute(_INBOX, values)
        rows = [Told(*row) for row in cursor.fetchall()]
    lines, day = described(rows), today()
    entries = [_entry(row, lines[row.id], day) for row in rows if row.id in lines]
    fresh = [entry for entry in entries if not entry.done_at]
    return Inbox(
        groups=_by_day(fresh, day),
        done=[entry for entry in entries if entry.done_at],
        number=len(fresh),
        until=max((entry.at for entry in fresh), default=now()).isoformat(),
        gone=[row.id for row in rows if row.id not in lines and row.done_at is None],
    )


def described(rows: Iterable[Told]) -> dict[UUID, Line]:
    """Returns what these notices say, by id; what their reader may no longer see is missing."""
    by_kind: dict[str, list[OpenNotice]] = defaultdict(list)
    for row in rows:
        seen = OpenNotice(row.id, row.about, row.room_id, row.times, row.first_at, row.made_at)
        by_kind[row.kind].append(seen)
    found: dict[UUID, Line] = {}
    for key, notices in by_kind.items():
        kind = kind_of(key)
        if kind:
            found.update(kind.describe(notices))
    return found


def one_of_mine(actor: Actor, notice_id: UUID) -> Told | None:
    """Returns the actor's notice with that id, or None."""
    with connection.cursor() as cursor:
        cursor.execute(_ONE, [actor.person, notice_id])
        row = cursor.fetchone()
    return Told(*row) if row else None


def wishes_of(actor: Actor) -> Wishes:
    """Returns when the actor wants to be left in peace; what holds for everybody until they say otherwise."""
    names = ("quiet_from", "quiet_until", "quiet_weekends", "summary_hour", "summary_weekday")
    found = NoticeSettings.objects.filter(person_id=actor.person).values_list(*names).first()
    return Wishes(*found) if found else USUAL


def devices_of(actor: Actor) -> list[PushSubscription]:
    """Returns the devices the actor has switched on, the newest first."""
    mine = PushSubscription.objects.filter(person_id=actor.person)
    return list(mine.order_by(F("used_at").desc(nulls_last=True), "-made_at"))


def _entry(row: Told, line: Line, day: date) -> Entry:
    at = row.made_at.astimezone(BERLIN)
    moment = formats.time(at) if at.date() == day else formats.moment(at)
    return Entry(
        id=row.id,
        open_at=room_url("exchange:notice_open", row.id),
        end_at=room_url("exchange:notice_done", row.id),
        text=line.text,
        note=f"{line.note} · {moment}" if line.note else moment,
        at=at,
        done_at=row.done_at.isoformat() if row.done_at else "",
    )


def _by_day(entries: list[Entry], day: date) -> list[tuple[str, list[Entry]]]:
    return [
        (label, list(group)) for label, group in groupby(entries, key=lambda one: _label(one.at.date(), day))
    ]


def _label(day: date, this_day: date) -> str:
    days = (this_day - day).days
    if days <= 0:
        return "Heute"
    if days == 1:
        return "Gestern"
    return "Diese Woche" if days < this_day.isoweekday() else "Früher"
