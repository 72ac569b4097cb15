"""Pages of curricula: parse, ask, answer."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from zweiklang.curricula.models import Occupation
from zweiklang.curricula.plan_page import plan_page
from zweiklang.curricula.selectors import occupations_found

PER_PAGE = 50


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The occupations, found by the beginnings of words, page by page."""
    query = request.GET.get("q", "").strip()
    page = Paginator(occupations_found(query), PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request, "curricula/index.html", {"query": query, "page": page, "rows": [*page.object_list]}
    )


@require_GET
def occupation(request: HttpRequest, occupation_id: UUID) -> HttpResponse:
    """The plan of one occupation: sections, positions, skills, time, Lernfelder, source."""
    found = get_object_or_404(Occupation.objects.select_related("regulation"), pk=occupation_id)
    return render(request, "curricula/occupation.html", {"plan": plan_page(found)})
