"""Django's name for this app, and its places in menus and tabs."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """What people say to each other, and how they hear of it."""

    name = "zweiklang.exchange"
    verbose_name = "Austausch"

    def ready(self) -> None:
        """Each concern adds its tabs, kinds of notices and hooks: one line here, `<concern>.tabs.add_tabs()`."""
        from zweiklang.exchange.live import receivers as live  # noqa: PLC0415 - models, not ready at import

        live.connect()
