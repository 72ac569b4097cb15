"""Getting a file: the authorised address leads on to the short-lived one."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from zweiklang.exchange.files.selectors import visible_file
from zweiklang.exchange.files.serving import Wish, address_for, answer_with, read_ticket
from zweiklang.people.public import actor_of
from zweiklang.rooms.public import Scope, note_look


@require_safe
def file(request: HttpRequest, file_id: UUID, *, small: bool = False) -> HttpResponse:
    """Leads to where this person gets the file during the next minutes."""
    actor = actor_of(request.user)
    found = visible_file(actor, file_id)
    return redirect(address_for(actor, found, small=small and bool(found.thumbnail)))


@require_safe
def file_bytes(request: HttpRequest, token: str) -> HttpResponseBase:
    """The bytes, to the person for whom the address was made, as long as that person may have them."""
    actor = actor_of(request.user)
    ticket = read_ticket(actor, token)
    if ticket.expired:
        return redirect("exchange:file_small" if ticket.small else "exchange:file", ticket.file_id)
    found = visible_file(actor, ticket.file_id)
    if found.message_id is None:  # never in conversations
        note_look(found.room_id, Scope.DEVELOPMENT)
    asked = request.headers
    wish = Wish(request.method == "HEAD", asked.get("Range", ""), asked.get("If-Range", ""))
    return answer_with(found, wish, small=ticket.small)
