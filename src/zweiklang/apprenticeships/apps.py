"""Django's name for this app."""

from django.apps import AppConfig


class ApprenticeshipsConfig(AppConfig):
    """Contracts, classes, enrolments."""

    name = "zweiklang.apprenticeships"
    verbose_name = "Ausbildungsverhältnisse"
