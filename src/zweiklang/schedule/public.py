"""The only door to schedule."""

from zweiklang.schedule.models import Absence, AbsenceReason, LessonTopic

__all__ = ["Absence", "AbsenceReason", "LessonTopic"]
