"""Django's name for this app, and its places in the main navigation."""

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in

from zweiklang.kernel.navigation import MenuEntry, add_entry
from zweiklang.web.wording import speak_plainly


class WebConfig(AppConfig):
    """Layout, components, Heute."""

    name = "zweiklang.web"
    verbose_name = "Oberfläche"

    def ready(self) -> None:
        """The main navigation begins with "Heute" and ends with "Hilfe"; forms speak plainly; whoever learns finds help."""
        from zweiklang.web.context import remember_learning  # noqa: PLC0415 - models, not ready at import

        speak_plainly()
        user_logged_in.connect(remember_learning, dispatch_uid="web.learning")
        add_entry(MenuEntry("Heute", "today", "web:today", place=10))
        add_entry(MenuEntry("Hilfe", "help", "web:help", place=90))
