"""Who may do what with the didactic plan of a class. Each refusal says why and who can do it."""

from zweiklang.kernel.actor import Actor
from zweiklang.kernel.decisions import YES, Decision, no, not_now
from zweiklang.rooms.public import Scope, Standing


def may_edit_fields(actor: Actor, *, standing: Standing) -> Decision:
    """Whoever teaches the class writes its draft, and whoever may publish it."""
    writes = standing.carries(Scope.LESSONS_WRITE) or standing.carries(Scope.SCHEDULE_WRITE)
    if standing.kind == "class" and writes and actor.person_id:
        return YES
    return no("Die Lernfelder planen die Lehrkräfte der Klasse.")


def may_publish_fields(actor: Actor, *, standing: Standing) -> Decision:
    """Class teacher, head of school and school office publish: from then on families and firms rely on it."""
    if standing.kind == "class" and standing.carries(Scope.SCHEDULE_WRITE) and actor.person_id:
        return YES
    return no("Veröffentlichen können Klassenleitung, Schulleitung und Schulverwaltung.")


def can_be_published(*, placed: bool, changed: bool) -> Decision:
    """A version says something, and something else than the one before."""
    if not placed:
        return not_now("Im Entwurf ist noch kein Lernfeld geplant.")
    if not changed:
        return not_now("Der Entwurf ist genauso wie die veröffentlichte Fassung.")
    return YES
