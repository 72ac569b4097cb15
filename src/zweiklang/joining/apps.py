"""Django's name for this app, and its tab."""

from django.apps import AppConfig


class JoiningConfig(AppConfig):
    """Invitations, entrance, reported contracts."""

    name = "zweiklang.joining"
    verbose_name = "Beitritt"

    def ready(self) -> None:
        """The room of an organisation has a tab for invitations; rooms of reports follow the posts."""
        from zweiklang.apprenticeships.public import also_derive  # noqa: PLC0415 - models, not ready at import
        from zweiklang.joining.colleagues import invite_colleague  # noqa: PLC0415 - models, not ready at import
        from zweiklang.joining.derivation import derive_reports  # noqa: PLC0415 - models, not ready at import
        from zweiklang.joining.tabs import add_tabs  # noqa: PLC0415 - models, not ready at import
        from zweiklang.organisations.public import invite_colleagues_by  # noqa: PLC0415 - models, not ready at import

        add_tabs()
        also_derive(derive_reports)
        # Whom an organisation does not know yet gets a post by an invitation (asked for by `offices`).
        invite_colleagues_by(invite_colleague)
