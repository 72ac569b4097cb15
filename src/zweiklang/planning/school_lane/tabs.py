"""Where the lane is found: a page of each class's planning."""

from zweiklang.planning.tabs import Page, add_page
from zweiklang.rooms.public import Scope


def add_tabs() -> None:
    """Classes have "Lernfelder"."""
    add_page("class", Page("Lernfelder", "planning:fields", Scope.SCHEDULE, place=20))
