"""Django's name for this app."""

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    """Organisations, sites, posts."""

    name = "zweiklang.organisations"
    verbose_name = "Organisationen"
