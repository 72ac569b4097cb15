"""One conversation: what was said, what is new, a message that is changed or taken back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zweiklang.exchange.conversations.forms import EditForm, MessageForm
from zweiklang.exchange.conversations.page import FINE, frame_of, lines_context, thread_context, tried
from zweiklang.exchange.conversations.reading import conversation_in
from zweiklang.exchange.conversations.selectors import (
    message_in,
    news_since,
    unread,
    versions_of,
)
from zweiklang.exchange.conversations.services import (
    edit_message,
    post_message,
    withdraw_message,
)
from zweiklang.exchange.conversations.telling import forget_notices
from zweiklang.exchange.files.uploading import chosen_files
from zweiklang.exchange.models import Conversation
from zweiklang.kernel.ids import new_id
from zweiklang.people.public import actor_of
from zweiklang.rooms.public import standing_in

PAGE = "exchange:conversation"
FRAGMENT = "fragment"
EDITED = "Geändert. Was vorher dastand, können alle Teilnehmenden nachlesen."
WITHDRAWN = "Zurückgezogen. Die anderen sehen nur noch, dass hier eine Nachricht war."


@require_http_methods(["GET", "POST"])
def conversation(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """The thread with a form below it. POST: one more message; with `fragment` the answer is only that message."""
    found, actor = conversation_in(room_id), actor_of(request.user)
    form, status = _message_form(request), FINE
    if request.method == "POST":
        status, made = tried(form, lambda values: _posted(request, found, values))
        if made is not None:
            return _sent(request, found, made)
        if FRAGMENT in request.POST:
            return render(request, "exchange/conversations/not_sent.html", {"form": form}, status=status)
    context = thread_context(actor, found, form, before=_id(request.GET.get("vor")))
    return render(request, "exchange/conversations/thread.html", context, status=status)


@require_GET
def news(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """The lines of the thread since the message `seit`: for a page that is open. Perhaps some of them again: each has an id."""
    found, actor = conversation_in(room_id), actor_of(request.user)
    said = news_since(actor, found, since=_id(request.GET.get("seit")))
    if unread(room_id):
        forget_notices(actor, found, person_id=actor.person)
    return render(request, "exchange/conversations/lines.html", lines_context(actor, found, said))


@require_http_methods(["GET", "POST"])
def message(request: HttpRequest, room_id: UUID, message_id: UUID) -> HttpResponse:
    """What a message said before, for everybody who reads it; and the form to change it, for whoever wrote it."""
    found, actor = conversation_in(room_id), actor_of(request.user)
    said, status = message_in(actor, found, message_id), FINE
    form = EditForm(request.POST or None, initial={"text": said.text, "seen": said.mark})
    if request.method == "POST":
        status, made = tried(form, lambda values: _edited(request, found, message_id, values))
        if made is not None:
            messages.success(request, EDITED)
            return redirect(f"{_address(found)}#n-{message_id}")
        said = message_in(actor, found, message_id)
    context = frame_of(found, standing_in(room_id)) | {"message": said, "form": form}
    context["versions"] = versions_of(found, message_id)
    return render(request, "exchange/conversations/message.html", context, status=status)


@require_POST
def withdraw(request: HttpRequest, room_id: UUID, message_id: UUID) -> HttpResponse:
    """What the message said is gone for everybody."""
    found = conversation_in(room_id)
    withdraw_message(actor_of(request.user), conversation=found, message_id=message_id)
    messages.success(request, WITHDRAWN)
    return redirect(f"{_address(found)}#n-{message_id}")


def _message_form(request: HttpRequest) -> MessageForm:
    with_files = bool(request.POST.getlist("file") or request.FILES)
    return MessageForm(request.POST or None, with_files=with_files, initial={"message": new_id()})


def _posted(request: HttpRequest, found: Conversation, values: dict[str, Any]) -> UUID:
    actor = actor_of(request.user)
    files = chosen_files(
        actor,
        room_id=found.room_id,
        chosen=request.POST.getlist("file"),
        uploads=request.FILES.getlist("files"),
    )
    terms = {"message_id": values["message"], "text": values["text"]}
    return post_message(actor, conversation=found, files=files, **terms).pk


def _edited(request: HttpRequest, found: Conversation, message_id: UUID, values: dict[str, Any]) -> UUID:
    actor = actor_of(request.user)
    return edit_message(actor, conversation=found, message_id=message_id, **values).pk


def _sent(request: HttpRequest, found: Conversation, message_id: UUID) -> HttpResponse:
    if FRAGMENT in request.POST:
        actor = actor_of(request.user)
        said = [message_in(actor, found, message_id)]
        return render(request, "exchange/conversations/lines.html", lines_context(actor, found, said))
    return redirect(f"{_address(found)}#n-{message_id}")


def _address(found: Conversation) -> str:
    return redirect(PAGE, found.room_id).url


def _id(value: str | None) -> UUID | None:
    try:
        return UUID(value) if value else None
    except ValueError:
        return None
