"""Django's name for this app, and its places in menus and tabs."""

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    """Data protection."""

    name = "zweiklang.privacy"
    verbose_name = "Datenschutz"
