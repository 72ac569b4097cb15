"""The only door to interfaces."""

from zweiklang.interfaces.absences import read_absences
from zweiklang.interfaces.calendars import looks_like_calendar, read_calendar
from zweiklang.interfaces.chambers.register import read_register
from zweiklang.interfaces.chambers.responsibilities import read_responsibilities
from zweiklang.interfaces.recognising import read_contracts, read_roster
from zweiklang.interfaces.timetables import read_timetable
from zweiklang.interfaces.untis.timetable import read_gpu001

__all__ = [
    "looks_like_calendar",
    "read_absences",
    "read_calendar",
    "read_contracts",
    "read_gpu001",
    "read_register",
    "read_responsibilities",
    "read_roster",
    "read_timetable",
]
