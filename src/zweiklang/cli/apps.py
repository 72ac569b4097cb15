"""Django's name for this app."""

from django.apps import AppConfig


class CliConfig(AppConfig):
    """The `zweiklang` command; in INSTALLED_APPS so that the demo world finds its data."""

    name = "zweiklang.cli"
    verbose_name = "Kommandozeile"
