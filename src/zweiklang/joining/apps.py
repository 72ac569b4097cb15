"""Django's name for this app."""

from django.apps import AppConfig


class JoiningConfig(AppConfig):
    """Invitations, entrance, reported contracts."""

    name = "zweiklang.joining"
    verbose_name = "Beitritt"
