"""One search over everything a person may see. Apps say what can be found (`kernel.searching`); the database decides what somebody sees."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from zweiklang.kernel.actor import Actor
from zweiklang.kernel.searching import LONGEST, SHORTEST, Hit, Query, Source, query_of, sources
from zweiklang.people.public import actor_of
from zweiklang.web.marks import marked

FEW, MANY = 5, 50


@dataclass(frozen=True, slots=True)
class Group:
    """The hits of one kind; at `address` stands this kind alone, with more of them if there are `more`."""

    key: str
    label: str
    hits: list[Hit]
    address: str
    more: bool


@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """Shows what is found, in groups; with `art` one group with more hits."""
    kind = request.GET.get("art", "")
    query = query_of(request.GET.get("q", ""), most=MANY if kind else FEW)
    groups = found(actor_of(request.user), query, _chosen(kind)) if query.words else []
    context = {
        "query": query,
        "groups": groups,
        "kind": kind,
        "kinds": [(one.label, one.address, one.key == kind) for one in groups],
        "all": _address(query, ""),
        "marked": lambda text: marked(text, query),
        "shortest": SHORTEST,
        "longest": LONGEST,
    }
    return render(request, "web/search.html", context)


def found(actor: Actor, query: Query, chosen: list[Source]) -> list[Group]:
    """Returns the hits of these sources, without those that found nothing. One statement for each."""
    groups = []
    for source in chosen:
        hits = source.find(actor, query)
        if hits:
            more = query.most < MANY and len(hits) > query.most
            address = _address(query, source.key)
            groups.append(Group(source.key, source.label, hits[: query.most], address, more))
    return groups


def _chosen(kind: str) -> list[Source]:
    chosen = [one for one in sources() if kind in ("", one.key)]
    if not chosen:
        raise Http404
    return chosen


def _address(query: Query, kind: str) -> str:
    values = {"q": query.text} | ({"art": kind} if kind else {})
    return f"{reverse('web:search')}?{urlencode(values)}"
