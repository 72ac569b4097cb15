"""One person, several posts: for whom to act at the moment. Narrows Heute, lists and the queue; rights stay as they are."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from zweiklang.apprenticeships.public import organisations_acted_for
from zweiklang.organisations.public import choose_organisation, chosen_organisation
from zweiklang.rooms.public import my_standings


@require_http_methods(["GET", "HEAD", "POST"])
def acting_as(request: HttpRequest) -> HttpResponse:
    """Shows for whom the person can act, and keeps the choice for this session."""
    options = organisations_acted_for(my_standings().values())
    if request.method == "POST":
        wanted = _wanted(request.POST.get("organisation", ""))
        if wanted is not None and wanted not in options:
            raise Http404
        name = options[wanted] if wanted else ""
        choose_organisation(request.session, organisation_id=wanted, name=name)
        return redirect("web:today")
    context = {"options": options, "chosen": chosen_organisation(request.session)}
    return render(request, "web/acting_as.html", context)


def _wanted(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError as error:
        raise Http404 from error
