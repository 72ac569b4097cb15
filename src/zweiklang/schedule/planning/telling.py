"""Changes in words for those concerned: one for each entry that is new, gone or different."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Protocol
from uuid import UUID

from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import today
from zweiklang.schedule.models import ScheduleChange
from zweiklang.schedule.notices.announcing import Told, announce
from zweiklang.schedule.planning.wording import days

What = ScheduleChange.What
MOST = 8
MANY = "{} Änderungen an den Schultagen. Der Kalender zeigt, was jetzt gilt."


class Dated(Protocol):
    """An entry with days."""

    @property
    def first_day(self) -> date: ...
    @property
    def last_day(self) -> date: ...


def told_about[Entry: Dated](
    room_id: UUID, *, before: Mapping[UUID, Entry], after: Mapping[UUID, Entry], words: Callable[[Entry], str]
) -> list[Told]:
    """Returns what people hear of entries of that room that became different; what lies in the past only is no news."""
    found = [
        told
        for key in {**before, **after}
        if (told := _told(room_id, before.get(key), after.get(key), words)) and told.last_day >= today()
    ]
    return sorted(_shortened(room_id, found), key=lambda told: told.first_day)


def _told[Entry: Dated](
    room_id: UUID, old: Entry | None, new: Entry | None, words: Callable[[Entry], str]
) -> Told | None:
    """The days are told beside the words; only where they moved do the words name both."""
    spans = [(one.first_day, one.last_day) for one in (old, new) if one]
    moved = len(set(spans)) > 1
    was, now = (_said(one, words, dated=moved) if one else "" for one in (old, new))
    if was == now:
        return None
    what = What.CHANGED if was and now else What.ADDED if now else What.REMOVED
    return Told(room_id, min(day for day, _ in spans), max(day for _, day in spans), what, was, now)


def _said[Entry: Dated](entry: Entry, words: Callable[[Entry], str], *, dated: bool) -> str:
    return f"{words(entry)}, {days(entry.first_day, entry.last_day)}" if dated else words(entry)


def _shortened(room_id: UUID, found: list[Told]) -> list[Told]:
    """A plan that was copied is one piece of news, not thirty."""
    if len(found) <= MOST:
        return found
    first, last = min(one.first_day for one in found), max(one.last_day for one in found)
    return [Told(room_id, first, last, What.CHANGED, "", MANY.format(len(found)))]


def tell(actor: Actor, told: Iterable[Told]) -> None:
    """Those concerned hear of it, in the same transaction; nobody of nothing."""
    found = list(told)
    if found:
        announce(actor, found)
