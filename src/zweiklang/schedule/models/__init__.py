"""Tables of school time, one module per concern."""

from zweiklang.schedule.models.absences import (
    LAST_PERIOD,
    LONGEST_DAY,
    LONGEST_REASON,
    Absence,
    AbsenceNotice,
    AbsenceReason,
    FirmStatement,
)
from zweiklang.schedule.models.changes import LONGEST_CHANGE, ScheduleChange, ScheduleNotice
from zweiklang.schedule.models.days import (
    Lesson,
    LessonChange,
    SchoolEvent,
    SchoolPeriod,
)
from zweiklang.schedule.models.feeds import CalendarFeed
from zweiklang.schedule.models.imports import CalendarSource, TimetableImport
from zweiklang.schedule.models.schools import AbsenceRule, Closure, FreeDay, LessonTime
from zweiklang.schedule.models.sources import Source
from zweiklang.schedule.models.topics import LONGEST_TOPIC, LessonTopic
from zweiklang.schedule.models.training import Course, DayAnswer

__all__ = [
    "LAST_PERIOD",
    "LONGEST_CHANGE",
    "LONGEST_DAY",
    "LONGEST_REASON",
    "LONGEST_TOPIC",
    "Absence",
    "AbsenceNotice",
    "AbsenceReason",
    "AbsenceRule",
    "CalendarFeed",
    "CalendarSource",
    "Closure",
    "Course",
    "DayAnswer",
    "FirmStatement",
    "FreeDay",
    "Lesson",
    "LessonChange",
    "LessonTime",
    "LessonTopic",
    "ScheduleChange",
    "ScheduleNotice",
    "SchoolEvent",
    "SchoolPeriod",
    "Source",
    "TimetableImport",
]
