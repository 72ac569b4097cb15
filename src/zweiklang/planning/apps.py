"""Django's name for this app, and its places in menus and tabs."""

from django.apps import AppConfig


class PlanningConfig(AppConfig):
    """Both plans, what joins them, and what people agree about them."""

    name = "zweiklang.planning"
    verbose_name = "Planung"

    def ready(self) -> None:
        """Each concern adds its tabs, buttons and hooks: one line here, `<concern>.tabs.add_tabs()`."""
        from zweiklang.exchange.public import add_kind  # noqa: PLC0415 - models, not ready at import
        from zweiklang.planning import searching  # noqa: PLC0415 - models, not ready at import
        from zweiklang.planning import tabs as rooms  # noqa: PLC0415 - models, not ready at import
        from zweiklang.planning.company_lane import tabs as company_lane  # noqa: PLC0415 - models, not ready at import
        from zweiklang.planning.links import tabs as links  # noqa: PLC0415 - models, not ready at import
        from zweiklang.planning.news import PLANNING  # noqa: PLC0415 - models, not ready at import
        from zweiklang.planning.proposals import tabs as proposals  # noqa: PLC0415 - models, not ready at import
        from zweiklang.planning.school_lane import tabs as school_lane  # noqa: PLC0415 - models, not ready at import
        from zweiklang.planning.standing import tabs as standing  # noqa: PLC0415 - models, not ready at import

        add_kind(PLANNING)
        rooms.add_tabs()
        links.add_tabs()
        company_lane.add_tabs()
        school_lane.add_tabs()
        proposals.add_tabs()
        standing.add_tabs()
        searching.add_sources()
