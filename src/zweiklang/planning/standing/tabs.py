"""What the comparison of law, plan and record asks of planning; its page is a tab of the apprenticeship beside "Planung"."""

from zweiklang.curricula.public import PlanSource, planned_by
from zweiklang.planning.standing.selectors import planned_time_of


def add_tabs() -> None:
    """Training plans are compared with law and record."""
    planned_by(PlanSource(planned_time_of, "planning:plan"))
