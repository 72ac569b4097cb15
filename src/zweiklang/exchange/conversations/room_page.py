"""What the tab of an apprenticeship or class shows: the own conversations about it, and what is agreed there."""

from typing import Any
from uuid import UUID

from django.http import Http404

from zweiklang.apprenticeships.public import Contract, SchoolClass, note_contracts
from zweiklang.exchange.conversations.agreements import agreements_of
from zweiklang.exchange.conversations.selectors import talks_about
from zweiklang.exchange.conversations.shapes import Agreed
from zweiklang.exchange.conversations.tabs import TAB
from zweiklang.kernel.actor import Actor
from zweiklang.rooms.public import Scope, Standing, note_look, room_tabs, room_url, standing_in

MOST = 100


def room_context(actor: Actor, room_id: UUID) -> dict[str, Any]:
    """Returns what the tab shows; Http404 for rooms of other kinds and foreign ones. Up to eight queries."""
    standing = standing_in(room_id)
    if standing.kind == "apprenticeship":
        found = _of_apprenticeship(room_id)
    elif standing.kind == "class":
        found = _of_class(room_id)
    else:
        raise Http404
    return found | {
        "standing": standing,
        "tabs": room_tabs(standing, TAB),
        "rows": talks_about(actor, room_id, most=MOST),
        "agreements": _agreements(actor, standing),
    }


def _agreements(actor: Actor, standing: Standing) -> list[Agreed] | None:
    """Returns what is agreed; None for whoever does not see talks there."""
    if standing.kind != "apprenticeship" or not standing.reads(Scope.DEVELOPMENT):
        return None
    note_look(standing.room_id, Scope.DEVELOPMENT)
    return agreements_of([standing.room_id], standings={standing.room_id: standing}, actor=actor)


def _of_apprenticeship(room_id: UUID) -> dict[str, Any]:
    contract = (
        Contract.objects.filter(room_id=room_id).select_related("apprentice", "firm", "occupation").first()
    )
    if contract is None:
        raise Http404
    note_contracts([contract])
    name = contract.apprentice.name
    return {
        "subtitle": f"{name} · {contract.occupation.short} · {contract.firm.name}",
        "crumb": (name, room_url("apprenticeships:room", room_id)),
    }


def _of_class(room_id: UUID) -> dict[str, Any]:
    found = SchoolClass.objects.filter(room_id=room_id).select_related("school").first()
    if found is None:
        raise Http404
    label = f"Klasse {found.label}"
    return {
        "subtitle": f"{label} · {found.school.name}",
        "crumb": (label, room_url("apprenticeships:school_class", room_id)),
    }
