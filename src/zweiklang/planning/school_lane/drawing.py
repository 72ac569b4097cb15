"""The lane as a picture: bars and weeks as shares of its width, ready for SVG. Pure: no reading, no writing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from uuid import UUID

from zweiklang.kernel import formats
from zweiklang.planning.school_lane import wording
from zweiklang.planning.school_lane.checking import sum_in_words
from zweiklang.planning.school_lane.shapes import CurriculumField, Lane, LaneWeek, Placed

_SEVEN_DAYS = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Column:
    """A week. `x`, `width`, `middle`: shares of the picture's width; `kind`: school, none (no school), holiday."""

    week: LaneWeek
    x: str
    width: str
    middle: str
    kind: str


@dataclass(frozen=True, slots=True)
class MonthMark:
    """A month's name where its first week stands."""

    label: str
    x: str


@dataclass(frozen=True, slots=True)
class BarView:
    """A bar. `line`: its line in the form, `first`, `last`: its columns; `said`: the whole of it in words."""

    line: int
    first: int
    last: int
    x: str
    width: str
    hours: int
    said: str


@dataclass(frozen=True, slots=True)
class RowView:
    """A Lernfeld with its bars. `total`: planned and wanted hours in words; `rest`: hours not planned yet."""

    field: CurriculumField
    total: str
    rest: int
    bars: tuple[BarView, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """The whole lane. `now`: where today's week is, "" if it lies outside."""

    columns: tuple[Column, ...]
    months: tuple[MonthMark, ...]
    rows: tuple[RowView, ...]
    now: str

    @property
    def weeks(self) -> list[tuple[str, int]]:
        """Returns Monday and school days of each column, for the script."""
        return [(column.week.monday.isoformat(), column.week.days) for column in self.columns]


def picture_of(
    bars: Sequence[tuple[int, Placed]],
    *,
    fields: Iterable[CurriculumField],
    lane: Lane,
    grade: int,
    today: date,
) -> Picture:
    """Returns the lane of these bars (each with the number of its line), a row for each Lernfeld of the year and each that is placed."""
    placed = [one for _, one in bars]
    used = {one.learning_field_id for one in placed}
    shown = [field for field in fields if field.year == grade or field.id in used]
    at = {week.monday: n for n, week in enumerate(lane.weeks)}
    count = len(lane.weeks)
    rows = tuple(_row(field, bars, placed, at, count) for field in shown)
    current = next((n for n, week in enumerate(lane.weeks) if _is_now(week, today)), None)
    columns = tuple(_column(week, n, count) for n, week in enumerate(lane.weeks))
    return Picture(columns, tuple(_months(columns)), rows, "" if current is None else _share(current, count))


def _is_now(week: LaneWeek, today: date) -> bool:
    return week.monday <= today < week.monday + _SEVEN_DAYS


def _share(part: float, count: int) -> str:
    return f"{100 * part / count:.3f}%"


def _column(week: LaneWeek, at: int, count: int) -> Column:
    kind = "school" if week.days else "holiday" if week.holiday else "none"
    return Column(week, _share(at, count), _share(1, count), _share(at + 0.5, count), kind)


def _months(columns: Iterable[Column]) -> list[MonthMark]:
    return [
        MonthMark(formats.MONTHS[month - 1], next(group).x)
        for (_, month), group in groupby(
            columns, key=lambda one: (one.week.monday.year, one.week.monday.month)
        )
    ]


def _row(
    field: CurriculumField,
    bars: Sequence[tuple[int, Placed]],
    placed: Sequence[Placed],
    at: dict[date, int],
    count: int,
) -> RowView:
    own = [(line, one) for line, one in bars if one.learning_field_id == field.id]
    views = tuple(
        _bar(line, one, field, at, count) for line, one in own if one.first_week in at and one.last_week in at
    )
    rest = max(0, (field.hours or 0) - sum(one.hours for _, one in own))
    return RowView(field, sum_in_words(field, placed), rest, views)


def _bar(line: int, one: Placed, field: CurriculumField, at: dict[date, int], count: int) -> BarView:
    first, last = at[one.first_week], at[one.last_week]
    said = f"{field.label}: {wording.span(one.first_week, one.last_week)}, {wording.hours(one.hours)}"
    return BarView(line, first, last, _share(first, count), _share(last - first + 1, count), one.hours, said)


@dataclass(frozen=True, slots=True)
class ListedField:
    """A bar as a line of a list: "LF 5 · …", "KW 45–48 · 2.–27. November 2026", "40 Stunden"; `state`: over, now, next or ""."""

    id: UUID
    label: str
    weeks: str
    days: str
    hours: str
    state: str


def listed_fields(
    placed: Iterable[Placed], *, fields: Iterable[CurriculumField], today: date
) -> list[ListedField]:
    """Returns the bars in order of weeks; the earliest of those to come is "next"."""
    label = {field.id: field.label for field in fields}
    bars = sorted(placed, key=lambda one: (one.first_week, one.last_week))
    coming = next((one.first_week for one in bars if one.first_week > today), None)
    return [
        ListedField(
            one.learning_field_id,
            label[one.learning_field_id],
            wording.span(one.first_week, one.last_week),
            wording.days(one.first_week, one.last_week + timedelta(days=4)),
            wording.hours(one.hours),
            _state(one, today, coming),
        )
        for one in bars
    ]


def _state(one: Placed, today: date, coming: date | None) -> str:
    if one.last_week + _SEVEN_DAYS <= today:
        return "over"
    if one.first_week <= today:
        return "now"
    return "next" if one.first_week == coming else ""
