"""What a person can do with a proposal: the buttons, and the page where an agreed one is entered. Nothing is applied by itself."""

from collections.abc import Callable, Sequence
from urllib.parse import urlencode
from uuid import UUID

from zweiklang.kernel.actor import Actor
from zweiklang.planning.models.proposals import Side
from zweiklang.planning.proposals.policy import may_say, sides_of
from zweiklang.planning.proposals.shapes import Batch, Kind, Proposal, Says
from zweiklang.rooms.public import Standing, room_url

# Value, label, kind of button, icon.
type Button = tuple[str, str, str, str]
_ANSWERS: tuple[Button, ...] = (
    (Says.ACCEPT.value, "Einverstanden", "primary", "check"),
    (Says.DECLINE.value, "Nicht einverstanden", "secondary", "close"),
)
_WITHDRAW: Button = (Says.WITHDRAW.value, "Vorschlag zurückziehen", "secondary", "arrow-back")
_COMMENT: Button = (Says.COMMENT.value, "Nur Bemerkung senden", "tertiary", "")


def buttons_for(actor: Actor, standing: Standing, proposal: Proposal) -> list[Button]:
    """Returns the buttons this person has: an answer that is given already is none any more."""
    offered = (*_ANSWERS, _WITHDRAW, _COMMENT)
    return [
        button
        for button in offered
        if button[0] != proposal.state
        and may_say(actor, standing=standing, proposal=proposal, says=button[0])
    ]


def next_step(
    standing: Standing, proposal: Proposal, classes_of: Callable[[UUID], Sequence[UUID]]
) -> tuple[str, str] | None:
    """Returns label and address of the page where whoever owns the lane enters what was agreed, filled in; None for everybody else.

    `classes_of` is asked only for the school's lane: it costs a query.
    """
    if proposal.state != Says.ACCEPT or proposal.to_week is None:
        return None
    sides, to = sides_of(standing), proposal.to_week.isoformat()
    if proposal.kind == Kind.MOVE and Side.SCHOOL in sides:
        rooms = classes_of(proposal.room_id)
        return _in_editor(rooms[0], proposal) if rooms else None
    if proposal.kind == Kind.SWAP and Side.FIRM in sides:
        query = urlencode({"position": proposal.position_id, "woche": to})
        return "Abschnitt im Plan verlegen", f"{room_url('planning:plan', proposal.room_id)}?{query}"
    return None


def class_step(class_room_id: UUID, batch: Batch) -> tuple[str, str] | None:
    """Returns label and address of the class's editor, filled in, as soon as one firm agrees; None where there is nothing to move."""
    agreed = next((one for one in batch.proposals if one.state == Says.ACCEPT), None)
    if agreed is None or agreed.kind != Kind.MOVE or agreed.to_week is None:
        return None
    return _in_editor(class_room_id, agreed)


def _in_editor(class_room_id: UUID, proposal: Proposal) -> tuple[str, str]:
    query = urlencode({"lernfeld": proposal.learning_field_id, "woche": proposal.to_week})
    return "Lernfeld im Plan verschieben", f"{room_url('planning:fields', class_room_id)}?{query}"
