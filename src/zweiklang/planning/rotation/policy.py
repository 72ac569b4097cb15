"""Who may use the planner. What it proposes is applied by those who may change the plans (company_lane.policy)."""

from uuid import UUID

from django.http import Http404

from zweiklang.apprenticeships.public import Contract, note_contracts
from zweiklang.planning.company_lane.facts import rooms_planned


def planned_by_me(firm_id: UUID) -> list[Contract]:
    """Returns the contracts of the firm whose plans the person keeps and that have not ended; raises Http404 without one. Three queries."""
    rows = Contract.objects.filter(room_id__in=list(rooms_planned(firm_id)))
    found = list(rows.select_related("apprentice", "firm").order_by("apprentice__sort_key"))
    if not found:
        raise Http404
    note_contracts(found)
    return found
