"""What the pages of the company lane share: acts of a form, acts of a button, and taking the last one back."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest

from zweiklang.kernel.errors import Conflict, Rejected
from zweiklang.planning.company_lane.shapes import NewEntry, Undo

KEY = "training_plan_undo"


def acted[T](request: HttpRequest, act: Callable[[], T]) -> T | None:
    """Returns what `act` did; otherwise None, and the next page says why."""
    try:
        return act()
    except Rejected as error:
        messages.error(request, error.message)
    except Conflict as error:
        messages.warning(request, str(error))
    return None


def revision_of(request: HttpRequest) -> int:
    """Returns the state of the plan that the person saw; -1, which no plan has, where none was sent."""
    text = request.POST.get("revision", "")
    return int(text) if text.isdecimal() and len(text) < 9 else -1


def remember(request: HttpRequest, room_id: UUID, undo: Undo) -> None:
    """Until the next change this one can be taken back."""
    request.session[KEY] = {"room": str(room_id), **packed(undo)}


def remembered(request: HttpRequest, room_id: UUID, revision: int) -> Undo | None:
    """Returns what takes the last change back, if it was of this plan and the plan is as it left it."""
    kept = request.session.get(KEY) or {}
    if (kept.get("room"), kept.get("revision")) != (str(room_id), revision):
        return None
    return unpacked(kept)


def packed(undo: Undo) -> dict[str, Any]:
    """Returns it as a session keeps it."""
    rows = [
        {key: str(value) if isinstance(value, date | UUID) else value for key, value in asdict(one).items()}
        for one in undo.rows
    ]
    chosen = None if undo.chosen is None else [str(one) for one in undo.chosen]
    return {
        "revision": undo.revision,
        "rows": rows,
        "gone": [str(one) for one in undo.gone],
        "chosen": chosen,
    }


def unpacked(kept: dict[str, Any]) -> Undo:
    """Returns what `packed` kept."""
    chosen = None if kept["chosen"] is None else tuple(UUID(one) for one in kept["chosen"])
    rows = tuple(_row(one) for one in kept["rows"])
    return Undo(kept["revision"], rows, tuple(UUID(one) for one in kept["gone"]), chosen)


def forget(request: HttpRequest) -> None:
    """There is nothing to take back any more."""
    request.session.pop(KEY, None)


def _row(kept: dict[str, Any]) -> NewEntry:
    days = {name: date.fromisoformat(kept[name]) for name in ("first_week", "last_week")}
    ids = {
        name: UUID(kept[name]) if kept[name] else None
        for name in ("position_id", "department_id", "responsible_id")
    }
    return NewEntry(**{**kept, **days, **ids})
