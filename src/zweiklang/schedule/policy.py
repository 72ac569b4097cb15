"""Who may do what with school time. Each refusal says why and who can do it."""

from datetime import date

from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import today
from zweiklang.kernel.decisions import YES, Decision, no, not_now
from zweiklang.rooms.public import Scope, Standing


def may_record(actor: Actor, *, standing: Standing | None) -> Decision:
    """The class teacher enters and changes absences; `standing` is the one in the apprenticeship's room."""
    if actor.is_system or (standing and standing.carries(Scope.ABSENCES_WRITE)):
        return YES
    return no("Fehlzeiten trägt die Klassenleitung ein.")


def may_decide(actor: Actor, *, standing: Standing | None) -> Decision:
    """The class teacher decides whether an absence is excused: never the firm, never the apprentice."""
    if standing and standing.carries(Scope.ABSENCES_WRITE) and actor.person_id:
        return YES
    return no("Ob eine Fehlzeit entschuldigt ist, entscheidet die Klassenleitung.")


def may_tell_reason(actor: Actor, *, standing: Standing | None) -> Decision:
    """The apprentice and, for a minor, the guardian may say why; nobody has to."""
    if standing and standing.carries(Scope.ABSENCE_REASONS_WRITE) and actor.person_id:
        return YES
    return no("Einen Grund nennen nur die Auszubildenden selbst oder ihre gesetzliche Vertretung.")


def may_write_topics(actor: Actor, *, standing: Standing | None) -> Decision:
    """Whoever teaches the class writes its topics."""
    if standing and standing.carries(Scope.LESSONS_WRITE) and actor.person_id:
        return YES
    return no("Unterrichtsthemen tragen die Lehrkräfte der Klasse ein.")


def may_release_topics(actor: Actor, *, standing: Standing | None, by_item: bool) -> Decision:
    """Whoever teaches the class releases topics, where the school leaves it to teachers."""
    writing = may_write_topics(actor, standing=standing)
    if not writing or by_item:
        return writing
    return not_now(
        "Einzeln freigeben lässt sich ein Thema nur, wenn die Schule das den Lehrkräften überlässt."
    )


def fits_class(day: date, *, school_year: int) -> Decision:
    """A day of the class's school year that has begun."""
    if day > today():
        return not_now("Dieser Tag liegt noch vor uns. Eintragen können Sie ihn, sobald er da ist.")
    if not date(school_year, 8, 1) <= day <= date(school_year + 1, 7, 31):
        return not_now(
            f"Dieser Tag gehört nicht zum Schuljahr {school_year}/{(school_year + 1) % 100:02d} der Klasse."
        )
    return YES
