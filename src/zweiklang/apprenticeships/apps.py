"""Django's name for this app, and its places in menus and tabs."""

from django.apps import AppConfig

from zweiklang.kernel.navigation import MenuEntry, add_below, add_entry


class ApprenticeshipsConfig(AppConfig):
    """Contracts, classes, enrolments."""

    name = "zweiklang.apprenticeships"
    verbose_name = "Ausbildungsverhältnisse"

    def ready(self) -> None:
        """The main navigation has "Ausbildung"; rooms of apprenticeships have the tabs of this app."""
        from zweiklang.rooms.public import Scope, Tab, add_tab  # noqa: PLC0415 - models, not ready at import

        add_entry(MenuEntry("Ausbildung", "training", "apprenticeships:index", place=20))
        add_below("/ausbildungsordnungen/", entry="apprenticeships:index")
        for tab in (
            Tab("overview", "Überblick", "training", "apprenticeships:room", Scope.SCHEDULE, place=10),
            Tab("who", "Wer sieht was?", "visibility", "apprenticeships:who_sees_what", Scope.MEMBERS, 90),
        ):
            add_tab("apprenticeship", tab)
