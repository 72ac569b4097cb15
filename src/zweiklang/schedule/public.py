"""The only door to schedule."""

from zweiklang.schedule.absences.services import decide_absences, record_day, take_back_reason, tell_reason
from zweiklang.schedule.absences.shapes import Change, Deciding, Entry, Recorded
from zweiklang.schedule.absences.today import absences_waiting, recent_absences
from zweiklang.schedule.models import Absence, AbsenceReason, LessonTopic
from zweiklang.schedule.sources.shapes import CalendarFile, CalendarUnreadable, Ends, ReadEvent, Remark
from zweiklang.schedule.topics import Topic, release_topics, write_topic

__all__ = [
    "Absence",
    "AbsenceReason",
    "CalendarFile",
    "CalendarUnreadable",
    "Change",
    "Deciding",
    "Ends",
    "Entry",
    "LessonTopic",
    "ReadEvent",
    "Recorded",
    "Remark",
    "Topic",
    "absences_waiting",
    "decide_absences",
    "recent_absences",
    "record_day",
    "release_topics",
    "take_back_reason",
    "tell_reason",
    "write_topic",
]
