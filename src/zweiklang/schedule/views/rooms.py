"""What the classes of one apprenticeship did."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from zweiklang.rooms.public import Scope
from zweiklang.schedule.selectors import contract_of, learning_fields_of, topic_weeks, topics_for
from zweiklang.schedule.views.frame import frame, reader

PER_PAGE = 50


@require_GET
def lessons(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """What the apprentice's classes did, week by week, as far as the person may read it."""
    standing, contract = reader(room_id, Scope.LESSONS), contract_of(room_id)
    page = Paginator(topics_for(contract), PER_PAGE).get_page(request.GET.get("seite"))
    context = frame(standing, contract, Scope.LESSONS, "lessons")
    context |= {
        "weeks": topic_weeks(list(page.object_list), learning_fields_of(contract)),
        "page": page,
        "by_item": not standing.carries(Scope.LESSONS),
    }
    return render(request, "schedule/lessons.html", context)
