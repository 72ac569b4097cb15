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
        from zweiklang.organisations.public import invite_colleagues_by  # noqa: PLC0415 - models, not ready at import
        from zweiklang.rooms.public import Scope, Tab, add_tab  # noqa: PLC0415 - models, not ready at import

        # Everybody who keeps an organisation but the Land, which invites nobody.
        inviting = frozenset({"head_of_school", "school_office", "training_manager", "chamber_adviser"})
        add_tab(
            "team",
            Tab(
                "invitations",
                "Einladungen",
                "mail",
                "joining:invitations",
                Scope.ADMINISTRATION_WRITE,
                place=25,
                capacities=inviting,
            ),
        )
        add_tab(
            "team",
            Tab(
                "reports",
                "Meldungen",
                "checklist",
                "joining:reports",
                Scope.ADMINISTRATION_WRITE,
                place=28,
                capacities=inviting,
            ),
        )
        adviser = frozenset({"chamber_adviser"})
        files = Tab(
            "chamber_files",
            "Dateien",
            "drive-folder-upload",
            "joining:chamber_files",
            Scope.ADMINISTRATION_WRITE,
            place=44,
            capacities=adviser,
        )
        add_tab("team", files)
        also_derive(derive_reports)
        # Whom an organisation does not know yet gets a post by an invitation (asked for by `offices`).
        invite_colleagues_by(invite_colleague)
