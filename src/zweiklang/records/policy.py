"""Who may do what with a week. Each refusal says why and who can do it."""

from datetime import date

from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import today
from zweiklang.kernel.decisions import YES, Decision, no, not_now
from zweiklang.records.models import Week
from zweiklang.rooms.public import Scope, Standing

State = Week.State
LOCKED = {
    State.SUBMITTED: "Die Woche ist eingereicht. Holen Sie sie zurück, wenn Sie etwas ändern möchten.",
    State.SIGNED: "Die Woche ist unterschrieben und gesperrt. Die Ausbildungsleitung kann sie mit einem Grund entsperren.",
}


def may_write(actor: Actor, week: Week | None, *, standing: Standing) -> Decision:
    """Only the apprentice writes, and only while the week is a draft or was returned. `week` None: not begun yet."""
    if not _is_person(actor) or not standing.carries(Scope.RECORDS_WRITE):
        return no("Den Ausbildungsnachweis schreibt nur, wer die Ausbildung macht.")
    if week and week.state in LOCKED:
        return not_now(LOCKED[State(week.state)])
    return YES


def may_submit(
    actor: Actor, week: Week | None, *, standing: Standing, monday: date, has_content: bool
) -> Decision:
    """A week that has begun and says something can be submitted."""
    writing = may_write(actor, week, standing=standing)
    if not writing:
        return writing
    if monday > today():
        return not_now("Diese Woche hat noch nicht begonnen. Einreichen können Sie sie ab Montag.")
    if not has_content:
        return not_now(
            "In dieser Woche steht noch nichts. Schreiben Sie mindestens eine Zeile, oder tragen Sie Urlaub oder Krankheit ein."
        )
    return YES


def may_withdraw(actor: Actor, week: Week, *, standing: Standing) -> Decision:
    """The apprentice takes a submitted week back until somebody signed it."""
    if not _is_person(actor) or not standing.carries(Scope.RECORDS_WRITE):
        return no("Zurückholen kann nur, wer die Woche geschrieben hat.")
    return (
        YES
        if week.state == State.SUBMITTED
        else not_now("Zurückholen geht nur, solange die Woche eingereicht und nicht unterschrieben ist.")
    )


def may_sign(actor: Actor, week: Week, *, standing: Standing) -> Decision:
    """A trainer, deputy or training manager of this contract signs a submitted week."""
    if not _is_person(actor) or not standing.carries(Scope.RECORDS_SIGN):
        return no(
            "Für den Betrieb unterschreiben die Ausbilderin, der Ausbilder oder die Vertretung in diesem Vertrag."
        )
    return (
        YES
        if week.state == State.SUBMITTED
        else not_now("Unterschreiben geht, sobald die Woche eingereicht ist.")
    )


def may_return(actor: Actor, week: Week, *, standing: Standing) -> Decision:
    """Whoever may sign may give the week back instead, with a reason."""
    decision = may_sign(actor, week, standing=standing)
    return not_now("Zurückgeben geht nur bei einer eingereichten Woche.") if decision.later else decision


def may_unlock(actor: Actor, week: Week, *, standing: Standing) -> Decision:
    """The training manager unlocks a signed week with a reason everybody sees."""
    if not _is_person(actor) or not standing.carries(Scope.RECORDS_UNLOCK):
        return no("Eine unterschriebene Woche entsperrt die Ausbildungsleitung des Betriebs.")
    return YES if week.state == State.SIGNED else not_now("Die Woche ist nicht gesperrt.")


def may_note_school(
    actor: Actor, week: Week | None, *, standing: Standing, has_school_lines: bool, noted: bool
) -> Decision:
    """The class teacher takes note of the school days of a submitted or signed week."""
    if not _is_person(actor) or not standing.carries(Scope.RECORDS_NOTE_SCHOOL):
        return no("Von den Schultagen nimmt die Klassenleitung Kenntnis.")
    return _may_note(week, nothing=not has_school_lines, noted=noted)


def may_note_guardian(actor: Actor, week: Week | None, *, standing: Standing, noted: bool) -> Decision:
    """The guardian of a minor takes note of a submitted or signed week."""
    if not _is_person(actor) or not standing.carries(Scope.RECORDS_NOTE_GUARDIAN):
        return no(
            "Kenntnis nimmt die gesetzliche Vertretung, solange die Auszubildende oder der Auszubildende minderjährig ist."
        )
    return _may_note(week, nothing=False, noted=noted)


def may_comment(actor: Actor, week: Week | None, *, standing: Standing) -> Decision:
    """Whoever reads the record for the firm, and the apprentice, may remark on a week that was begun."""
    if not _is_person(actor) or not standing.carries(Scope.RECORDS_COMMENT):
        return no("Anmerkungen schreiben die Auszubildende und der Betrieb.")
    return YES if week else not_now("Zu dieser Woche steht noch nichts.")


def _may_note(week: Week | None, *, nothing: bool, noted: bool) -> Decision:
    if week is None or week.state not in {State.SUBMITTED, State.SIGNED}:
        return not_now("Zur Kenntnis nehmen können Sie die Woche, sobald sie eingereicht ist.")
    if nothing:
        return not_now("In dieser Woche steht kein Schultag.")
    return not_now("Sie haben diese Fassung schon zur Kenntnis genommen.") if noted else YES


def _is_person(actor: Actor) -> bool:
    return not actor.is_system
