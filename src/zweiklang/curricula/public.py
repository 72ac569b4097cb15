"""The only door to curricula."""

from zweiklang.curricula.models import Allocation, FrameworkCurriculum, LearningField, Occupation, Position, Regulation, Section

__all__ = ["Allocation", "FrameworkCurriculum", "LearningField", "Occupation", "Position", "Regulation", "Section"]
