"""A new conversation about a room, or with an organisation."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from zweiklang.exchange.conversations.choosing import About, about_a_room, about_an_organisation
from zweiklang.exchange.conversations.forms import OpeningForm
from zweiklang.exchange.conversations.opening import opened
from zweiklang.exchange.conversations.page import tried
from zweiklang.exchange.conversations.policy import may_open
from zweiklang.kernel.decisions import require
from zweiklang.kernel.ids import new_id
from zweiklang.organisations.public import Organisation
from zweiklang.people.public import actor_of


@require_http_methods(["GET", "POST"])
def about_room(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """A conversation about an apprenticeship or class, with the right people already chosen."""
    about = about_a_room(actor_of(request.user), room_id)
    if about.kind not in ("apprenticeship", "class"):
        raise Http404
    return _answered(request, about)


@require_http_methods(["GET", "POST"])
def about_organisation(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    """A conversation with those who answer for an organisation one has to do with."""
    organisation = Organisation.objects.filter(pk=organisation_id).first()
    if organisation is None:
        raise Http404
    about = about_an_organisation(actor_of(request.user), organisation)
    require(may_open(actor_of(request.user), related=about is not None))
    return _answered(request, about) if about else redirect("exchange:conversation_new")


def _answered(request: HttpRequest, about: About) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    form, status = OpeningForm(data, about=about, initial={"message": new_id()}), 200
    if request.method == "POST":
        status, made = tried(form, lambda values: opened(actor_of(request.user), about, values))
        if made is not None:
            return redirect("exchange:conversation", made.room_id)
    context: dict[str, Any] = {"form": form, "about": about}
    return render(request, "exchange/conversations/new.html", context, status=status)
