"""Who may read in a school's timetable, and when a preview can still be applied."""

from uuid import UUID

from zweiklang.kernel.actor import Actor
from zweiklang.kernel.decisions import YES, Decision, no, not_now
from zweiklang.rooms.public import Scope, carries_in_team
from zweiklang.schedule.models import TimetableImport

ALREADY = "Diese Datei ist schon übernommen. Der Kalender zeigt, was jetzt gilt."


def may_import_timetable(actor: Actor, *, school_id: UUID) -> Decision:
    """Head of school and school office of this school may; the command line too."""
    if actor.is_system or carries_in_team(school_id, Scope.ADMINISTRATION_WRITE):
        return YES
    return no("Stundenpläne liest die Schulleitung oder die Schulverwaltung dieser Schule ein.")


def may_apply_timetable(actor: Actor, *, found: TimetableImport) -> Decision:
    """Only a preview can be applied, and only once."""
    if found.state != TimetableImport.State.PREVIEW:
        return not_now(ALREADY)
    return may_import_timetable(actor, school_id=found.school_id)
