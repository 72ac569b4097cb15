"""Whole plans, kept in the process: everybody reads them, and only an import changes them.

The key holds when regulation and framework curriculum were last stored, so that an import in any process gives another key and nothing
has to be told to anybody. The caller reads it in an earlier statement than the plan is read in, so a plan is never older than its key.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from zweiklang.curricula.models import FrameworkCurriculum, Occupation
from zweiklang.curricula.selectors import PlanItem, PlannedPosition, plan_items, planned_weeks

KEPT = 256
WHOLE = 2000


@dataclass(frozen=True, slots=True)
class PlanVersion:
    """Whose plan it is, and when its parts were last stored: `Regulation.imported_at`, `FrameworkCurriculum.stored_at`."""

    occupation_id: UUID
    curriculum_id: UUID | None
    regulation_stored: datetime
    curriculum_stored: datetime | None


@lru_cache(maxsize=KEPT)
def whole_plan(version: PlanVersion) -> tuple[PlanItem, ...]:
    """Returns all an apprentice can refer to, in order. No query if it was read before, else five."""
    return tuple(plan_items(*_parts(version), limit=WHOLE))


def plan_items_found(version: PlanVersion, q: str, *, limit: int) -> list[PlanItem]:
    """Returns what the apprentice finds by typing `q`, best first. Five queries."""
    return plan_items(*_parts(version), q, limit)


@lru_cache(maxsize=KEPT)
def whole_planned_weeks(version: PlanVersion) -> tuple[PlannedPosition, ...]:
    """Returns every position with the time the regulation gives it, in order. No query if it was read before, else four."""
    return tuple(planned_weeks(Occupation.objects.get(pk=version.occupation_id)))


def _parts(version: PlanVersion) -> tuple[Occupation, FrameworkCurriculum | None]:
    occupation = Occupation.objects.get(pk=version.occupation_id)
    if version.curriculum_id is None:
        return occupation, None
    return occupation, FrameworkCurriculum.objects.get(pk=version.curriculum_id)
