"""Who may hold back deletion and who may keep a record. The sentences are for people."""

from uuid import UUID

from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import today
from zweiklang.kernel.decisions import YES, Decision, no, not_now
from zweiklang.organisations.public import Post, posts_of


def works_for_land(actor: Actor) -> bool:
    """True for somebody who holds a post of the Land today."""
    return posts_of(actor.person, on=today()).filter(capacity=Post.Capacity.LAND).exists()


def may_hold(actor: Actor) -> Decision:
    """Holds are set and lifted by the Land's post."""
    if actor.is_system or works_for_land(actor):
        return YES
    return no("Löschsperren setzt und hebt nur auf, wer für das Land damit beauftragt ist.")


def may_read_protocol(actor: Actor) -> Decision:
    """The protocol counts rows of the whole Land: its post reads it."""
    if actor.is_system or works_for_land(actor):
        return YES
    return no("Das Löschprotokoll liest, wer für das Land damit beauftragt ist.")


def may_keep(actor: Actor, *, apprentice_id: UUID, asks: bool) -> Decision:
    """One's own record, once its end is near: nobody decides that for somebody else, and nobody decides it years ahead."""
    if actor.person_id != apprentice_id:
        return no("Ob der Nachweis bleibt, entscheidet die Auszubildende selbst.")
    if not asks:
        return not_now(
            "Das geht ab 60 Tagen vor der Löschung. Bis dahin bleibt Ihr Ausbildungsnachweis ohnehin."
        )
    return YES
