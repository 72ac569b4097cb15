"""Pages of apprenticeships and classes: parse, ask, answer."""

from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from zweiklang.apprenticeships.choosing import CHAMBER, narrowed
from zweiklang.apprenticeships.selectors import (
    ApprenticeshipRow,
    Apprenticeships,
    ClassRow,
    apprenticeships_in_class,
    class_in,
    class_rows,
    others_in_class,
    present_classes,
    teachers_of,
    terms_in,
    year_of_training,
)
from zweiklang.kernel.clock import today
from zweiklang.kernel.sorting import sort_key
from zweiklang.organisations.public import chosen_organisation
from zweiklang.rooms.public import (
    Scope,
    Standing,
    members_of,
    my_standings,
    page_buttons,
    room_remarks,
    room_tabs,
    standing_in,
)

PER_PAGE = 50


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """My apprenticeship, my apprentices, my classes. Somebody with exactly one apprenticeship and no class goes straight to it."""
    chosen = chosen_organisation(request.session)
    standings = narrowed(my_standings(), chosen)
    rooms = [s for s in standings.values() if s.kind == "apprenticeship"]
    query = request.GET.get("q", "").strip()
    if len(rooms) == 1 and not query and "apprentice" in rooms[0].capacities:
        return redirect("apprenticeships:room", rooms[0].room_id)
    chosen_rooms = None if chosen is None else [one.room_id for one in rooms]
    # What a paginator asks of a list; its types know query sets and lists only.
    found: Any = Apprenticeships(rooms=chosen_rooms, words=sort_key(query) if query else "")
    page: Page[ApprenticeshipRow] = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {"page": page, "rows": page.object_list, "query": query}
    context["classes"] = _classes(standings)
    context["buttons"] = page_buttons("apprenticeships", rooms)
    return render(request, "apprenticeships/index.html", context)


def _classes(standings: dict[UUID, Standing]) -> list[ClassRow]:
    """The classes of these rooms, but for a chamber's, which has more than one reads; nobody without one pays for the question."""
    rooms = {one.room_id for one in standings.values() if one.kind == "class" and one.capacities - CHAMBER}
    return class_rows(rooms) if rooms else []


@require_GET
def room(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """Who and what this apprenticeship is: contract, classes, people."""
    standing, contract = standing_in(room_id), terms_in(room_id)
    context = {
        "contract": contract,
        "classes": present_classes(contract),
        "standing": standing,
        "remarks": room_remarks(standing),
        "tabs": room_tabs(standing, "overview"),
        "buttons": page_buttons("apprenticeship", [standing]),
        "about_members": page_buttons("apprenticeship:members", [standing]),
        "members": members_of(room_id, on=today()),
        "year": year_of_training(contract.first_day, today()),
    }
    return render(request, "apprenticeships/room.html", context)


@require_GET
def school_class(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """A class with its teachers and, for teachers, its apprentices and their firms."""
    standing, found = standing_in(room_id), class_in(room_id)
    if standing.kind != "class":
        raise Http404
    teaches = standing.carries(Scope.MEMBERS)
    rows = apprenticeships_in_class(found) if teaches else []
    context = {"class": found, "rows": rows, "teaches": teaches, "teachers": teachers_of(found)}
    context |= {"others": others_in_class(found) if teaches else [], "tabs": room_tabs(standing, "class")}
    context["buttons"] = page_buttons("class", [standing])
    return render(request, "apprenticeships/class.html", context)
