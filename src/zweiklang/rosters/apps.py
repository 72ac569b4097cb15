"""Django's name for this app."""

from django.apps import AppConfig


class RostersConfig(AppConfig):
    """Files of schools."""

    name = "zweiklang.rosters"
    verbose_name = "Schuldaten"
