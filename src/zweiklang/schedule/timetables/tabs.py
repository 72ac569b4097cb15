"""The tab of imported timetables in a school's team room."""

from zweiklang.rooms.public import Scope, Tab, add_tab

OFFICES = frozenset({"head_of_school", "school_office"})


def add_tabs() -> None:
    """Whoever administers a school finds its timetables beside its other files."""
    add_tab(
        "team",
        Tab(
            "timetables",
            "Stundenplan",
            "calendar",
            "schedule:timetable_imports",
            Scope.ADMINISTRATION,
            27,
            OFFICES,
        ),
    )
