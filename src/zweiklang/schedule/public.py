"""The only door to schedule."""

from zweiklang.schedule.absences.filed import AbsenceFile, AbsencePlan, FiledAbsence, FiledProblem
from zweiklang.schedule.absences.files import keep_absence_file
from zweiklang.schedule.absences.forms import AbsenceUploadForm
from zweiklang.schedule.absences.importing import import_absences, plan_absences
from zweiklang.schedule.absences.notices import report_absence, withdraw_notice
from zweiklang.schedule.absences.recording import record_day
from zweiklang.schedule.absences.rules import set_absence_rule
from zweiklang.schedule.absences.services import decide_absences, take_back_reason, tell_reason
from zweiklang.schedule.absences.shapes import Change, Deciding, Entry, Recorded
from zweiklang.schedule.absences.statements import state_absence
from zweiklang.schedule.absences.today import absence_acts, absences_waiting, recent_absences
from zweiklang.schedule.calendar.days import class_days, contract_days
from zweiklang.schedule.calendar.shapes import CalendarDay, PlannedCourse, PlannedEvent, PlannedLesson
from zweiklang.schedule.models import (
    Absence,
    AbsenceReason,
    Course,
    FreeDay,
    Lesson,
    LessonChange,
    LessonTime,
    LessonTopic,
    SchoolEvent,
    SchoolPeriod,
    TimetableImport,
)
from zweiklang.schedule.notices.announcing import Told, announce
from zweiklang.schedule.notices.reading import recent_changes
from zweiklang.schedule.release.described import FIRM_DECIDES
from zweiklang.schedule.release.described import as_values as release_values
from zweiklang.schedule.release.described import verdict as release_verdict
from zweiklang.schedule.release.rows import lessons_in_a_row
from zweiklang.schedule.release.rules import release_of
from zweiklang.schedule.release.shapes import BlockWeek, LessonFact, Release, SchoolDayFacts
from zweiklang.schedule.release.today import WaitingDay, days_waiting
from zweiklang.schedule.sources.fetching import defer_due as defer_due_calendars
from zweiklang.schedule.sources.fetching import fetch_source as fetch_calendar_source
from zweiklang.schedule.sources.files import Choices as CalendarChoices
from zweiklang.schedule.sources.files import apply_file as apply_calendar_file
from zweiklang.schedule.sources.files import calendar_in, import_calendar
from zweiklang.schedule.sources.files import choices_of as calendar_choices
from zweiklang.schedule.sources.files import choose as choose_meanings
from zweiklang.schedule.sources.files import discard_file as discard_calendar_file
from zweiklang.schedule.sources.files import keep_file as keep_calendar_file
from zweiklang.schedule.sources.files import preview_of as preview_of_calendar
from zweiklang.schedule.sources.forms import ApplyForm as CalendarApplyForm
from zweiklang.schedule.sources.forms import CalendarUploadForm, MeaningForm
from zweiklang.schedule.sources.shapes import FILE_KINDS as CALENDAR_KINDS
from zweiklang.schedule.sources.shapes import CalendarFile, CalendarUnreadable, Ends, ReadEvent, Remark
from zweiklang.schedule.sources.subscribing import FETCH as FETCH_CALENDAR
from zweiklang.schedule.sources.views import classes_of as classes_of_office
from zweiklang.schedule.sources.views import frame as calendar_frame
from zweiklang.schedule.timetables.applying import apply_snapshot
from zweiklang.schedule.timetables.changing import apply_changes
from zweiklang.schedule.timetables.forms import TimetableForm
from zweiklang.schedule.timetables.selectors import SchoolOffice, school_office
from zweiklang.schedule.timetables.services import Handed, import_timetable, preview_timetable
from zweiklang.schedule.timetables.shapes import (
    Applied,
    Fate,
    FileKind,
    FileProblem,
    SnapshotChange,
    SnapshotLesson,
    Substitution,
    TimetableFile,
)
from zweiklang.schedule.topics import Topic, release_topics, write_topic
from zweiklang.schedule.topics_many.page import preview_context, topic_desk
from zweiklang.schedule.topics_many.shapes import RegisterFile, RegisterRow

__all__ = [
    "CALENDAR_KINDS",
    "FETCH_CALENDAR",
    "FIRM_DECIDES",
    "Absence",
    "AbsenceFile",
    "AbsencePlan",
    "AbsenceReason",
    "AbsenceUploadForm",
    "Applied",
    "BlockWeek",
    "CalendarApplyForm",
    "CalendarChoices",
    "CalendarDay",
    "CalendarFile",
    "CalendarUnreadable",
    "CalendarUploadForm",
    "Change",
    "Course",
    "Deciding",
    "Ends",
    "Entry",
    "Fate",
    "FileKind",
    "FileProblem",
    "FiledAbsence",
    "FiledProblem",
    "FreeDay",
    "Handed",
    "Lesson",
    "LessonChange",
    "LessonFact",
    "LessonTime",
    "LessonTopic",
    "MeaningForm",
    "PlannedCourse",
    "PlannedEvent",
    "PlannedLesson",
    "ReadEvent",
    "Recorded",
    "RegisterFile",
    "RegisterRow",
    "Release",
    "Remark",
    "SchoolDayFacts",
    "SchoolEvent",
    "SchoolOffice",
    "SchoolPeriod",
    "SnapshotChange",
    "SnapshotLesson",
    "Substitution",
    "TimetableFile",
    "TimetableForm",
    "TimetableImport",
    "Told",
    "Topic",
    "WaitingDay",
    "absence_acts",
    "absences_waiting",
    "announce",
    "apply_calendar_file",
    "apply_changes",
    "apply_snapshot",
    "calendar_choices",
    "calendar_frame",
    "calendar_in",
    "choose_meanings",
    "class_days",
    "classes_of_office",
    "contract_days",
    "days_waiting",
    "decide_absences",
    "defer_due_calendars",
    "discard_calendar_file",
    "fetch_calendar_source",
    "import_absences",
    "import_calendar",
    "import_timetable",
    "keep_absence_file",
    "keep_calendar_file",
    "lessons_in_a_row",
    "plan_absences",
    "preview_context",
    "preview_of_calendar",
    "preview_timetable",
    "recent_absences",
    "recent_changes",
    "record_day",
    "release_of",
    "release_topics",
    "release_values",
    "release_verdict",
    "report_absence",
    "school_office",
    "set_absence_rule",
    "state_absence",
    "take_back_reason",
    "tell_reason",
    "topic_desk",
    "withdraw_notice",
    "write_topic",
]
