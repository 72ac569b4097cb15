"""Django's name for this app, and its places in menus and tabs."""

from django.apps import AppConfig

from zweiklang.kernel.navigation import MenuEntry, add_below, add_entry


class ScheduleConfig(AppConfig):
    """School days, absences, lesson topics."""

    name = "zweiklang.schedule"
    verbose_name = "Schulzeit"

    def ready(self) -> None:
        """Classes, apprenticeships and schools have the tabs of school time, the inbox its news; its pages belong to "Ausbildung"."""
        from zweiklang.exchange.public import add_kind  # noqa: PLC0415 - models, not ready at import
        from zweiklang.schedule import tabs  # noqa: PLC0415 - models, not ready at import
        from zweiklang.schedule.absences.news import ABSENCE  # noqa: PLC0415 - models, not ready at import
        from zweiklang.schedule.closures import tabs as closures  # noqa: PLC0415 - models, not ready at import
        from zweiklang.schedule.notices.kind import SCHEDULE  # noqa: PLC0415 - models, not ready at import
        from zweiklang.schedule.planning import tabs as planning  # noqa: PLC0415 - models, not ready at import
        from zweiklang.schedule.sources import tabs as sources  # noqa: PLC0415 - models, not ready at import
        from zweiklang.schedule.timetables import tabs as timetables  # noqa: PLC0415 - models, not ready at import

        add_below("/schulzeit/", entry="apprenticeships:index")
        add_entry(MenuEntry("Kalender", "calendar", "calendar:index", place=30))
        for kind in (SCHEDULE, ABSENCE):
            add_kind(kind)
        for one in (planning, closures, sources, timetables, tabs):
            one.add_tabs()
