"""Where proposals are found: among the pages of planning of an apprenticeship, and of a class for whoever leads it."""

from zweiklang.planning.tabs import Page, add_page
from zweiklang.rooms.public import Scope, Standing


def add_tabs() -> None:
    """Both kinds of rooms have the page."""
    add_page("apprenticeship", Page("Vorschläge", "planning:proposals", Scope.DEVELOPMENT, place=40))
    add_page("class", Page("Vorschläge", "planning:class_proposals", Scope.SCHEDULE, place=40, fits=leads))


def leads(standing: Standing) -> bool:
    """Returns whether the person leads the class."""
    return "class_teacher" in standing.capacities
