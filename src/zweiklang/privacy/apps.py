"""Django's name for this app, and its places in menus and tabs."""

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    """Data protection."""

    name = "zweiklang.privacy"
    verbose_name = "Datenschutz"

    def ready(self) -> None:
        """Each concern is found in menus and tabs."""
        from zweiklang.privacy.exports.entries import add_entries as add_exports  # noqa: PLC0415 - models, not ready at import
        from zweiklang.privacy.looks.entries import add_entries as add_looks  # noqa: PLC0415 - models, not ready at import
        from zweiklang.privacy.retention.entries import add_entries as add_retention  # noqa: PLC0415 - models, not ready at import
        from zweiklang.privacy.rights.entries import add_entries as add_rights  # noqa: PLC0415 - models, not ready at import
        from zweiklang.privacy.rules.entries import add_entries as add_rules  # noqa: PLC0415 - models, not ready at import
        from zweiklang.privacy.sight.entries import add_entries as add_sight  # noqa: PLC0415 - models, not ready at import

        add_sight()
        add_exports()
        add_looks()
        add_retention()
        add_rights()
        add_rules()
