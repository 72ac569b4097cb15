"""Django's name for this app, and its tabs."""

from django.apps import AppConfig

from zweiklang.kernel.navigation import add_account_page, add_below


class OfficesConfig(AppConfig):
    """Organisations at work."""

    name = "zweiklang.offices"
    verbose_name = "Organisationen bei der Arbeit"

    def ready(self) -> None:
        """Team rooms have the tabs of their organisation, rooms of apprenticeships the one of the contract."""
        from zweiklang.apprenticeships.public import note_contract_changes_by  # noqa: PLC0415 - models, not ready at import
        from zweiklang.exchange.public import add_kind  # noqa: PLC0415 - models, not ready at import
        from zweiklang.offices.services.contracts import note_change  # noqa: PLC0415 - models, not ready at import
        from zweiklang.offices.services.notices import CONTRACT  # noqa: PLC0415 - models, not ready at import
        from zweiklang.offices.tabs import add_tabs  # noqa: PLC0415 - models, not ready at import

        add_tabs()
        add_kind(CONTRACT)
        note_contract_changes_by(note_change)
        add_account_page("Hilfe vom Support", url_name="offices:help_received")
        add_below("/organisation/vertrag/", entry="apprenticeships:index")
