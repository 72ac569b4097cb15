"""Who may read in a chamber's file, ask a school, and answer for it."""

from zweiklang.apprenticeships.public import Contract
from zweiklang.joining.chambers.models import ChamberImport
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.decisions import YES, Decision, no, not_now
from zweiklang.organisations.public import Organisation
from zweiklang.rooms.public import Scope, carries_in_team


def may_import_register(actor: Actor, *, chamber: Organisation) -> Decision:
    """The advisers of this chamber may, and the command line."""
    if chamber.kind != Organisation.Kind.CHAMBER:
        return no("Verträge liest eine zuständige Stelle ein: eine Kammer.")
    if actor.is_system or carries_in_team(chamber.pk, Scope.ADMINISTRATION_WRITE):
        return YES
    return no("Verträge liest die Ausbildungsberatung dieser Kammer ein.")


def may_apply_import(actor: Actor, *, found: ChamberImport) -> Decision:
    """Only a preview can be applied, and only once."""
    if found.state != ChamberImport.State.PREVIEW:
        return not_now("Diese Vorschau ist schon übernommen.")
    return may_import_register(actor, chamber=found.chamber)


def may_ask_school(actor: Actor, *, contract: Contract) -> Decision:
    """The chamber that has confirmed a contract asks the school it holds responsible."""
    decision = may_import_register(actor, chamber=contract.chamber)
    if decision and contract.confirmed_by_id != contract.chamber_id:
        return not_now("Bestätigen Sie zuerst den Vertrag.")
    return decision


def may_set_responsibilities(actor: Actor) -> Decision:
    """The operator writes down what the school authorities decide, by command."""
    if actor.is_system:
        return YES
    return no("Zuständigkeiten trägt der Betreiber ein, wie die Schulaufsicht sie festlegt.")
