"""What takes a run back, kept in the session of the person who applied it."""

from collections.abc import Mapping
from uuid import UUID

from django.http import HttpRequest

from zweiklang.planning.company_lane.shapes import Undo
from zweiklang.planning.company_lane.views.answers import packed, unpacked

KEY = "rotation_undo"


def remember_run(request: HttpRequest, run_id: UUID, undo: Mapping[UUID, Undo]) -> None:
    """Until the next run is applied this one can be taken back."""
    request.session[KEY] = {
        "run": str(run_id),
        "plans": {str(room): packed(one) for room, one in undo.items()},
    }


def remembered_run(request: HttpRequest, run_id: UUID) -> dict[UUID, Undo] | None:
    """Returns what takes this run back, None if it was another one."""
    kept = request.session.get(KEY) or {}
    if kept.get("run") != str(run_id):
        return None
    return {UUID(room): unpacked(one) for room, one in kept["plans"].items()}


def forget_run(request: HttpRequest) -> None:
    """There is nothing to take back any more."""
    request.session.pop(KEY, None)
