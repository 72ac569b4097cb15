"""Who may do what with accounts. The sentences are for people."""

from zweiklang.kernel.actor import Actor
from zweiklang.kernel.decisions import YES, Decision, no
from zweiklang.people.identities import SchoolIdentity
from zweiklang.people.models import Person


def may_keep_services(actor: Actor) -> Decision:
    """Sign-in services come from the operator's file."""
    return YES if actor.is_system else no("Anmeldedienste richtet nur der Betreiber ein.")


def may_link(actor: Actor, person: Person) -> Decision:
    """A school account is linked by its own person, or by the system that has found a confirmed fact."""
    if actor.is_system or actor.person_id == person.pk:
        return YES
    return no("Ein Schulkonto verbindet jede Person nur mit ihrem eigenen Konto.")


def may_unlink(actor: Actor, identity: SchoolIdentity, *, other_ways: bool) -> Decision:
    """One's own, as long as another way to sign in remains."""
    if actor.person_id != identity.person_id:
        return no("Ein Schulkonto löst nur, wem es gehört.")
    if not other_ways:
        return no(
            "Das ist Ihr einziger Weg, sich anzumelden. Setzen Sie zuerst ein Passwort oder hinterlegen Sie einen Passkey."
        )
    return YES


def may_open_account(actor: Actor) -> Decision:
    """Only system actors: imports, and acceptances of an invitation."""
    return YES if actor.is_system else no("Konten entstehen durch eine Einladung.")


def may_change_settings(actor: Actor, person: Person) -> Decision:
    """One's own."""
    return (
        YES if actor.person_id == person.pk else no("Einstellungen ändert jede Person nur für sich selbst.")
    )


def may_rescue(actor: Actor) -> Decision:
    """Only system actors: the support's own policy has been asked before, and its session is timed."""
    return YES if actor.is_system else no("Das geht nur in einer Sitzung des Supports.")


def may_forget(actor: Actor) -> Decision:
    """Only system actors: the time of an account is over, or an erasure was decided by those who may."""
    return (
        YES if actor.is_system else no("Konten löscht nur das System, nach Ablauf der Frist oder auf Antrag.")
    )
