"""Who may open a room's pages of planning. Each page asks here first; somebody without a standing gets 404, as if there were no room."""

from uuid import UUID

from django.http import Http404

from zweiklang.apprenticeships.public import Contract, SchoolClass, note_contracts
from zweiklang.curricula.public import regulation_through
from zweiklang.rooms.public import Scope, Standing, standing_in


def reader_of_plan(room_id: UUID, *, scope: Scope = Scope.PLAN) -> tuple[Standing, Contract]:
    """Returns standing and contract for whoever reads the apprentice's plan (or carries another scope); notes that the contract is shown.

    Two queries. The page itself notes Scope.PLAN where it shows the plan.
    """
    standing = standing_in(room_id)
    if standing.kind != "apprenticeship" or not standing.reads(scope):
        raise Http404
    return standing, contract_of(room_id)


def contract_of(room_id: UUID) -> Contract:
    """Returns the contract of that room with apprentice, firm and occupation, noted as shown; raises Http404 without one. One query."""
    rows = Contract.objects.filter(room_id=room_id)
    found = rows.select_related("apprentice", "firm", regulation_through("occupation"), "curriculum").first()
    if found is None:
        raise Http404
    note_contracts([found])
    return found


def reader_of_class(room_id: UUID) -> tuple[Standing, SchoolClass]:
    """Returns standing and class for whoever sees when the class learns what. Two queries."""
    standing = standing_in(room_id)
    if standing.kind != "class" or not standing.reads(Scope.SCHEDULE):
        raise Http404
    found = SchoolClass.objects.filter(room_id=room_id).select_related("school").first()
    if found is None:
        raise Http404
    return standing, found
