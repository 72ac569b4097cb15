"""The same facts as in the picture, as rows of two tables. Pure."""

from dataclasses import dataclass

from zweiklang.planning.timeline.shapes import Timeline
from zweiklang.planning.timeline.wording import long_entry, long_field, relation, weeks_words


@dataclass(frozen=True, slots=True)
class TaughtRow:
    """A Lernfeld as the school teaches it."""

    field: str
    weeks: str
    hours: int


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """A part of a plan, and how it lies to the school's."""

    name: str
    firm: str
    position: str
    weeks: str
    place: str
    relations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Both lanes in rows; `many`: of several apprentices."""

    taught: tuple[TaughtRow, ...]
    planned: tuple[PlannedRow, ...]
    many: bool


def table_of(timeline: Timeline) -> Table:
    """Returns what stands in the picture."""
    taught = tuple(
        TaughtRow(long_field(one), weeks_words(one.first_week, one.last_week), one.hours)
        for one in timeline.shown_fields
    )
    planned = tuple(
        PlannedRow(
            lane.name,
            lane.firm,
            long_entry(one),
            weeks_words(one.first_week, one.last_week),
            one.department,
            tuple(relation(match, timeline.names) for match in lane.alignment.of_entry(one.id)),
        )
        for lane in timeline.lanes
        for one in lane.entries
        if timeline.axis.holds(one.first_week, one.last_week)
    )
    return Table(taught, planned, len(timeline.lanes) > 1)
