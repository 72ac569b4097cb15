"""Planned against recorded: per position of the plan, weeks of the regulation against time written down."""

from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from zweiklang.curricula.public import PlannedPosition, whole_planned_weeks
from zweiklang.records.shapes import Head

COUNTED = ("submitted", "signed")
UNIT_WORDS = {"weeks": ("Woche", "Wochen"), "months": ("Monat", "Monaten"), "hours": ("Stunde", "Stunden")}
WEEKS_PER_UNIT = {"weeks": 1.0, "months": 52 / 12, "hours": 1 / 40}


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """One position. Weeks are working weeks of this contract. `recorded` shares the time of a line equally among its plan items;
    `named` counts the whole line for each item, so that both ends of double counting are visible."""

    position: PlannedPosition
    planned: float
    planned_label: str
    recorded: float
    recorded_label: str
    named_label: str
    shared: bool


@dataclass(frozen=True, slots=True)
class Coverage:
    """The whole plan: rows by section, and what the figures leave out. Hours are clock hours."""

    sections: tuple[tuple[str, tuple[CoverageRow, ...]], ...]
    unassigned_label: str
    counted_weeks: int


def coverage_of(head: Head) -> Coverage:
    """Returns the coverage over submitted and signed weeks of what the person may see. Two queries."""
    shared, whole = _recorded(head.room_id)
    sections: dict[str, list[CoverageRow]] = {}
    for position in whole_planned_weeks(head.plan):
        sections.setdefault(position.section, []).append(
            _row(position, head, shared.get(position.id, 0.0), whole.get(position.id, 0))
        )
    unassigned, weeks = _left_out(head.room_id)
    return Coverage(
        sections=tuple((name, tuple(rows)) for name, rows in sections.items()),
        unassigned_label=f"{unassigned / 60:.0f} Stunden",
        counted_weeks=weeks,
    )


def _row(position: PlannedPosition, head: Head, shared: float, whole: int) -> CoverageRow:
    per_week = head.weekly_minutes or 2400
    planned = ((position.low or 0) + (position.high or 0)) / 2 * WEEKS_PER_UNIT.get(position.unit, 1)
    return CoverageRow(
        position=position,
        planned=planned,
        planned_label=planned_label(position),
        recorded=shared / per_week,
        recorded_label=weeks_label(shared / per_week),
        named_label=weeks_label(whole / per_week),
        shared=whole - shared > per_week / 20,
    )


def weeks_label(value: float) -> str:
    """Returns "2,5 Wochen", "1 Woche", "0 Wochen"; one decimal at most."""
    rounded = round(value, 1)
    text = f"{rounded:.1f}".rstrip("0").rstrip(".").replace(".", ",")
    return f"{text} {'Woche' if rounded == 1 else 'Wochen'}"


def planned_label(position: PlannedPosition) -> str:
    """Returns the regulation's own words: "8 Wochen", "4 bis 6 Monaten", "ohne Zeitangabe"."""
    if position.low is None or position.high is None:
        return "ohne Zeitangabe"
    one, many = UNIT_WORDS.get(position.unit, ("", ""))
    if position.low != position.high:
        return f"{position.low:g} bis {position.high:g} {many}".replace(".", ",")
    return f"{position.low:g} {one if position.low == 1 else many}".replace(".", ",").strip()


def _recorded(room_id: UUID) -> tuple[dict[UUID, float], dict[UUID, int]]:
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT item, sum(l.minutes::float / cardinality(l.plan_items)), sum(l.minutes)
                 FROM records_line l JOIN records_week w ON w.id = l.week_id, unnest(l.plan_items) item
                WHERE l.room_id = %s AND w.state = ANY (%s) AND l.minutes > 0 GROUP BY item""",
            [room_id, list(COUNTED)],
        )
        rows = cursor.fetchall()
    return {item: shared for item, shared, _ in rows}, {item: whole for item, _, whole in rows}


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
