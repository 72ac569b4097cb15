"""What happens to the forms of conversations, and what the pages of one show. No request: views pass actor, conversation and form."""

from collections.abc import Callable, Collection
from typing import Any
from uuid import UUID

from django.forms import Form

from zweiklang.exchange.conversations.agreements import note_agreement
from zweiklang.exchange.conversations.forms import ALL, MessageForm
from zweiklang.exchange.conversations.policy import may_add, may_write
from zweiklang.exchange.conversations.reading import people_in
from zweiklang.exchange.conversations.selectors import taking_part, thread, unread
from zweiklang.exchange.conversations.shapes import Said, Speech
from zweiklang.exchange.conversations.taking_part import add_person
from zweiklang.exchange.conversations.telling import forget_notices
from zweiklang.exchange.files.selectors import files_of, files_of_thread
from zweiklang.exchange.models import Agreement, Conversation
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.errors import Conflict, Rejected
from zweiklang.rooms.public import Standing, room_url, standing_in

FINE, SHOWN_AGAIN, TOO_LATE = 200, 422, 409


def tried[T](form: Form, act: Callable[[dict[str, Any]], T]) -> tuple[int, T | None]:
    """Returns FINE and what `act` made of the form's values; otherwise the status of the page that says at the form why not."""
    if not form.is_valid():
        return SHOWN_AGAIN, None
    try:
        return FINE, act(form.cleaned_data)
    except Rejected as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return SHOWN_AGAIN, None
    except Conflict as error:
        form.add_error(None, str(error))
        return TOO_LATE, None


def frame_of(conversation: Conversation, standing: Standing) -> dict[str, Any]:
    """Returns what stands around every page of a conversation. No query."""
    room = conversation.about_room
    return {
        "conversation": conversation,
        "standing": standing,
        "about": str(room or conversation.about_organisation or ""),
        "about_apprenticeship": room is not None and room.kind == "apprenticeship",
        "back": room_url("exchange:conversation", conversation.room_id),
    }


def thread_context(
    actor: Actor, conversation: Conversation, form: MessageForm, *, before: UUID | None = None
) -> dict[str, Any]:
    """Returns what the thread shows; the person's notices of it are done. Five queries, some more where something is new."""
    standing = standing_in(conversation.room_id)
    new, everybody = unread(conversation.room_id), people_in(conversation.room_id)
    said, earlier = thread(actor, conversation, everybody, before=before, new=new)
    people = taking_part(actor, conversation, everybody)
    files, upload = files_of_thread(actor, conversation.room_id, _with_files(said))
    if new and before is None:
        forget_notices(actor, conversation, person_id=actor.person)
    return frame_of(conversation, standing) | {
        "said": said,
        "files": files,
        "earlier": earlier,
        "before": before,
        "upload": upload,
        "people": people,
        "stand_ins": [one for one in people if one.participation_id is None],
        "others": ", ".join(one.name for one in people if one.person_id != actor.person),
        "form": form,
        "may_write": may_write(actor, standing=standing, conversation=conversation),
        "may_add": may_add(actor, standing=standing, conversation=conversation),
    }


def people_context(actor: Actor, conversation: Conversation) -> dict[str, Any]:
    """Returns who reads along, and whether the actor may add somebody. Two queries."""
    standing = standing_in(conversation.room_id)
    return frame_of(conversation, standing) | {
        "people": taking_part(actor, conversation, people_in(conversation.room_id)),
        "may_add": may_add(actor, standing=standing, conversation=conversation),
        "me": actor.person,
    }


def added(actor: Actor, conversation: Conversation, values: dict[str, Any]) -> bool:
    """The person whom a valid form names takes part; False where the person did already."""
    person_id, everything = values["person"], values["sees"] == ALL
    return add_person(actor, conversation=conversation, person_id=person_id, everything=everything)


def noted(actor: Actor, conversation: Conversation, values: dict[str, Any]) -> Agreement:
    """The agreement that a valid form describes stands there."""
    terms = {key: values[key] for key in ("who", "what", "until")}
    return note_agreement(actor, conversation=conversation, message_id=values["message"], **terms)


def lines_context(actor: Actor, conversation: Conversation, said: list[Said]) -> dict[str, Any]:
    """Returns what the lines of a thread need by themselves. One query."""
    return {"said": said, "conversation": conversation, "files": files_of(actor, _with_files(said))}


def _with_files(said: Collection[Said]) -> list[UUID]:
    return [one.id for one in said if one.kind == Speech.TEXT and not one.withdrawn]
