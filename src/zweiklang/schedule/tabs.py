"""The tabs of calendar, lessons and absences in rooms of classes, apprenticeships and schools."""

from zweiklang.rooms.public import Scope, Tab, add_tab

LEADS = frozenset({"class_teacher"})
SCHOOL = frozenset({"head_of_school", "school_office"})
WEEK, YEAR = "calendar:room_week", "calendar:room_year"
ABSENCES, LESSONS = "schedule:absences", "schedule:lessons"
OF_CLASS = (
    Tab("calendar", "Kalender", "calendar", "calendar:class_week", Scope.SCHEDULE, 20),
    Tab("absences", "Fehlzeiten", "clock", "schedule:class_absences", Scope.MEMBERS, 30, LEADS),
    Tab("lessons", "Unterricht", "school", "schedule:class_lessons", Scope.LESSONS, 40),
)
OF_APPRENTICESHIP = (
    Tab("calendar", "Kalender", "calendar", WEEK, Scope.SCHEDULE, 35, shown=(WEEK, YEAR)),
    Tab("absences", "Fehlzeiten", "clock", ABSENCES, Scope.ABSENCES, 40, shown=(ABSENCES,)),
    Tab("lessons", "Unterricht", "school", LESSONS, Scope.LESSONS, 50, shown=(LESSONS,)),
)
OF_SCHOOL = (
    Tab("absence_rule", "Fehlzeiten", "clock", "schedule:absence_rule", Scope.ADMINISTRATION, 34, SCHOOL),
)


def add_tabs() -> None:
    """Each kind of room has its tabs of school time."""
    for kind, tabs in (("class", OF_CLASS), ("apprenticeship", OF_APPRENTICESHIP), ("team", OF_SCHOOL)):
        for tab in tabs:
            add_tab(kind, tab)
