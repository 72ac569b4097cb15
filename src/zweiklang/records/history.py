"""What was changed in a week, by whom and when: read from the tables that the database triggers fill."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.apps import apps

from zweiklang.kernel import formats
from zweiklang.people.public import Person
from zweiklang.records.minutes import show_minutes
from zweiklang.records.models import Line, Week

FIELDS = {
    "school_text": "Thema laut Schule",
    "place": "Ort",
    "text": "Tätigkeit",
    "minutes": "Zeit",
    "plan_items": "Plan",
}
MOST = 300


@dataclass(frozen=True, slots=True)
class Change:
    """One change: when, who, what, before and after (empty where there was nothing)."""

    moment: str
    who: str
    what: str
    before: str
    after: str


def history_of(week_id: UUID) -> list[Change]:
    """Returns the changes of a week's lines and states, newest first, at most 300 rows of each. Three queries."""
    lines = list(
        apps.get_model("records", "LineHistory").objects.filter(week_id=week_id).order_by("-pgh_id")[:MOST]
    )
    states = list(
        apps.get_model("records", "WeekHistory").objects.filter(pgh_obj_id=week_id).order_by("-pgh_id")[:MOST]
    )
    people = Person.objects.in_bulk({row.pgh_person_id for row in [*lines, *states] if row.pgh_person_id})
    changes = [*_line_changes(lines, people), *_state_changes(states, people)]
    return [change for _, change in sorted(changes, key=lambda pair: pair[0], reverse=True)]


def _who(row: Any, people: dict[UUID, Person]) -> str:
    person = people.get(row.pgh_person_id)
    return person.name if person else "Zweiklang (automatisch)"


def _state_changes(rows: list[Any], people: dict[UUID, Person]) -> Iterator[tuple[Any, Change]]:
    before = ""
    for row in reversed(rows):
        label = Week.State(row.state).label
        if label != before:
            yield (
                row.pgh_created_at,
                Change(formats.moment(row.pgh_created_at), _who(row, people), "Stand", before, label),
            )
        before = label


def _line_changes(rows: list[Any], people: dict[UUID, Person]) -> Iterator[tuple[Any, Change]]:
    last: dict[UUID, Any] = {}
    for row in reversed(rows):
        before = last.get(row.pgh_obj_id)
        for field, label in FIELDS.items():
            old, new = _shown(before, field), "" if row.pgh_label == "delete" else _shown(row, field)
            if old != new:
                what = f"{formats.day(row.day)} · {label}" if row.day else label
                yield (
                    row.pgh_created_at,
                    Change(formats.moment(row.pgh_created_at), _who(row, people), what, old, new),
                )
        last[row.pgh_obj_id] = row if row.pgh_label != "delete" else None


def _shown(row: Any, field: str) -> str:
    if row is None:
        return ""
    value = getattr(row, field)
    if field == "place":
        return str(Line.Place(value).label)
    if field == "minutes":
        return show_minutes(value)
    return (
        f"{len(value)} Einträge"
        if field == "plan_items" and value
        else ""
        if field == "plan_items"
        else str(value)
    )
