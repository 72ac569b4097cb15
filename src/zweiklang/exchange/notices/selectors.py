"""What is new for me, read with my rights: the database knows whose notices are asked for."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from uuid import UUID

from django.db.models import F

from zweiklang.exchange.models import Notice, NoticeSettings, PushSubscription
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


def number_open(actor: Actor) -> int:
    """Returns how many notices of the actor are open: the counter."""
    return Notice.objects.filter(person_id=actor.person, done_at__isnull=True).count()


def inbox(actor: Actor) -> Inbox:
    """Returns the actor's inbox. Two queries, and what each kind needs to describe its own."""
    mine = Notice.objects.filter(person_id=actor.person)
    rows = list(mine.filter(done_at__isnull=True).order_by("-made_at", "-id")[:MOST])
    done = mine.filter(done_at__gte=now() - DONE_KEPT).order_by("-done_at", "-made_at", "-id")[:MOST_DONE]
    rows += done
    lines = described(rows)
    entries = [_entry(row, lines[row.pk]) for row in rows if row.pk in lines]
    fresh = [entry for entry in entries if not entry.done_at]
    return Inbox(
        groups=_by_day(fresh),
        done=[entry for entry in entries if entry.done_at],
        number=len(fresh),
        until=max((entry.at for entry in fresh), default=now()).isoformat(),
        gone=[row.pk for row in rows if row.pk not in lines and row.done_at is None],
    )


def described(rows: Iterable[Notice]) -> dict[UUID, Line]:
    """Returns what these notices say, by id; what their reader may no longer see is missing."""
    by_kind: dict[str, list[OpenNotice]] = defaultdict(list)
    for row in rows:
        seen = OpenNotice(row.pk, row.about, row.room_id, row.count, row.first_at, row.made_at)
        by_kind[row.kind].append(seen)
    found: dict[UUID, Line] = {}
    for key, notices in by_kind.items():
        kind = kind_of(key)
        if kind:
            found.update(kind.describe(notices))
    return found


def one_of_mine(actor: Actor, notice_id: UUID) -> Notice | None:
    """Returns the actor's notice with that id, or None."""
    return Notice.objects.filter(person_id=actor.person, pk=notice_id).first()


def wishes_of(actor: Actor) -> Wishes:
    """Returns when the actor wants to be left in peace; what holds for everybody until they say otherwise."""
    names = ("quiet_from", "quiet_until", "quiet_weekends", "summary_hour", "summary_weekday")
    found = NoticeSettings.objects.filter(person_id=actor.person).values_list(*names).first()
    return Wishes(*found) if found else USUAL


def devices_of(actor: Actor) -> list[PushSubscription]:
    """Returns the devices the actor has switched on, the newest first."""
    mine = PushSubscription.objects.filter(person_id=actor.person)
    return list(mine.order_by(F("used_at").desc(nulls_last=True), "-made_at"))


def _entry(row: Notice, line: Line) -> Entry:
    at = row.made_at
    moment = formats.time(at) if at.astimezone(BERLIN).date() == today() else formats.moment(at)
    return Entry(
        id=row.pk,
        open_at=room_url("exchange:notice_open", row.pk),
        end_at=room_url("exchange:notice_done", row.pk),
        text=line.text,
        note=f"{line.note} · {moment}" if line.note else moment,
        at=at,
        done_at=row.done_at.isoformat() if row.done_at else "",
    )


def _by_day(entries: list[Entry]) -> list[tuple[str, list[Entry]]]:
    return [
        (label, list(of_day))
        for label, of_day in groupby(entries, key=lambda one: _label(one.at.astimezone(BERLIN).date()))
    ]


def _label(day: date) -> str:
    days = (today() - day).days
    if days <= 0:
        return "Heute"
    if days == 1:
        return "Gestern"
    return "Diese Woche" if days < today().isoweekday() else "Früher"
