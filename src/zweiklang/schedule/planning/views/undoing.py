"""The last act of a person in the editor, kept in the session, so that it can be taken back on the page that follows."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest

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
