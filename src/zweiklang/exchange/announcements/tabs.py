"""How announcements are told of, and where their files lie."""

from zweiklang.exchange.announcements.attaching import add_rules
from zweiklang.exchange.announcements.notices import ANNOUNCEMENT
from zweiklang.exchange.notices.kinds import add_kind


def add_tabs() -> None:
    """Notices of announcements have their kind, and files can be put where announcements come from."""
    add_kind(ANNOUNCEMENT)
    add_rules()
