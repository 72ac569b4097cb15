"""What training plans give each position, for the comparison with law and record. Row-level security lets through what the person may see."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from zweiklang.curricula.public import PlannedPositions, PlannedStretch, PlannedTime
from zweiklang.planning.company_lane.shapes import weeks_between

# Plain SQL as in records/selectors.py. A plan without entries gives rows of its chosen sections alone, or one row without a position.
_PLANS = """
    SELECT p.room_id, x.position_id, x.first_week, x.last_week, coalesce(d.name, ''), x.partner_wanted
      FROM planning_trainingplan p
      LEFT JOIN LATERAL (
           SELECT e.position_id, e.first_week, e.last_week, e.department_id, e.partner_wanted
             FROM planning_planentry e WHERE e.room_id = p.room_id
            UNION ALL
           SELECT c.id, NULL, NULL, NULL, false
             FROM curricula_position c WHERE c.section_id = ANY (p.chosen_sections) AND NOT c.superseded
           ) x ON true
      LEFT JOIN organisations_department d ON d.id = x.department_id
     WHERE p.room_id = ANY (%s)
     ORDER BY x.first_week, x.last_week"""


def planned_time_of(room_ids: Collection[UUID]) -> Mapping[UUID, PlannedPositions]:
    """Returns by room and position when it is learned; chosen positions without a week have no stretches. One statement.

    A week counts whole for each position planned in it, as on the plan's own page.
    """
    with connection.cursor() as cursor:
        cursor.execute(_PLANS, [list(room_ids)])
        rows = cursor.fetchall()
    found: dict[UUID, defaultdict[UUID, list[PlannedStretch]]] = {}
    for room_id, position_id, *rest in rows:
        positions = found.setdefault(room_id, defaultdict(list))
        if position_id is not None:
            positions[position_id] += _stretches(*rest)
    return {
        room_id: {
            position_id: PlannedTime(tuple(of_position)) for position_id, of_position in positions.items()
        }
        for room_id, positions in found.items()
    }


def _stretches(first: date | None, last: date | None, department: str, wanted: Any) -> list[PlannedStretch]:
    if first is None or last is None:
        return []
    return [PlannedStretch(first, last, weeks_between(first, last), department, bool(wanted))]
