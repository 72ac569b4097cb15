"""The only door to planning."""

from zweiklang.planning.company_lane.leave import take_leave
from zweiklang.planning.company_lane.places import describe_department
from zweiklang.planning.company_lane.selectors import entries_of
from zweiklang.planning.company_lane.services import replace_entries
from zweiklang.planning.company_lane.shapes import NewEntry
from zweiklang.planning.company_lane.starting import keep_template, plan_from_regulation
from zweiklang.planning.links.proposing import ensure_links
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
from zweiklang.planning.proposals.selectors import open_proposals
from zweiklang.planning.proposals.services import propose, say
from zweiklang.planning.proposals.shapes import Terms as ProposalTerms
from zweiklang.planning.radar.selectors import signs_for
from zweiklang.planning.radar.signs import note_moves, note_soon
from zweiklang.planning.radar.today import planning_waiting
from zweiklang.planning.school_lane.drafting import copy_to_draft, propose_draft, save_draft
from zweiklang.planning.school_lane.publishing import publish as publish_fields
from zweiklang.planning.school_lane.selectors import placed_in, published_fields
from zweiklang.planning.school_lane.shapes import Placed, TaughtField
from zweiklang.planning.solver.reading import InstanceError, read_instance
from zweiklang.planning.solver.solving import solve as solve_instance
from zweiklang.planning.solver.writing import outcome_data, outcome_lines

__all__ = [
    "AlignmentProposal",
    "CurriculumLink",
    "DepartmentProfile",
    "DidacticPlan",
    "FieldPlacement",
    "InstanceError",
    "Link",
    "LinkDecision",
    "NewEntry",
    "Placed",
    "PlanEntry",
    "PlanLeave",
    "PlanTemplate",
    "ProposalAct",
    "ProposalTerms",
    "RadarSign",
    "RotationMove",
    "RotationRun",
    "TaughtField",
    "TrainingPlan",
    "UnreadableInput",
    "as_lines",
    "as_object",
    "copy_to_draft",
    "describe_department",
    "ensure_links",
    "entries_of",
    "keep_template",
    "links_of",
    "note_moves",
    "note_soon",
    "open_proposals",
    "outcome_data",
    "outcome_lines",
    "placed_in",
    "plan_from_regulation",
    "planning_waiting",
    "propose",
    "propose_draft",
    "publish_fields",
    "published_fields",
    "read_instance",
    "replace_entries",
    "save_draft",
    "say",
    "signs_for",
    "solve_instance",
    "suggest_from_files",
    "take_leave",
]
