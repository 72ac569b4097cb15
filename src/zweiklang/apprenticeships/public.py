"""The only door to apprenticeships."""

from zweiklang.apprenticeships.derivation import (
    derive_apprenticeship,
    derive_class,
    derive_organisation,
    guardianship_end,
)
from zweiklang.apprenticeships.models import (
    Contract,
    Enrolment,
    Guardianship,
    PersonalDetails,
    SchoolClass,
    TeachingAssignment,
    TrainerAssignment,
)
from zweiklang.apprenticeships.services import (
    ContractTerms,
    assign_teacher,
    assign_trainer,
    conclude_contract,
    end_contract,
    end_enrolment,
    end_teaching_assignment,
    end_trainer_assignment,
    enrol,
    hold_post,
    link_guardian,
    open_class,
)
from zweiklang.apprenticeships.tabs import room_tabs

__all__ = [
    "Contract",
    "ContractTerms",
    "Enrolment",
    "Guardianship",
    "PersonalDetails",
    "SchoolClass",
    "TeachingAssignment",
    "TrainerAssignment",
    "assign_teacher",
    "assign_trainer",
    "conclude_contract",
    "derive_apprenticeship",
    "derive_class",
    "derive_organisation",
    "end_contract",
    "end_enrolment",
    "end_teaching_assignment",
    "end_trainer_assignment",
    "enrol",
    "guardianship_end",
    "hold_post",
    "link_guardian",
    "open_class",
    "room_tabs",
]
