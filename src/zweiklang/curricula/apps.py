"""Django's name for this app."""

from django.apps import AppConfig


class CurriculaConfig(AppConfig):
    """Training regulations and framework curricula."""

    name = "zweiklang.curricula"
    verbose_name = "Ausbildungsordnungen"
