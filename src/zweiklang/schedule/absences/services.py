"""Decisions about absences, and reasons. One function = one use case = one transaction."""

from collections.abc import Collection
from uuid import UUID

from django.db import IntegrityError, transaction
from django.http import Http404

from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import now
from zweiklang.kernel.decisions import require
from zweiklang.kernel.errors import Conflict, Rejected
from zweiklang.rooms.public import my_standings, standing_in
from zweiklang.schedule import policy
from zweiklang.schedule.absences.recording import FASTER
from zweiklang.schedule.absences.shapes import Deciding
from zweiklang.schedule.models import LONGEST_REASON, Absence, AbsenceReason

State = Absence.State


@transaction.atomic
def decide_absences(actor: Actor, *, decisions: Collection[Deciding]) -> int:
    """Each of these absences is open, excused or unexcused as decided; returns how many changed.

    Raises Conflict if one was decided by somebody else since it was shown: then nothing has changed.
    """
    rows = {
        row.pk: row
        for row in Absence.objects.select_for_update().filter(pk__in=[one.absence_id for one in decisions])
    }
    standings, changed = my_standings(), 0
    for one in decisions:
        row = rows.get(one.absence_id)
        if row is None:
            raise Http404
        require(policy.may_decide(actor, standing=standings.get(row.room_id)))
        if one.wanted == row.state:
            continue
        if one.seen != row.state:
            raise Conflict(FASTER)
        _decide(actor, row, State(one.wanted))
        changed += 1
    return changed


def _decide(actor: Actor, row: Absence, state: Absence.State) -> None:
    is_open = state == State.OPEN
    row.state = state
    row.decided_by_id, row.decided_at = (None, None) if is_open else (actor.person_id, now())
    row.save(update_fields=["state", "decided_by", "decided_at"])


@transaction.atomic
def tell_reason(actor: Actor, *, room_id: UUID, absence_id: UUID, text: str, seen: str) -> AbsenceReason:
    """The reason stands at the absence, in these words. `seen` is `version_of` what the page showed; raises Conflict if it is another."""
    absence = _own_absence(actor, room_id, absence_id)
    cleaned = " ".join(text.replace("\x00", "").split())
    if not cleaned:
        raise Rejected(
            "Bitte schreiben Sie den Grund, oder gehen Sie zurück, ohne etwas zu sagen.", field="text"
        )
    if len(cleaned) > LONGEST_REASON:
        raise Rejected(f"Der Grund hat höchstens {LONGEST_REASON} Zeichen.", field="text")
    row = AbsenceReason.objects.select_for_update().filter(absence=absence).first()
    if version_of(row) != seen:
        raise Conflict("Der Grund wurde inzwischen geändert. Bitte lesen Sie zuerst, was jetzt dort steht.")
    told = {"text": cleaned, "told_by_id": actor.person, "told_at": now()}
    if row is not None:
        AbsenceReason.objects.filter(pk=row.pk).update(**told)
        row.refresh_from_db()
        return row
    try:
        with transaction.atomic():
            return AbsenceReason.objects.create(room_id=room_id, absence=absence, day=absence.day, **told)
    except IntegrityError as error:
        raise Conflict(FASTER) from error


@transaction.atomic
def take_back_reason(actor: Actor, *, room_id: UUID, absence_id: UUID) -> None:
    """Nothing says any more why; nobody keeps a copy."""
    absence = _own_absence(actor, room_id, absence_id)
    AbsenceReason.objects.filter(absence=absence).delete()


def version_of(reason: AbsenceReason | None) -> str:
    """Returns what tells one version of a reason from another."""
    return reason.told_at.isoformat() if reason else ""


def _own_absence(actor: Actor, room_id: UUID, absence_id: UUID) -> Absence:
    require(policy.may_tell_reason(actor, standing=standing_in(room_id)))
    found = Absence.objects.filter(pk=absence_id, room_id=room_id).first()
    if found is None:
        raise Http404
    return found
