"""Who may change the facts of an apprenticeship."""

from uuid import UUID

from zweiklang.kernel.actor import Actor
from zweiklang.kernel.decisions import YES, Decision, no
from zweiklang.rooms.public import Scope, Standing, carries_in_team


def may_manage_contract(actor: Actor, *, standing: Standing | None) -> Decision:
    """The training manager of the contract's firm may, and imports; `standing` is the actor's in the contract's room."""
    if actor.is_system or (standing and standing.carries(Scope.CONTRACT_WRITE)):
        return YES
    return no("Zuständigkeiten im Betrieb ändert die Ausbildungsleitung.")


def may_keep_school_facts(actor: Actor, *, school_id: UUID) -> Decision:
    """Head of school and school office keep classes, pupils and teaching assignments of their own school; imports may too."""
    if actor.is_system or carries_in_team(school_id, Scope.ADMINISTRATION_WRITE):
        return YES
    return no("Klassen und Unterrichtsaufträge ändert die Schulleitung oder die Schulverwaltung.")
