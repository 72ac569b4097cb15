"""Django's name for this app."""

from django.apps import AppConfig


class OfficesConfig(AppConfig):
    """Organisations at work."""

    name = "zweiklang.offices"
    verbose_name = "Organisationen bei der Arbeit"
