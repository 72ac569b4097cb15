"""What the address of a time line asks for: year, filter, which bar's details. Nothing in it can be wrong: what is unknown is not there."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import urlencode
from uuid import UUID

from django.http import QueryDict

from zweiklang.planning.company_lane.shapes import Entry
from zweiklang.planning.school_lane.shapes import TaughtField
from zweiklang.planning.timeline.shapes import Lane, Timeline
from zweiklang.planning.timeline.wording import long_entry

type Options = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Asked:
    """The values of the address: school year, Lernfeld, position, department, and the bar whose details are shown."""

    year: int | None = None
    field: UUID | None = None
    position: UUID | None = None
    department: UUID | None = None
    shows: str = ""

    @property
    def filtered(self) -> bool:
        """Returns whether some bars are left out."""
        return bool(self.field or self.position or self.department)

    @property
    def few(self) -> bool:
        """Returns whether so few links are left that each can be a line."""
        return bool(self.field or self.position)

    def href(self, shows: str = "") -> str:
        """Returns the address of the same page with the details of another bar, at its details."""
        values = {
            "jahr": self.year,
            "lernfeld": self.field,
            "position": self.position,
            "abteilung": self.department,
        }
        query = urlencode({name: str(value) for name, value in values.items() if value})
        return (
            "?"
            + "&".join(filter(None, (query, f"zeige={shows}" if shows else "")))
            + "#einzelheiten" * bool(shows)
        )


def asked(values: QueryDict) -> Asked:
    """Returns what these values ask for."""
    year = values.get("jahr", "")
    return Asked(
        year=int(year) if len(year) == 4 and year.isascii() and year.isdigit() else None,
        field=_id(values.get("lernfeld")),
        position=_id(values.get("position")),
        department=_id(values.get("abteilung")),
        shows=values.get("zeige", "")[:40],
    )


def _id(value: str | None) -> UUID | None:
    try:
        return UUID(value) if value else None
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Choices:
    """What can be chosen, each with its value: school years, Lernfelder, positions, departments."""

    years: Options
    fields: Options
    positions: Options
    departments: Options


def choices_in(timeline: Timeline, years: Iterable[int]) -> Choices:
    """Returns what the filter offers: what stands in the year shown."""
    fields = {one.learning_field_id: f"LF {one.number} {one.title}" for one in timeline.shown_fields}
    shown = [
        (lane, one)
        for lane in timeline.lanes
        for one in lane.entries
        if timeline.axis.holds(one.first_week, one.last_week)
    ]
    firms = {lane.firm for lane, one in shown if one.department_id}
    places = {
        one.department_id: one.department if len(firms) == 1 else f"{one.department} ({lane.firm})"
        for lane, one in shown
        if one.department_id
    }
    positions = {one.position_id: long_entry(one) for _, one in shown}
    return Choices(
        [(str(year), f"{year}/{(year + 1) % 100:02d}") for year in years],
        [(str(key), label) for key, label in fields.items()],
        _sorted({str(key): label for key, label in positions.items()}),
        _sorted({str(key): label for key, label in places.items()}),
    )


def _sorted(labels: dict[str, str]) -> Options:
    return sorted(labels.items(), key=lambda one: one[1])


def narrowed(timeline: Timeline, wanted: Asked) -> Timeline:
    """Returns the time line with the bars that are asked for, and those linked with them."""
    if not wanted.filtered:
        return timeline
    lanes = tuple(_narrowed(lane, wanted) for lane in timeline.lanes)
    left = [one for lane in lanes for one in lane.entries]
    fields = tuple(one for one in timeline.fields if _field_fits(one, lanes, wanted, bool(left)))
    return replace(timeline, lanes=lanes, fields=fields)


def _narrowed(lane: Lane, wanted: Asked) -> Lane:
    entries = tuple(one for one in lane.entries if _fits(one, lane, wanted))
    kept, positions = {one.id for one in entries}, {one.position_id for one in entries}
    of, known = lane.alignment, lane.alignment.matches
    matches = tuple(
        one
        for one in known
        if (one.entry.id in kept if one.entry else one.link.position_id in positions)
        and wanted.field in (None, one.link.learning_field_id)
    )
    gaps = tuple(
        one
        for one in of.gaps
        if (one.entry.id in kept if one.entry else one.field and one.field.learning_field_id == wanted.field)
    )
    return replace(
        lane,
        entries=entries,
        alignment=replace(
            of,
            matches=matches,
            gaps=gaps,
            duplicates=tuple(one for one in of.duplicates if one.entries[0].id in kept),
            moments=tuple(one for one in of.moments if one.entry.id in kept),
        ),
    )


def _fits(entry: Entry, lane: Lane, wanted: Asked) -> bool:
    linked = (
        {match.link.learning_field_id for match in lane.alignment.of_entry(entry.id)} if wanted.field else ()
    )
    return (
        wanted.position in (None, entry.position_id)
        and wanted.department in (None, entry.department_id)
        and (wanted.field is None or wanted.field in linked)
    )


def _field_fits(field: TaughtField, lanes: Iterable[Lane], wanted: Asked, any_left: bool) -> bool:
    if wanted.field:
        return field.learning_field_id == wanted.field
    if not any_left:
        return wanted.position is None
    linked = {match.link.learning_field_id for lane in lanes for match in lane.alignment.matches}
    return wanted.position is None or field.learning_field_id in linked
