"""The only door to curricula."""

from zweiklang.curricula.corresponding import correspondences_of
from zweiklang.curricula.file_plans import FilePlan, FilePosition, read_plan
from zweiklang.curricula.gii import Correspondence, PositionMark, RegulationError, inspect_files
from zweiklang.curricula.gii.periods import months_of
from zweiklang.curricula.models import (
    Allocation,
    FrameworkCurriculum,
    LearningField,
    Occupation,
    Position,
    Regulation,
    Section,
)
from zweiklang.curricula.occupation_names import list_name
from zweiklang.curricula.planned_time import (
    PlannedPositions,
    PlannedStretch,
    PlannedTime,
    PlanSource,
    compared_on,
    comparison_page,
    plan_address,
    planned_by,
    planned_time,
)
from zweiklang.curricula.selectors import (
    PlanItem,
    PlannedPosition,
    Standing,
    framework_of,
    plan_items,
    plan_items_by_id,
    planned_weeks,
    regulation_through,
    sections_of,
)
from zweiklang.curricula.services import (
    FileOutcome,
    FrameworkReport,
    ImportReport,
    import_framework_curricula,
    import_regulations,
    load_catalogue,
)
from zweiklang.curricula.whole_plans import PlanVersion, plan_items_found, whole_plan, whole_planned_weeks

__all__ = [
    "Allocation",
    "Correspondence",
    "FileOutcome",
    "FilePlan",
    "FilePosition",
    "FrameworkCurriculum",
    "FrameworkReport",
    "ImportReport",
    "LearningField",
    "Occupation",
    "PlanItem",
    "PlanSource",
    "PlanVersion",
    "PlannedPosition",
    "PlannedPositions",
    "PlannedStretch",
    "PlannedTime",
    "Position",
    "PositionMark",
    "Regulation",
    "RegulationError",
    "Section",
    "Standing",
    "compared_on",
    "comparison_page",
    "correspondences_of",
    "framework_of",
    "import_framework_curricula",
    "import_regulations",
    "inspect_files",
    "list_name",
    "load_catalogue",
    "months_of",
    "plan_address",
    "plan_items",
    "plan_items_by_id",
    "plan_items_found",
    "planned_by",
    "planned_time",
    "planned_weeks",
    "read_plan",
    "regulation_through",
    "sections_of",
    "whole_plan",
    "whole_planned_weeks",
]
