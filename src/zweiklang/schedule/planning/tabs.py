"""Where the editor is found: a tab of classes, of schools and of apprenticeships, and a button for firms."""

from zweiklang.rooms.public import Button, Scope, Tab, add_button, add_tab

SCHOOL = frozenset({"head_of_school", "school_office"})


def add_tabs() -> None:
    """Classes have "Schulzeiten", schools "Schulkalender", apprenticeships "Kurse"; firms find "Kurs eintragen" beside their list."""
    courses = "schedule:courses"
    add_tab("class", Tab("planning", "Schulzeiten", "checklist", "schedule:school_days", Scope.SCHEDULE, 25))
    add_button(
        "class", Button("Stunde ändern", "edit", "schedule:lesson_changes", Scope.SCHEDULE_WRITE, key="s")
    )
    add_tab(
        "team",
        Tab(
            "school_calendar",
            "Schulkalender",
            "calendar",
            "schedule:school_calendar",
            Scope.ADMINISTRATION,
            32,
            SCHOOL,
        ),
    )
    add_tab(
        "apprenticeship", Tab("courses", "Kurse", "company", courses, Scope.SCHEDULE, 55, shown=(courses,))
    )
    add_button(
        "apprenticeships",
        Button("Kurs eintragen", "add", "schedule:new_course", Scope.SCHEDULE_DECIDE, in_room=False),
    )
