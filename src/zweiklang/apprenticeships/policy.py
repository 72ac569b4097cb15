"""Who may change the facts of an apprenticeship."""

from zweiklang.kernel.actor import Actor
from zweiklang.kernel.decisions import YES, Decision, no
from zweiklang.rooms.public import Scope, Standing


def may_manage_contract(actor: Actor, *, standing: Standing | None) -> Decision:
    """The training manager of the contract's firm may, and imports; `standing` is the actor's in the contract's room."""
    if actor.is_system or (standing and standing.carries(Scope.CONTRACT_WRITE)):
        return YES
    return no("Zuständigkeiten im Betrieb ändert die Ausbildungsleitung.")


def may_keep_school_facts(actor: Actor) -> Decision:
    """Classes, enrolments and teaching assignments come from the school's import (issue "Joining")."""
    return YES if actor.is_system else no("Klassen und Unterrichtsaufträge kommen aus der Schulverwaltung.")
