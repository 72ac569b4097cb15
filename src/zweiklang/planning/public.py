"""The only door to planning."""

from zweiklang.planning.links.selectors import links_of
from zweiklang.planning.links.shapes import Link
from zweiklang.planning.matching.answers import as_lines, as_object
from zweiklang.planning.matching.from_files import UnreadableInput, suggest_from_files
from zweiklang.planning.models import (
    AlignmentProposal,
    CurriculumLink,
    DepartmentProfile,
    DidacticPlan,
    FieldPlacement,
    LinkDecision,
    PlanEntry,
    PlanLeave,
    PlanTemplate,
    ProposalAct,
    RadarSign,
    RotationMove,
    RotationRun,
    TrainingPlan,
)

__all__ = [
    "AlignmentProposal",
    "CurriculumLink",
    "DepartmentProfile",
    "DidacticPlan",
    "FieldPlacement",
    "Link",
    "LinkDecision",
    "PlanEntry",
    "PlanLeave",
    "PlanTemplate",
    "ProposalAct",
    "RadarSign",
    "RotationMove",
    "RotationRun",
    "TrainingPlan",
    "UnreadableInput",
    "as_lines",
    "as_object",
    "links_of",
    "suggest_from_files",
]
