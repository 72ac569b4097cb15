"""Django's name for this app, and its places in menus and tabs."""

from django.apps import AppConfig

from zweiklang.kernel.navigation import add_below


class RecordsConfig(AppConfig):
    """Training records."""

    name = "zweiklang.records"
    verbose_name = "Ausbildungsnachweis"

    def ready(self) -> None:
        """Rooms of apprenticeships have the tabs of the record, their pages lead to it; its pages belong to "Ausbildung"."""
        from zweiklang.curricula.public import compared_on  # noqa: PLC0415 - models, not ready at import
        from zweiklang.records.searching import add_sources  # noqa: PLC0415 - models, not ready at import
        from zweiklang.rooms.public import Button, Scope, Tab, add_button, add_tab  # noqa: PLC0415 - models, not ready at import

        add_below("/nachweis/", entry="apprenticeships:index")
        weeks = ("records:weeks", "records:week", "records:history")
        coverage = ("records:coverage",)
        for tab in (
            Tab("weeks", "Nachweis", "edit", weeks[0], Scope.SCHOOL_RECORDS, place=20, shown=weeks),
            Tab("coverage", "Stand", "checklist", coverage[0], Scope.PLAN, place=34, shown=coverage),
        ):
            add_tab("apprenticeship", tab)
        compared_on(coverage[0])
        add_sources()
        to_record = Button("Zum Ausbildungsnachweis", "edit", "records:weeks", Scope.SCHOOL_RECORDS)
        to_queue = Button(
            "Wochen zur Unterschrift", "sign", "records:queue", Scope.RECORDS_SIGN, in_room=False, key="s"
        )
        add_button("apprenticeship", to_record)
        add_button("apprenticeships", to_queue)
