"""What a person can do with a proposal: the buttons, and the page where an agreed one is entered. Nothing is applied by itself."""

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from zweiklang.kernel.actor import Actor
from zweiklang.planning.models.proposals import Side
from zweiklang.planning.proposals.policy import may_say, sides_of
from zweiklang.planning.proposals.shapes import Batch, Kind, Proposal, Says
from zweiklang.rooms.public import Standing

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


@dataclass(frozen=True, slots=True)
class Step:
    """What comes after an agreement: a button that leads to the form in which the owner of the lane enters it. `posts`: it opens a draft."""

    label: str
    href: str
    posts: bool = False


def next_step(
    standing: Standing, proposal: Proposal, *, class_room_id: UUID | None, entry_id: UUID | None
) -> Step | None:
    """Returns how whoever owns the lane enters what was agreed; None for everybody else, and where there is nothing to enter it in."""
    if proposal.state != Says.ACCEPT or proposal.to_week is None:
        return None
    sides = sides_of(standing)
    if proposal.kind == Kind.MOVE and Side.SCHOOL in sides and class_room_id:
        return in_editor(class_room_id, proposal)
    if proposal.kind == Kind.SWAP and Side.FIRM in sides and entry_id:
        href = reverse("planning:plan_entry", args=[proposal.room_id, entry_id])
        return Step("Abschnitt im Plan verlegen", f"{href}?woche={proposal.to_week.isoformat()}")
    return None


def class_step(class_room_id: UUID, batch: Batch) -> Step | None:
    """Returns how the class teacher enters the move, as soon as one firm agrees; None where there is nothing to move."""
    agreed = next((one for one in batch.proposals if one.state == Says.ACCEPT), None)
    if agreed is None or agreed.kind != Kind.MOVE or agreed.to_week is None:
        return None
    return in_editor(class_room_id, agreed)


def in_editor(class_room_id: UUID, proposal: Proposal) -> Step:
    """Returns the button that opens the class's editor with the Lernfeld where both want it."""
    href = reverse("planning:enter_proposal", args=[class_room_id, proposal.id])
    return Step("Lernfeld im Plan verschieben", href, posts=True)
