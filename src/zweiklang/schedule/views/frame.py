"""What every page of one apprenticeship's school time begins with."""

from typing import Any
from uuid import UUID

from django.http import Http404

from zweiklang.kernel import formats
from zweiklang.rooms.public import Scope, Standing, first_visible_day, room_tabs, standing_in


def reader(room_id: UUID, category: Scope) -> Standing:
    """Returns the standing of somebody who reads that category of the apprenticeship; 404 for everybody else."""
    standing = standing_in(room_id)
    if standing.kind != "apprenticeship" or not standing.reads(category):
        raise Http404
    return standing


def frame(standing: Standing, contract: Any, category: Scope, tab: str) -> dict[str, Any]:
    """Returns what the head of such a page needs: whose it is, its tabs, since when its rows are open."""
    since = first_visible_day(standing.room_id, category, f"{category}:item")
    return {
        "contract": contract,
        "standing": standing,
        "tabs": room_tabs(standing, tab),
        "since": formats.day_long(since) if since else "",
    }
