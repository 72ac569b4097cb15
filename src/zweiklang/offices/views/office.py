"""My organisations, and the first page of one."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from zweiklang.offices.selectors.office import my_offices, office_in
from zweiklang.offices.selectors.overview import overview_of
from zweiklang.offices.services.support import is_support
from zweiklang.offices.views.frame import frame
from zweiklang.people.public import actor_of


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """My organisations; with exactly one, and no desk, straight to it."""
    offices, desk = my_offices(), is_support(actor_of(request.user))
    if len(offices) == 1 and not desk:
        return redirect("offices:home", offices[0].room_id)
    return render(request, "offices/index.html", {"offices": offices, "desk": desk})


@require_GET
def home(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """What the organisation is, who leads it, and what is to be done."""
    office = office_in(room_id)
    return render(request, "offices/home.html", frame(office, "home", overview=overview_of(office)))
