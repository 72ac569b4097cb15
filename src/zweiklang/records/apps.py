"""Django's name for this app."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """Training records."""

    name = "zweiklang.records"
    verbose_name = "Ausbildungsnachweis"
