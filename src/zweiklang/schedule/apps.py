"""Django's name for this app, and its places in menus and tabs."""

from django.apps import AppConfig

from zweiklang.kernel.navigation import MenuEntry, add_below, add_entry


class ScheduleConfig(AppConfig):
    """School days, absences, lesson topics."""

    name = "zweiklang.schedule"
    verbose_name = "Schulzeit"

    def ready(self) -> None:
        """Classes and apprenticeships have the tabs of school time; its pages belong to "Ausbildung"."""
        from zweiklang.rooms.public import Scope, Tab, add_tab  # noqa: PLC0415 - models, not ready at import
        from zweiklang.schedule.closures.tabs import add_tabs as add_closures  # noqa: PLC0415 - models, not ready at import
        from zweiklang.schedule.planning.tabs import add_tabs  # noqa: PLC0415 - models, not ready at import
        from zweiklang.schedule.sources.tabs import add_tabs as add_sources  # noqa: PLC0415 - models, not ready at import
        from zweiklang.schedule.timetables.tabs import add_tabs as add_timetables  # noqa: PLC0415 - models, not ready at import

        add_below("/schulzeit/", entry="apprenticeships:index")
        for add in (add_tabs, add_closures, add_sources, add_timetables):
            add()
        add_entry(MenuEntry("Kalender", "calendar", "calendar:index", place=30))
        leads = frozenset({"class_teacher"})
        absences, lessons = "schedule:absences", "schedule:lessons"
        of_room = ("calendar:room_week", "calendar:room_year")
        for kind, tab in (
            (
                "class",
                Tab("absences", "Fehlzeiten", "clock", "schedule:class_absences", Scope.MEMBERS, 30, leads),
            ),
            ("class", Tab("lessons", "Unterricht", "school", "schedule:class_lessons", Scope.LESSONS, 40)),
            (
                "apprenticeship",
                Tab("absences", "Fehlzeiten", "clock", absences, Scope.ABSENCES, 40, shown=(absences,)),
            ),
            (
                "apprenticeship",
                Tab("lessons", "Unterricht", "school", lessons, Scope.LESSONS, 50, shown=(lessons,)),
            ),
            (
                "apprenticeship",
                Tab("calendar", "Kalender", "calendar", of_room[0], Scope.SCHEDULE, 35, shown=of_room),
            ),
            ("class", Tab("calendar", "Kalender", "calendar", "calendar:class_week", Scope.SCHEDULE, 20)),
        ):
            add_tab(kind, tab)
        school = frozenset({"head_of_school", "school_office"})
        add_tab(
            "team",
            Tab(
                "absence_rule",
                "Fehlzeiten",
                "clock",
                "schedule:absence_rule",
                Scope.ADMINISTRATION,
                34,
                school,
            ),
        )
