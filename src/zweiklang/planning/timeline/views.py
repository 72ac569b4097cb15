"""Pages of the time line: of a class, of an apprenticeship, and where one finds them."""

from collections.abc import Iterable
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from zweiklang.apprenticeships.public import SchoolClass
from zweiklang.apprenticeships.public import narrowed as narrowed_to_organisation
from zweiklang.kernel.clock import today
from zweiklang.kernel.hesse import school_year
from zweiklang.organisations.public import chosen_organisation
from zweiklang.planning.doors import reader_of_plan
from zweiklang.planning.tabs import APPRENTICESHIP, CLASS, frame_of_class, frame_of_room
from zweiklang.planning.timeline.asked import asked
from zweiklang.planning.timeline.overview import overview_of
from zweiklang.planning.timeline.page import shown
from zweiklang.planning.timeline.reading import class_timeline, room_timeline, years_of
from zweiklang.rooms.public import Scope, Standing, my_standings


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """My classes and apprenticeships with what waits there; whoever has one alone goes straight to it."""
    standings = narrowed_to_organisation(my_standings(), chosen_organisation(request.session))
    overview = overview_of(standings, page=request.GET.get("seite"))
    if overview.only:
        return redirect(overview.only)
    return render(request, "planning/timeline/index.html", {"overview": overview})


@require_GET
def of_class(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """The time line of a class: what it is taught, and below it the plans of its apprentices as far as the person sees them."""
    standings = my_standings()
    school_class = _class(room_id, standings)
    wanted = asked(request.GET)
    timeline = class_timeline(school_class, standings)
    context = frame_of_class(standings[room_id], school_class, CLASS)
    context |= shown(
        timeline, wanted, standings, years=[], title=f"Zeitleiste der Klasse {school_class.label}"
    )
    context["gets_hints"] = _gets_hints(standings.values())
    return render(request, "planning/timeline/timeline.html", context)


def _gets_hints(standings: Iterable[Standing]) -> bool:
    """Whoever has one time line never sees the list that leads to the page of hints."""
    return any(one.carries(Scope.DEVELOPMENT_WRITE) for one in standings)


def _class(room_id: UUID, standings: dict[UUID, Standing]) -> SchoolClass:
    """Returns the class of that room for whoever sees when it has school; 404 for everybody else."""
    standing = standings.get(room_id)
    if standing is None or standing.kind != "class" or not standing.reads(Scope.SCHEDULE):
        raise Http404
    found = SchoolClass.objects.filter(room_id=room_id).select_related("school").first()
    if found is None:
        raise Http404
    return found


@require_GET
def of_apprenticeship(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """The time line of an apprenticeship: what its class is taught and what its plan says, in one school year."""
    standing, contract = reader_of_plan(room_id)
    years, wanted = years_of(contract), asked(request.GET)
    year = min(max(wanted.year or school_year(today()), years[0]), years[-1])
    timeline = room_timeline(contract, standing, year)
    context = frame_of_room(standing, contract, APPRENTICESHIP)
    title = f"Zeitleiste {contract.apprentice.name}"
    context |= shown(timeline, wanted, {room_id: standing}, years=years, title=title)
    context["gets_hints"] = _gets_hints([standing])
    return render(request, "planning/timeline/timeline.html", context)
