"""Whether the school's words in a line still are the school's: a topic may be changed or taken back after it came into a draft."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from uuid import UUID

from zweiklang.records.filling.shapes import SchoolTopic
from zweiklang.records.models import Line

STALE = (
    "Die Schule hat ein Unterrichtsthema dieser Woche geändert oder zurückgenommen."
    " Bitte sehen Sie die Zeile an, und reichen Sie die Woche dann ein."
)


class Mark(StrEnum):
    """How the school's words in a line stand to what the class register says now."""

    NONE = ""
    HOLDS = "holds"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"


def mark_of(line: Line, topics: Mapping[UUID, SchoolTopic]) -> Mark:
    """Returns how it stands for a line; `topics` are those released in its week, by id."""
    if line.topic is None:
        return Mark.NONE
    now = topics.get(line.topic)
    if now is None:
        return Mark.WITHDRAWN
    return Mark.HOLDS if now.wording == line.school_text else Mark.CHANGED


def all_hold(lines: Iterable[Line], topics: Iterable[SchoolTopic]) -> bool:
    """Returns whether every word in the school's name is what the class register says now."""
    by_id = {topic.id: topic for topic in topics}
    return all(mark_of(line, by_id) in {Mark.NONE, Mark.HOLDS} for line in lines)
