"""The room as somebody else sees it: the real pages, asked in that person's name, read only, without that person's frame."""

from copy import copy
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import ResolverMatch, reverse
from django.views.decorators.http import require_GET

from zweiklang.people.public import Person, actor_of
from zweiklang.privacy.sight.previews import page_at, preview_of
from zweiklang.privacy.sight.rewriting import only_to_look_at
from zweiklang.rooms.public import seeing_as, standing_in


@require_GET
def seen_as(request: HttpRequest, room_id: UUID, membership_id: UUID, page: str = "") -> HttpResponse:
    """Shows a page of the room as the person with that membership sees it; without `page` the first one."""
    preview = preview_of(actor_of(request.user), standing=standing_in(room_id), membership_id=membership_id)
    path = f"/{page}" if page else reverse("apprenticeships:room", args=[room_id])
    match = page_at(path, room_id)
    if match is None:
        raise Http404
    with seeing_as(preview.person.pk, only=preview.rooms):
        answer = match.func(_asked_by(preview.person, request, path, match), *match.args, **match.kwargs)
    content = only_to_look_at(_text(answer), path=path, address_of=preview.address_of)
    return render(request, "privacy/sight/seen_as.html", {"preview": preview, "content": content})


def _asked_by(person: Person, request: HttpRequest, path: str, match: ResolverMatch) -> HttpRequest:
    """The same request as if that person had asked for that path: without a session, without messages, without anything to send."""
    asked = copy(request)
    asked.user = person
    asked.session = {}  # type: ignore[assignment]  # nothing chosen, nothing kept
    asked.META = {**request.META, "PATH_INFO": path}
    asked.path = asked.path_info = path
    asked.resolver_match = match
    vars(asked).pop("_messages", None)
    return asked


def _text(answer: HttpResponse) -> str:
    """The page as text; what is no page (a file, a way on) is not shown."""
    if answer.status_code != 200 or not answer.headers["Content-Type"].startswith("text/html"):
        raise Http404
    return answer.content.decode()
