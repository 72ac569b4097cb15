"""What the page of a time line shows beside its frame."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from zweiklang.planning.timeline.ahead import weeks_ahead
from zweiklang.planning.timeline.asked import Asked, choices_in, narrowed
from zweiklang.planning.timeline.details import details_of
from zweiklang.planning.timeline.empty import reasons
from zweiklang.planning.timeline.picture import draw
from zweiklang.planning.timeline.shapes import Timeline
from zweiklang.planning.timeline.table import table_of
from zweiklang.planning.timeline.wording import remarks_of
from zweiklang.rooms.public import Standing


def shown(
    timeline: Timeline, wanted: Asked, standings: Mapping[UUID, Standing], *, years: Sequence[int], title: str
) -> dict[str, Any]:
    """Returns picture, details, remarks, list and table of what is asked for; `years` can be chosen between."""
    left = narrowed(timeline, wanted)
    one = len(timeline.lanes) == 1
    lines = one or wanted.few
    heading = f"{title} {timeline.axis.title}"
    return {
        "timeline": left,
        "heading": title,
        "asked": wanted,
        "choices": choices_in(timeline, years),
        "picture": draw(left, href=wanted.href, selected=wanted.shows, lines=lines, title=heading),
        "lines_left_out": timeline.linked and not lines,
        "details": details_of(left, wanted.shows, standings),
        "remarks": remarks_of(left),
        "ahead": weeks_ahead(left),
        "table": table_of(left),
        "reasons": reasons(timeline, standings),
    }
