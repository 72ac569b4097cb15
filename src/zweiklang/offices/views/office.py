"""My organisations, and the first page of one."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from zweiklang.kernel.clock import today
from zweiklang.kernel.navigation import duties_of
from zweiklang.offices.selectors.office import my_offices, office_in
from zweiklang.offices.selectors.overview import overview_of
from zweiklang.offices.views.frame import frame
from zweiklang.organisations.public import Post, posts_of
from zweiklang.people.public import actor_of


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """My organisations; with exactly one, and neither desk nor duty, straight to it."""
    offices = my_offices()
    posts = {post.capacity for post in posts_of(actor_of(request.user).person, on=today())}
    desk, duties = Post.Capacity.SUPPORT in posts, duties_of(posts)
    if len(offices) == 1 and not desk and not duties:
        return redirect("offices:home", offices[0].room_id)
    return render(request, "offices/index.html", {"offices": offices, "desk": desk, "duties": duties})


@require_GET
def home(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """What the organisation is, who leads it, and what is to be done."""
    office = office_in(room_id)
    return render(request, "offices/home.html", frame(office, "home", overview=overview_of(office)))
