"""The tab of calendars in a school's team room."""

from zweiklang.rooms.public import Scope, Tab, add_tab

OFFICES = frozenset({"head_of_school", "school_office"})


def add_tabs() -> None:
    """Whoever administers a school finds its calendars beside its timetables."""
    add_tab(
        "team",
        Tab(
            "calendars", "Kalender-Abos", "calendar", "schedule:calendars", Scope.ADMINISTRATION, 29, OFFICES
        ),
    )
