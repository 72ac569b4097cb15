"""Django's name for this app."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Accounts and sign-in."""

    name = "zweiklang.people"
    verbose_name = "Personen"
