"""Who may bring calendars into a school. Each refusal says who can do it."""

from uuid import UUID

from zweiklang.kernel.actor import Actor
from zweiklang.kernel.decisions import YES, Decision, no
from zweiklang.rooms.public import Scope, carries_in_team


def may_import_calendar(actor: Actor, *, school_id: UUID) -> Decision:
    """Head of school and school office of this school; the command line and the worker too."""
    if actor.is_system or carries_in_team(school_id, Scope.ADMINISTRATION_WRITE):
        return YES
    return no("Kalender liest die Schulleitung oder die Schulverwaltung dieser Schule ein.")
