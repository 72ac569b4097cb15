"""The turn of the school year: what it would do, and doing it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from zweiklang.kernel.errors import Conflict
from zweiklang.people.public import actor_of
from zweiklang.rosters.looking import note_turned
from zweiklang.rosters.selectors import office_of, school_year_name
from zweiklang.rosters.views.people import frame
from zweiklang.rosters.year_turn import digest_of_turn, next_year, turn_of, turn_year


@require_http_methods(["GET", "POST"])
def turn(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """Which classes move up, who leaves, what opens; one button does it all."""
    office, actor = office_of(room_id), actor_of(request.user)
    year = next_year() + (request.GET.get("jahr") == "naechstes")
    if request.method == "POST":
        try:
            run = turn_year(actor, school=office.school, year=year, seen=request.POST.get("seen", ""))
        except Conflict as problem:
            messages.error(request, str(problem))
            return redirect(request.get_full_path())
        messages.success(request, f"Gewechselt in das Schuljahr {school_year_name(year)}.")
        return redirect("rosters:run", room_id, run.pk)
    plan = turn_of(actor, school=office.school, year=year)
    note_turned(plan)
    context = frame(office, "classes", turn=plan, seen=digest_of_turn(plan), year=school_year_name(year))
    return render(request, "rosters/turn.html", context | {"further": year == next_year()})
