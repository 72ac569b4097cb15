"""Who may plan what. Each refusal says why and who can do it."""

from zweiklang.kernel.actor import Actor
from zweiklang.kernel.decisions import YES, Decision, no
from zweiklang.rooms.public import Scope, Standing


def may_plan_class(actor: Actor, *, standing: Standing) -> Decision:
    """Class teacher, head of school and school office enter when a class has school; firms and subject teachers read it."""
    if standing.kind == "class" and standing.carries(Scope.SCHEDULE_WRITE) and actor.person_id:
        return YES
    return no("Schulzeiten tragen Klassenleitung, Schulleitung und Schulverwaltung ein.")


def may_plan_school(actor: Actor, *, standing: Standing) -> Decision:
    """Head of school and school office keep what holds for the whole school."""
    if standing.kind == "team" and standing.carries(Scope.ADMINISTRATION_WRITE) and actor.person_id:
        return YES
    return no("Den Schulkalender führen Schulleitung und Schulverwaltung.")


def may_plan_courses(actor: Actor, *, standing: Standing | None) -> Decision:
    """The firm enters the courses of its own apprentices."""
    if standing and standing.carries(Scope.SCHEDULE_DECIDE) and actor.person_id:
        return YES
    return no("Überbetriebliche Kurse trägt der Ausbildungsbetrieb ein.")
