"""The only door to apprenticeships."""

from zweiklang.apprenticeships.models import (
    Contract,
    Enrolment,
    Guardianship,
    PersonalDetails,
    SchoolClass,
    TeachingAssignment,
    TrainerAssignment,
)

__all__ = ["Contract", "Enrolment", "Guardianship", "PersonalDetails", "SchoolClass", "TeachingAssignment", "TrainerAssignment"]
