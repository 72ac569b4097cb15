"""Who may change a school's facts by file, and when a run can still be applied or undone."""

from uuid import UUID

from zweiklang.kernel.actor import Actor
from zweiklang.kernel.decisions import YES, Decision, no, not_now
from zweiklang.rooms.public import Scope, carries_in_team
from zweiklang.rosters.models import ImportRun

ALREADY = {
    ImportRun.State.APPLIED: "Diese Vorschau ist schon übernommen.",
    ImportRun.State.UNDONE: "Diese Übernahme ist schon zurückgenommen.",
}


def may_import(actor: Actor, *, school_id: UUID) -> Decision:
    """Head of school and school office of this school may; the command line too."""
    if actor.is_system or carries_in_team(school_id, Scope.ADMINISTRATION_WRITE):
        return YES
    return no("Dateien übernimmt die Schulleitung oder die Schulverwaltung dieser Schule.")


def may_apply(actor: Actor, *, run: ImportRun) -> Decision:
    """Only a preview can be applied, and only once."""
    if run.state != ImportRun.State.PREVIEW:
        return not_now(ALREADY[ImportRun.State(run.state)])
    return may_import(actor, school_id=run.school_id)


def may_undo(actor: Actor, *, run: ImportRun, last: ImportRun | None) -> Decision:
    """Only the last applied run can be undone: later ones stand on it."""
    if run.state == ImportRun.State.UNDONE:
        return not_now(ALREADY[ImportRun.State.UNDONE])
    if run.state == ImportRun.State.PREVIEW:
        return not_now("Diese Vorschau ist noch nicht übernommen.")
    if run.kind == ImportRun.Kind.MOVE:
        return not_now("Zurückgeben kann die Klassen nur die Schule, die sie übernommen hat.")
    if last is None or last.pk != run.pk:
        return not_now(
            "Nur die letzte Übernahme lässt sich zurücknehmen. Nehmen Sie zuerst die spätere zurück."
        )
    return may_import(actor, school_id=run.school_id)
