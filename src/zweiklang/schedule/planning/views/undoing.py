"""The last act of a person in the editor, kept in the session, so that it can be taken back on the page that follows."""

from dataclasses import asdict
from datetime import date, time
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from zweiklang.schedule.planning.shapes import CourseTerms, EventTerms

KEY = "planning_undo"


def remember(request: HttpRequest, what: str, room_id: UUID, data: Any) -> None:
    """Until the next act this one can be taken back; `data` is what its service needs for it, as JSON can hold it."""
    request.session[KEY] = {"what": what, "room": str(room_id), "data": data}


def remembered(request: HttpRequest, what: str, room_id: UUID) -> Any | None:
    """Returns the data of the last act, if it was of that kind and in that room."""
    kept = request.session.get(KEY) or {}
    return kept.get("data") if (kept.get("what"), kept.get("room")) == (what, str(room_id)) else None


def forget(request: HttpRequest) -> None:
    """There is nothing to take back any more."""
    request.session.pop(KEY, None)


def as_json(terms: EventTerms | CourseTerms) -> dict[str, str | None]:
    """Returns what was entered as a session can hold it."""
    return {
        name: value.isoformat() if isinstance(value, date | time) else value
        for name, value in asdict(terms).items()
    }


def from_json(kept: dict[str, str | None]) -> dict[str, Any]:
    """Returns the fields of what was entered."""
    days = {name: date.fromisoformat(str(kept[name])) for name in ("first_day", "last_day")}
    times = {name: time.fromisoformat(text) if (text := kept[name]) else None for name in ("starts", "ends")}
    return {**kept, **days, **times}
