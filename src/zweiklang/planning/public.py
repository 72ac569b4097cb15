"""The only door to planning."""

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
    "LinkDecision",
    "PlanEntry",
    "PlanLeave",
    "PlanTemplate",
    "ProposalAct",
    "RadarSign",
    "RotationMove",
    "RotationRun",
    "TrainingPlan",
]
