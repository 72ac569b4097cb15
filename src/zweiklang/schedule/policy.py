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


def may_report(actor: Actor, *, standing: Standing | None) -> Decision:
    """The apprentice and, for a minor, the guardian say that somebody is away."""
    if standing and standing.carries(Scope.ABSENCES_REPORT) and actor.person_id:
        return YES
    return no("Abmelden können sich nur die Auszubildenden selbst oder ihre gesetzliche Vertretung.")


def may_withdraw(last_day: date) -> Decision:
    """A notice can be taken back while one of its days is not over."""
    if last_day >= today():
        return YES
    return not_now("Diese Tage sind vorbei. Waren Sie doch da? Dann sagen Sie es bitte der Klassenleitung.")


def may_state(actor: Actor, *, standing: Standing | None) -> Decision:
    """The firm says what it knows of an absence, where the rules open absences to it. It never decides."""
    if standing and standing.carries(Scope.ABSENCES_STATE) and actor.person_id:
        return YES
    return no(
        "Angaben zu Fehlzeiten macht nur der Betrieb, und nur, wenn die Schule Fehlzeiten für ihn freigibt."
    )


def can_be_stated(missed: bool) -> Decision:
    """Something is said about days on which somebody was away."""
    if missed:
        return YES
    return not_now("An diesem Tag ist keine Fehlzeit eingetragen und niemand hat sich abgemeldet.")


def may_set_absence_rule(actor: Actor, *, standing: Standing | None) -> Decision:
    """Head and office of a school say until when an absence is to be explained; `standing` is the one in the school's team room."""
    if standing and standing.carries(Scope.ADMINISTRATION_WRITE) and actor.person_id:
        return YES
    return no("Fristen für Entschuldigungen legen die Schulleitung und die Schulverwaltung fest.")


def may_import_absences(actor: Actor, *, standing: Standing | None) -> Decision:
    """Head and office of a school read files; `standing` is the one in the school's team room."""
    if actor.is_system or (standing and standing.carries(Scope.ADMINISTRATION_WRITE) and actor.person_id):
        return YES
    return no("Dateien mit Fehlzeiten lesen die Schulleitung und die Schulverwaltung ein.")


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
