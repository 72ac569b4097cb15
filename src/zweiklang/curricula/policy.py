"""Who may change what everybody reads: nobody by hand. Imports and the catalogue run under a named system actor."""

from zweiklang.kernel.actor import Actor
from zweiklang.kernel.decisions import YES, Decision, no


def may_import(actor: Actor) -> Decision:
    """Yes for system actors (command line, demo world)."""
    if actor.is_system:
        return YES
    return no(
        "Ausbildungsordnungen und Rahmenlehrpläne kommen durch den Import der Betriebsführung hinein, nicht über die Seiten."
    )
