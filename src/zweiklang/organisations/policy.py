"""Who may write organisations, their places and posts."""

from zweiklang.kernel.actor import Actor
from zweiklang.kernel.decisions import YES, Decision, no


def may_write_organisations(actor: Actor) -> Decision:
    """Only system actors may: imports, and services of other apps that have asked their own policy before (`on_behalf_of`)."""
    return YES if actor.is_system else no("Organisationen werden zurzeit nur durch Importe angelegt.")
