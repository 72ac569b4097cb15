"""Django's name for this app, and its places in menus and tabs."""

from django.apps import AppConfig

from zweiklang.kernel.navigation import MenuEntry, add_below, add_entry


class ApprenticeshipsConfig(AppConfig):
    """Contracts, classes, enrolments."""

    name = "zweiklang.apprenticeships"
    verbose_name = "Ausbildungsverhältnisse"

    def ready(self) -> None:
        """The main navigation has "Ausbildung"; rooms of apprenticeships have the tabs of this app; school accounts find pupils."""
        from zweiklang.apprenticeships.roster_ids import pupil_of_school_account  # noqa: PLC0415 - models, not ready at import
        from zweiklang.apprenticeships.searching import add_sources  # noqa: PLC0415 - models, not ready at import
        from zweiklang.people.public import register_roster_match  # noqa: PLC0415 - models, not ready at import
        from zweiklang.rooms.public import Scope, Tab, add_tab  # noqa: PLC0415 - models, not ready at import

        register_roster_match(pupil_of_school_account)
        add_sources()

        add_entry(MenuEntry("Ausbildung", "training", "apprenticeships:index", place=20))
        add_below("/ausbildungsordnungen/", entry="apprenticeships:index")
        page = "apprenticeships:room"
        of_room = Tab("overview", "Überblick", "training", page, Scope.SCHEDULE, place=10, shown=(page,))
        add_tab("apprenticeship", of_room)
        of_class = Tab("class", "Klasse", "people", "apprenticeships:school_class", Scope.SCHEDULE, place=10)
        add_tab("class", of_class)
