"""What a firm says about a day its apprentice missed: once, and nobody changes it. The school decides."""

from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from zweiklang.kernel.actor import Actor
from zweiklang.kernel.decisions import require
from zweiklang.kernel.errors import Conflict, Rejected
from zweiklang.rooms.public import standing_in
from zweiklang.schedule import policy
from zweiklang.schedule.absences.notices import standing_notices
from zweiklang.schedule.models import Absence, FirmStatement

SAYS = tuple(FirmStatement.Says.values)
SAID = "Ihr Betrieb hat zu diesem Tag schon etwas angegeben. Ändern lässt es sich nicht. Sprechen Sie bitte mit der Klassenleitung."
WHICH = "Bitte wählen Sie eine der beiden Angaben."


@transaction.atomic
def state_absence(actor: Actor, *, room_id: UUID, day: date, says: str) -> FirmStatement:
    """The class teacher reads what the firm says about the day. Said twice in the same words it is one statement.

    Raises Conflict where the firm has said something else, or nothing is known of an absence on that day.
    """
    require(policy.may_state(actor, standing=standing_in(room_id)))
    if says not in SAYS:
        raise Rejected(WHICH, field="says")
    require(policy.can_be_stated(missed(room_id, day)))
    held = statement_of(room_id, day)
    if held is None:
        held = _say(actor, room_id, day, says)
    if held.says != says:
        raise Conflict(SAID)
    return held


def _say(actor: Actor, room_id: UUID, day: date, says: str) -> FirmStatement:
    try:
        with transaction.atomic():
            return FirmStatement.objects.create(
                room_id=room_id, day=day, says=says, stated_by_id=actor.person
            )
    except IntegrityError:
        # Somebody else of the firm was faster by a moment.
        held = statement_of(room_id, day)
        if held is None:
            raise
        return held


def statement_of(room_id: UUID, day: date) -> FirmStatement | None:
    """Returns what the firm said about that day."""
    return FirmStatement.objects.filter(room_id=room_id, day=day).first()


def missed(room_id: UUID, day: date) -> bool:
    """Returns whether the person may read of an absence on that day, entered or reported."""
    entered = Absence.objects.filter(room_id=room_id, day=day).exists()
    return entered or bool(standing_notices(room_id, day, day))
