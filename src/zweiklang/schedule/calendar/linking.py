"""Addresses that cells of a calendar lead to. `reverse` takes 40 µs each time, a page of a large class has hundreds of cells."""

from datetime import date
from functools import cache
from uuid import UUID

from django.urls import reverse

from zweiklang.rooms.public import room_url

_ROOM = UUID("00000000-0000-7000-8000-000000000000")
_DAY = date(2026, 11, 16)


def day_page(room_id: UUID, day: date) -> str:
    """Returns the address of what a day of that apprenticeship means."""
    return _pattern().replace(str(_ROOM), str(room_id)).replace(_DAY.isoformat(), day.isoformat())


def on_day(name: str, room_id: UUID, day: date) -> str:
    """Returns the address of that calendar of a room, at that day."""
    return f"{room_url(name, room_id)}?tag={day.isoformat()}"


@cache
def _pattern() -> str:
    return reverse("schedule:day", args=[_ROOM, _DAY])
