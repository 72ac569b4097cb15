"""Pages of links: those of an occupation, and the acts on one of them."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zweiklang.curricula.public import FrameworkCurriculum, Occupation, framework_of
from zweiklang.kernel.errors import Rejected
from zweiklang.people.public import actor_of
from zweiklang.planning.doors import reader_of_class, reader_of_plan
from zweiklang.planning.links import wording
from zweiklang.planning.links.forms import ProposeForm
from zweiklang.planning.links.page import Asked, LinksPage, links_page
from zweiklang.planning.links.policy import may_vote
from zweiklang.planning.links.proposing import ensure_links
from zweiklang.planning.links.selectors import field_choices, position_choices
from zweiklang.planning.links.services import decide_link, propose_link, vote_on_link
from zweiklang.planning.links.tabs import occupation_of_class
from zweiklang.planning.links.viewers import Viewer, concerned_by, viewer_of
from zweiklang.rooms.public import my_standings

PAGE = "planning:links"
_VOTES = {"1": 1, "0": 0, "-1": -1}


@require_GET
def links(request: HttpRequest, occupation_id: UUID) -> HttpResponse:
    """The links of an occupation, per Lernfeld."""
    return _show(request, occupation_id)


@require_POST
def link_vote(request: HttpRequest, occupation_id: UUID, link_id: UUID) -> HttpResponse:
    """Somebody says whether it fits."""
    actor, viewer, sent = actor_of(request.user), _viewer(request), request.POST.get("stimme", "")
    try:
        vote_on_link(actor, viewer=viewer, link_id=link_id, value=_VOTES.get(sent, len(_VOTES)))
    except Rejected as problem:
        messages.error(request, problem.message)
    return redirect(_back(request, occupation_id, link_id))


@require_POST
def link_decide(request: HttpRequest, occupation_id: UUID, link_id: UUID) -> HttpResponse:
    """A school says whether it holds there."""
    actor, viewer, sent = actor_of(request.user), _viewer(request), request.POST.get("entscheidung")
    if request.POST.get("schule", str(viewer.school_id)) != str(viewer.school_id):
        raise Http404  # the page was that of a school the person has left since: nothing is decided for another one
    says = "" if sent == "offen" else sent or "?"
    try:
        decide_link(actor, viewer=viewer, link_id=link_id, school_id=viewer.school_id, says=says)
    except Rejected as problem:
        messages.error(request, problem.message)
    else:
        messages.success(request, wording.SAYS_OF[says])
    return redirect(_back(request, occupation_id, link_id))


@require_http_methods(["GET", "POST"])
def link_propose(request: HttpRequest, occupation_id: UUID) -> HttpResponse:
    """Somebody proposes a further link."""
    occupation, curriculum = _subject(occupation_id)
    if curriculum is None:
        raise Http404
    viewer = _viewer(request)
    about = {"viewer": viewer, "occupation": occupation, "curriculum": curriculum}
    offered = {"fields": field_choices(curriculum), "positions": position_choices(occupation)}
    form = ProposeForm(request.POST or None, **offered)
    if form.is_valid() and (link := _proposed(request, form, **about)):
        return redirect(_back(request, occupation_id, link))
    concerned = concerned_by(occupation.regulation_id, curriculum.pk)
    voting = may_vote(actor_of(request.user), capacities=viewer.capacities, concerned=concerned)
    context = {"occupation": occupation, "viewer": viewer, "form": form, "voting": voting}
    return render(request, "planning/links/propose.html", context, status=422 if form.errors else 200)


@require_GET
def class_links(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """From a class to the links of the occupation it learns."""
    _, school_class = reader_of_class(room_id)
    occupation = occupation_of_class(school_class)
    if occupation is None:
        messages.info(request, wording.NO_OCCUPATION)
        return redirect("planning:fields", room_id)
    return redirect(f"{reverse(PAGE, args=[occupation])}?schule={school_class.school_id}")


@require_GET
def room_links(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """From an apprenticeship to the links of its occupation."""
    _, contract = reader_of_plan(room_id)
    return redirect(PAGE, contract.occupation_id)


def _show(request: HttpRequest, occupation_id: UUID) -> HttpResponse:
    occupation, curriculum = _subject(occupation_id)
    context: dict[str, Any] = {"occupation": occupation, "page": None, "why_empty": wording.NO_CURRICULUM}
    if curriculum is not None:
        ensure_links(actor_of(request.user), occupation=occupation, curriculum=curriculum)
        page = _page(request, occupation, curriculum)
        context |= {"page": page, "query": _query(request), "shown": wording.SHOWN}
    return render(request, "planning/links/links.html", context)


def _subject(occupation_id: UUID) -> tuple[Occupation, FrameworkCurriculum | None]:
    occupation = get_object_or_404(Occupation.objects.select_related("regulation"), pk=occupation_id)
    return occupation, framework_of(occupation)


def _page(request: HttpRequest, occupation: Occupation, curriculum: FrameworkCurriculum) -> LinksPage:
    asked = Asked(*(request.GET.get(name, "") for name in ("lernfeld", "stand", "bleibt")))
    return links_page(
        actor_of(request.user),
        occupation=occupation,
        curriculum=curriculum,
        viewer=_viewer(request),
        asked=asked,
    )


def _viewer(request: HttpRequest) -> Viewer:
    """As whom the person looks: the school in the form, else in the address."""
    text = request.POST.get("schule") or request.GET.get("schule") or ""
    try:
        wanted = UUID(text) if text else None
    except ValueError as error:
        raise Http404 from error
    return viewer_of(my_standings().values(), wanted)


def _proposed(request: HttpRequest, form: ProposeForm, **about: Any) -> UUID | None:
    """The link's id; None where the form must be shown again. `about`: viewer, occupation and curriculum."""
    field, position = form.cleaned_data["learning_field"], form.cleaned_data["position"]
    actor = actor_of(request.user)
    try:
        link, fresh = propose_link(actor, **about, learning_field_id=field, position_id=position)
    except Rejected as problem:
        form.add_error(problem.field or None, problem.message)
        return None
    messages.success(request, wording.PROPOSED if fresh else wording.KNOWN)
    return link.pk


def _query(request: HttpRequest) -> str:
    """Returns the filter of the page as part of an address, so that an act leads back to the same view."""
    kept = {name: request.GET[name] for name in ("lernfeld", "stand", "schule") if request.GET.get(name)}
    return urlencode(kept)


def _back(request: HttpRequest, occupation_id: UUID, link_id: UUID) -> str:
    """Returns the address of the page at that link, with the filter it was sent from."""
    kept = {"bleibt": str(link_id), "schule": request.POST.get("schule", "")}
    query = "&".join(
        part for part in (_query(request), urlencode({k: v for k, v in kept.items() if v})) if part
    )
    return f"{reverse(PAGE, args=[occupation_id])}?{query}#v-{link_id}"
