"""Pages of "Wer sieht was?": parse, ask, answer."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from zweiklang.apprenticeships.public import SchoolClass
from zweiklang.people.public import actor_of
from zweiklang.privacy.rights.selectors import parents_rule
from zweiklang.privacy.sight.classes import class_sight
from zweiklang.privacy.sight.links import further_links
from zweiklang.privacy.sight.reading import sight_of
from zweiklang.rooms.public import Scope, note_look, room_tabs, standing_in


@require_GET
def who_sees_what(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """Who sees which category of this apprenticeship, since when, why, by whose decision, until when."""
    standing = standing_in(room_id)
    if not standing.carries(Scope.MEMBERS):
        raise Http404
    actor, own = actor_of(request.user), "apprentice" in standing.capacities
    sight, grounds = sight_of(actor, standing=standing)
    context = {"sight": sight, "contract": grounds.contract, "own_room": own}
    context |= {"links": further_links(standing), "parents": own and grounds.is_adult and parents_rule(actor)}
    if not own:
        note_look(room_id, Scope.MEMBERS)
    return render(request, "privacy/sight/room.html", context | {"tabs": room_tabs(standing, "who")})


@require_GET
def who_sees_class(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """Which capacity sees what of this class, and what the person sees of it."""
    standing = standing_in(room_id)
    found = SchoolClass.objects.filter(room=room_id).select_related("school").first()
    if standing.kind != "class" or found is None:
        raise Http404
    context = {
        "class": found,
        "sight": class_sight(found, standing=standing),
        "tabs": room_tabs(standing, "who"),
    }
    return render(request, "privacy/sight/class.html", context)
