"""Django's name for the readers of outside formats: they have no tables, but jobs that fetch."""

from django.apps import AppConfig


class InterfacesConfig(AppConfig):
    """Readers of outside formats."""

    name = "zweiklang.interfaces"
    verbose_name = "Schnittstellen"
