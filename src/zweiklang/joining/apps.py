"""Django's name for this app, and its tab."""

from django.apps import AppConfig


class JoiningConfig(AppConfig):
    """Invitations, entrance, reported contracts."""

    name = "zweiklang.joining"
    verbose_name = "Beitritt"

    def ready(self) -> None:
        """The room of an organisation has a tab for invitations; posts for people nobody knows there are given by one."""
        from zweiklang.joining.colleagues import invite_colleague  # noqa: PLC0415 - models, not ready at import
        from zweiklang.organisations.public import invite_colleagues_by  # noqa: PLC0415 - the same
        from zweiklang.rooms.public import Scope, Tab, add_tab  # noqa: PLC0415 - models, not ready at import

        invite_colleagues_by(invite_colleague)
        add_tab(
            "team",
            Tab(
                "invitations",
                "Einladungen",
                "mail",
                "joining:invitations",
                Scope.ADMINISTRATION_WRITE,
                place=25,
            ),
        )
