"""How announcements are told of."""

from zweiklang.exchange.announcements.notices import ANNOUNCEMENT
from zweiklang.exchange.notices.kinds import add_kind


def add_tabs() -> None:
    """Notices of announcements have their kind."""
    add_kind(ANNOUNCEMENT)
