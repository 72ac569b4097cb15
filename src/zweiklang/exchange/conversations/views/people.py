"""Who reads along: the list, somebody who comes, somebody who goes."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from zweiklang.exchange.conversations.forms import AddForm
from zweiklang.exchange.conversations.page import FINE, added, people_context, tried
from zweiklang.exchange.conversations.reading import conversation_in
from zweiklang.exchange.conversations.taking_part import candidates_to_add, leave, remove_person
from zweiklang.kernel.errors import Rejected
from zweiklang.people.public import actor_of

PAGE = "exchange:conversation_people"
ADDED = "Die Person nimmt jetzt teil und bekommt eine Nachricht."
ADDED_ALREADY = "Diese Person nimmt schon teil."
REMOVED = "Die Person nimmt nicht mehr teil."
LEFT = "Sie haben das Gespräch verlassen."


@require_http_methods(["GET", "POST"])
def people(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """Who reads along and why. POST: one more person, who sees everything or only what follows."""
    found, actor = conversation_in(room_id), actor_of(request.user)
    candidates, status = candidates_to_add(actor, found), FINE
    form = AddForm(request.POST or None, candidates=candidates)
    if request.method == "POST":
        status, new = tried(form, lambda values: added(actor, found, values))
        if status == FINE:
            messages.success(request, ADDED if new else ADDED_ALREADY)
            return redirect(PAGE, room_id)
    context = people_context(actor, found) | {"form": form, "candidates": candidates}
    return render(request, "exchange/conversations/people.html", context, status=status)


@require_POST
def remove(request: HttpRequest, room_id: UUID, participation_id: UUID) -> HttpResponse:
    """Somebody takes part no longer."""
    remove_person(
        actor_of(request.user), conversation=conversation_in(room_id), participation_id=participation_id
    )
    messages.success(request, REMOVED)
    return redirect(PAGE, room_id)


@require_POST
def depart(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """The person takes part no longer."""
    try:
        leave(actor_of(request.user), conversation=conversation_in(room_id))
    except Rejected as error:
        messages.error(request, error.message)
        return redirect(PAGE, room_id)
    messages.success(request, LEFT)
    return redirect("exchange:conversations")
