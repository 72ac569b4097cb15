"""Django's name for this app, and its places in menus and tabs."""

from django.apps import AppConfig

from zweiklang.kernel.navigation import MenuEntry, add_account_page, add_entry


class ExchangeConfig(AppConfig):
    """What people say to each other, and how they hear of it."""

    name = "zweiklang.exchange"
    verbose_name = "Austausch"

    def ready(self) -> None:
        """Each concern adds its tabs, kinds of notices and hooks: one line here, `<concern>.tabs.add_tabs()`."""
        from zweiklang.exchange import searching  # noqa: PLC0415 - models, not ready at import
        from zweiklang.exchange.announcements import tabs as announcements  # noqa: PLC0415 - models, not ready at import
        from zweiklang.exchange.appointments import tabs as appointments  # noqa: PLC0415 - models, not ready at import
        from zweiklang.exchange.consultation import tabs as consultation  # noqa: PLC0415 - models, not ready at import
        from zweiklang.exchange.conversations import tabs as conversations  # noqa: PLC0415 - models, not ready at import
        from zweiklang.exchange.files import tabs as files  # noqa: PLC0415 - models, not ready at import
        from zweiklang.exchange.help import tabs as help_tabs  # noqa: PLC0415 - models, not ready at import
        from zweiklang.exchange.live import receivers as live  # noqa: PLC0415 - models, not ready at import
        from zweiklang.exchange.notices import receivers  # noqa: PLC0415 - models, not ready at import

        add_entry(MenuEntry("Nachrichten", "messages", "exchange:inbox", place=40, counts=True))
        add_account_page("Benachrichtigungen", url_name="notifications:settings")
        receivers.connect()
        conversations.add_tabs()
        help_tabs.add_tabs()
        files.add_tabs()
        live.connect()
        consultation.add_tabs()
        appointments.add_tabs()
        announcements.add_tabs()
        searching.add_sources()
