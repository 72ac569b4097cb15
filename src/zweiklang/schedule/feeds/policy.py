"""Who may keep calendar feeds: everybody for themselves, nobody for others."""

from zweiklang.kernel.actor import Actor
from zweiklang.kernel.decisions import YES, Decision, no


def may_keep_feeds(actor: Actor) -> Decision:
    """A signed-in person; what the feed shows is decided anew each time by what this person may see."""
    return YES if actor.person_id else no("Ein Kalender-Abo gehört immer einer Person.")
