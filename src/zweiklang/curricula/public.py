"""The only door to curricula."""

from zweiklang.curricula.gii import inspect_files
from zweiklang.curricula.models import Allocation, FrameworkCurriculum, LearningField, Occupation, Position, Regulation, Section

__all__ = ["Allocation", "FrameworkCurriculum", "LearningField", "Occupation", "Position", "Regulation", "Section", "inspect_files"]
