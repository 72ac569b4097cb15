"""The tables of planning, one module for each concern."""

from zweiklang.planning.models.company import (
    DepartmentProfile,
    PlanEntry,
    PlanLeave,
    PlanTemplate,
    TrainingPlan,
)
from zweiklang.planning.models.links import CurriculumLink, LinkDecision, LinkVote
from zweiklang.planning.models.proposals import AlignmentProposal, ProposalAct
from zweiklang.planning.models.radar import RadarDigest, RadarSign
from zweiklang.planning.models.rotation import RotationMove, RotationRun
from zweiklang.planning.models.school import DidacticPlan, FieldPlacement

__all__ = [
    "AlignmentProposal",
    "CurriculumLink",
    "DepartmentProfile",
    "DidacticPlan",
    "FieldPlacement",
    "LinkDecision",
    "LinkVote",
    "PlanEntry",
    "PlanLeave",
    "PlanTemplate",
    "ProposalAct",
    "RadarDigest",
    "RadarSign",
    "RotationMove",
    "RotationRun",
    "TrainingPlan",
]
