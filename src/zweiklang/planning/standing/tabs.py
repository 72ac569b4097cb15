"""What the comparison of law, plan and record asks of planning, and the way to its page."""

from zweiklang.curricula.public import PlanSource, comparison_page, planned_by
from zweiklang.planning.standing.selectors import planned_time_of
from zweiklang.planning.tabs import Page, add_page
from zweiklang.rooms.public import Scope


def add_tabs() -> None:
    """Training plans are compared with law and record, and a room's pages of planning lead there."""
    planned_by(PlanSource(planned_time_of, "planning:plan"))
    if page := comparison_page():
        add_page("apprenticeship", Page("Stand", page, Scope.PLAN, place=90))
