"""Django's name for this app."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Layout, components, Heute."""

    name = "zweiklang.web"
    verbose_name = "Oberfläche"
