"""All conversations of the person, and what a new one could be about."""

from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from zweiklang.exchange.conversations.opening import possible_topics
from zweiklang.exchange.conversations.room_page import room_context
from zweiklang.exchange.conversations.selectors import PER_PAGE, Talks
from zweiklang.exchange.conversations.shapes import Row
from zweiklang.people.public import actor_of


@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """The conversations the person takes part in, the one with the newest message first."""
    # What a paginator asks of a list; its types know query sets and lists only.
    talks: Any = Talks(actor_of(request.user))
    page: Page[Row] = Paginator(talks, PER_PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {"page": page, "rows": page.object_list}
    return render(request, "exchange/conversations/list.html", context)


@require_GET
def topics(request: HttpRequest) -> HttpResponse:
    """What a new conversation could be about: apprenticeships, classes and organisations one has to do with."""
    query = request.GET.get("q", "").replace("\x00", "").strip()
    context = {"query": query, **possible_topics(actor_of(request.user), query)}
    return render(request, "exchange/conversations/topics.html", context)


@require_GET
def of_room(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """The tab of an apprenticeship or class: the own conversations about it, and what is agreed."""
    context = room_context(actor_of(request.user), room_id)
    return render(request, "exchange/conversations/room.html", context)
