"""Django's name for this app, and its places in menus and tabs."""

from django.apps import AppConfig


class ScheduleConfig(AppConfig):
    """School days, absences, lesson topics."""

    name = "zweiklang.schedule"
    verbose_name = "Schulzeit"
