"""Django's name for this app, and its tabs."""

from django.apps import AppConfig


class RostersConfig(AppConfig):
    """Files of schools."""

    name = "zweiklang.rosters"
    verbose_name = "Schuldaten"

    def ready(self) -> None:
        """The team rooms of schools have tabs for pupils, classes and files; school accounts find teachers."""
        from zweiklang.people.public import register_roster_match  # noqa: PLC0415 - models, not ready at import
        from zweiklang.rooms.public import Scope, Tab, add_tab  # noqa: PLC0415 - models, not ready at import
        from zweiklang.rosters.roster_ids import teacher_of_school_account  # noqa: PLC0415 - models, not ready at import

        register_roster_match(teacher_of_school_account)

        own, school = Scope.ADMINISTRATION, frozenset({"head_of_school", "school_office"})
        for tab in (
            Tab("pupils", "Lernende", "people", "rosters:pupils", own, place=22, capacities=school),
            Tab("classes", "Klassen", "school", "rosters:classes", own, place=24, capacities=school),
            Tab("files", "Dateien", "drive-folder-upload", "rosters:runs", own, place=26, capacities=school),
        ):
            add_tab("team", tab)
