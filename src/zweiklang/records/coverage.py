"""Law, plan and record side by side: per position the time of the regulation, of the firm's training plan, and what was written down."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection

from zweiklang.curricula.public import PlannedPosition, PlannedPositions, PlannedTime, whole_planned_weeks
from zweiklang.kernel.clock import today
from zweiklang.kernel.hesse import monday_of
from zweiklang.records.coverage_marks import LOOKS, Look, marks_of
from zweiklang.records.shapes import Head

COUNTED = ("submitted", "signed")
UNIT_WORDS = {"weeks": ("Woche", "Wochen"), "months": ("Monat", "Monate"), "hours": ("Stunde", "Stunden")}
WEEKS_PER_UNIT = {"weeks": 1.0, "months": 52 / 12, "hours": 1 / 40}
_NOTHING = PlannedTime(())


@dataclass(frozen=True, slots=True)
class StretchView:
    """When a position is learned, and where ("KW 12–15 · 16. März – 12. April", "Entwicklung")."""

    weeks: str
    department: str


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """One position. Weeks are working weeks of this contract. `recorded` shares the time of a line equally among its plan items;
    `named` counts the whole line for each item, so that both ends of double counting are visible.

    `law`, `plan`, `recorded` are in weeks; `law` is 0 where the regulation gives no time.
    """

    position: PlannedPosition
    law: float
    law_label: str
    plan: float
    plan_label: str
    stretches: tuple[StretchView, ...]
    recorded: float
    recorded_label: str
    named_label: str
    shared: bool
    marks: tuple[Look, ...]

    @property
    def longest(self) -> float:
        """Returns the length all three bars are measured against."""
        return max(self.law, self.plan, self.recorded, 0.001)

    @property
    def empty(self) -> bool:
        """Returns whether there is no time in any of the three."""
        return not (self.law or self.plan or self.recorded or self.stretches)


@dataclass(frozen=True, slots=True)
class Coverage:
    """The whole plan: rows by section, and what the figures leave out. Hours are clock hours.

    `planned`: there is a training plan the person may see. `with_record`: the person may read what was written at the firm.
    `found`: how many positions carry a mark, in the order of `LOOKS`; `chosen`: the mark that alone is shown, or "".
    """

    sections: tuple[tuple[str, tuple[CoverageRow, ...]], ...]
    unassigned_label: str
    counted_weeks: int
    planned: bool
    with_record: bool
    positions: int
    found: tuple[tuple[Look, int], ...]
    chosen: str


@dataclass(frozen=True, slots=True)
class _Record:
    """Minutes by position, shared and whole, as the person may read them."""

    shared: Mapping[UUID, float]
    whole: Mapping[UUID, int]


def coverage_of(
    head: Head, *, plan: PlannedPositions | None, with_record: bool = True, chosen: str = ""
) -> Coverage:
    """Returns the coverage over submitted and signed weeks of what the person may see. Two queries.

    `plan`: the training plan of the room, None where there is none; `chosen`: only positions with that mark.
    """
    record = _recorded(head.room_id) if with_record else _Record({}, {})
    make = _row_maker(head, plan, record if with_record else None)
    rows = [make(position) for position in whole_planned_weeks(head.plan)]
    found = {key: sum(look in row.marks for row in rows) for key, look in LOOKS.items()}
    kept = chosen if found.get(chosen) else ""
    sections: dict[str, list[CoverageRow]] = {}
    for row in rows:
        if not kept or LOOKS[kept] in row.marks:
            sections.setdefault(row.position.section, []).append(row)
    unassigned, weeks = _left_out(head.room_id)
    return Coverage(
        sections=tuple((name, tuple(of_section)) for name, of_section in sections.items()),
        unassigned_label=f"{unassigned / 60:.0f} Stunden",
        counted_weeks=weeks,
        planned=plan is not None,
        with_record=with_record,
        positions=len(rows),
        found=tuple((LOOKS[key], count) for key, count in found.items() if count),
        chosen=kept,
    )


def _row_maker(
    head: Head, plan: PlannedPositions | None, record: _Record | None
) -> Callable[[PlannedPosition], CoverageRow]:
    per_week = head.weekly_minutes or 2400
    this_week = monday_of(today())

    def make(position: PlannedPosition) -> CoverageRow:
        time = None if plan is None else plan.get(position.id, _NOTHING)
        recorded = record.shared.get(position.id, 0.0) / per_week if record else None
        whole = record.whole.get(position.id, 0) / per_week if record else 0.0
        return _row(position, time or _NOTHING, recorded or 0.0, whole, marks_of(time, recorded, this_week))

    return make


def _row(
    position: PlannedPosition, time: PlannedTime, recorded: float, whole: float, marks: tuple[Look, ...]
) -> CoverageRow:
    return CoverageRow(
        position=position,
        law=(_weeks(position, position.low) + _weeks(position, position.high)) / 2,
        law_label=law_label(position),
        plan=time.weeks,
        plan_label=weeks_label(time.weeks) if time.stretches else "nicht geplant",
        stretches=tuple(StretchView(span(s.first_week, s.last_week), s.department) for s in time.stretches),
        recorded=recorded,
        recorded_label=weeks_label(recorded),
        named_label=weeks_label(whole),
        shared=whole - recorded > 1 / 20,
        marks=marks,
    )


def _weeks(position: PlannedPosition, value: float | None) -> float:
    return (value or 0) * WEEKS_PER_UNIT.get(position.unit, 1)


def span(first_week: date, last_week: date) -> str:
    """Returns "KW 12–15 · 2027"; over New Year "KW 51 · 2026 bis KW 2 · 2027"; one week "KW 12 · 2027"."""
    (first_year, first, _), (last_year, last, _) = first_week.isocalendar(), last_week.isocalendar()
    if first_week == last_week:
        return f"KW {first} · {first_year}"
    if first_year == last_year:
        return f"KW {first}–{last} · {first_year}"
    return f"KW {first} · {first_year} bis KW {last} · {last_year}"


def weeks_label(value: float) -> str:
    """Returns "2,5 Wochen", "1 Woche", "0 Wochen"; one decimal at most."""
    rounded = round(value, 1)
    text = f"{rounded:.1f}".rstrip("0").rstrip(".").replace(".", ",")
    return f"{text} {'Woche' if rounded == 1 else 'Wochen'}"


def law_label(position: PlannedPosition) -> str:
    """Returns the regulation's own words: "8 Wochen", "4 bis 6 Monate", "ohne Zeitangabe"."""
    if position.low is None or position.high is None:
        return "ohne Zeitangabe"
    one, many = UNIT_WORDS.get(position.unit, ("", ""))
    if position.low != position.high:
        return f"{position.low:g} bis {position.high:g} {many}".replace(".", ",")
    return f"{position.low:g} {one if position.low == 1 else many}".replace(".", ",").strip()


def _recorded(room_id: UUID) -> _Record:
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT item, sum(l.minutes::float / cardinality(l.plan_items)), sum(l.minutes)
                 FROM records_line l JOIN records_week w ON w.id = l.week_id, unnest(l.plan_items) item
                WHERE l.room_id = %s AND w.state = ANY (%s) AND l.minutes > 0 GROUP BY item""",
            [room_id, list(COUNTED)],
        )
        rows = cursor.fetchall()
    return _Record({item: shared for item, shared, _ in rows}, {item: whole for item, _, whole in rows})


def _left_out(room_id: UUID) -> tuple[int, int]:
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT coalesce(sum(l.minutes) FILTER (WHERE l.plan_items = '{}' AND l.place IN ('company', 'centre')), 0),
                      count(DISTINCT w.id)
                 FROM records_week w LEFT JOIN records_line l ON l.week_id = w.id
                WHERE w.room_id = %s AND w.state = ANY (%s)""",
            [room_id, list(COUNTED)],
        )
        minutes, weeks = cursor.fetchone()
    return int(minutes), int(weeks)
