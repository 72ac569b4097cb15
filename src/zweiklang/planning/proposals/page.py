"""What happens to the forms of proposals, and what the page of one shows. No request: views pass actor, form and standing."""

from typing import Any
from uuid import UUID

from zweiklang.kernel.actor import Actor
from zweiklang.kernel.errors import Conflict, Rejected
from zweiklang.kernel.ids import new_id
from zweiklang.planning.proposals.forms import ActForm, ProposalForm
from zweiklang.planning.proposals.selectors import class_of, entry_of, same_batch
from zweiklang.planning.proposals.services import propose, say
from zweiklang.planning.proposals.shapes import Proposal, Says
from zweiklang.planning.proposals.steps import buttons_for, next_step
from zweiklang.rooms.public import Standing, room_url

FOR_ALL = "Die Antwort gilt auch für {}: derselbe Vorschlag."
FINE, SHOWN_AGAIN, TOO_LATE = 200, 422, 409


def proposed(actor: Actor, form: ProposalForm, room_ids: list[UUID] | None) -> int | None:
    """Returns how many proposals are new, None where the form must be shown again; `room_ids` None: those the form names."""
    if not form.is_valid():
        return None
    values = form.cleaned_data
    rooms = values["rooms"] if room_ids is None else room_ids
    try:
        return propose(actor, room_ids=rooms, batch=values["batch"], terms=form.terms())
    except Rejected as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return None


def answered(actor: Actor, proposal: Proposal, form: ActForm) -> tuple[int, bool]:
    """Returns FINE and whether anything is new; otherwise the status of the page that says at the form why not."""
    if not form.is_valid():
        return SHOWN_AGAIN, False
    values = form.cleaned_data
    terms = {name: values[name] for name in ("says", "text", "seen", "for_all")}
    try:
        return FINE, say(actor, proposal=proposal, act_id=values["act"], **terms)
    except Rejected as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return SHOWN_AGAIN, False
    except Conflict as error:
        form.add_error(None, str(error))
        return TOO_LATE, False


def proposal_context(actor: Actor, standing: Standing, found: Proposal, form: ActForm) -> dict[str, Any]:
    """Returns what the page shows: the proposal, the buttons this person has, for whom else an answer counts, and what comes next."""
    buttons = buttons_for(actor, standing, found)
    answering = any(says in (Says.ACCEPT, Says.DECLINE) for says, *_ in buttons)
    others = same_batch(found) if answering else []
    if others:
        form.fields["for_all"].label = FOR_ALL.format(", ".join(one.apprentice for one in others))
    if form.is_bound:
        _seen_again(form, found)
    return {
        "proposal": found,
        "form": form,
        "buttons": buttons,
        "others": others,
        "step": next_step(standing, found, class_room_id=class_of(found), entry_id=entry_of(found)),
        "back": room_url("planning:proposals", found.room_id),
    }


def _seen_again(form: ActForm, found: Proposal) -> None:
    """What stands there now counts as seen: whoever sends once more wants it so."""
    data: Any = form.data
    data = data.copy()
    data["seen"], data["act"] = found.last, str(new_id())
    form.data = data
