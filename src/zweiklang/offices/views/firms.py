"""A chamber's register: contracts, firms, and firms that are one or two."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zweiklang.apprenticeships.public import note_contracts
from zweiklang.kernel.clock import today
from zweiklang.kernel.errors import Conflict
from zweiklang.offices.forms.answers import done
from zweiklang.offices.forms.register import EndContractsForm, MergeForm, MergeSitesForm, SplitForm
from zweiklang.offices.models import Merge
from zweiklang.offices.selectors.office import Office, office_in
from zweiklang.offices.selectors.people import colleagues, sites_of
from zweiklang.offices.selectors.register import (
    alike_firms,
    firm_of,
    firms_of,
    merges_in,
    names_of_firms,
    register_of,
)
from zweiklang.offices.selectors.tasks import trainees
from zweiklang.offices.services.contracts import end_contracts
from zweiklang.offices.services.mergers import Split, merge_firms, merge_sites, split_firm, undo_merge
from zweiklang.offices.views.contracts import ON_PAPER
from zweiklang.offices.views.frame import form_page, frame
from zweiklang.organisations.public import Organisation
from zweiklang.people.public import actor_of

PER_PAGE = 50
STATES = {"": "alle", "open": "zu bestätigen", "running": "laufend", "ended": "beendet"}


def _chamber(room_id: UUID) -> Office:
    return office_in(room_id, kind="chamber", administers=True)


@require_GET
def register(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """The chamber's contracts, 50 a page; ?q= searches, ?zeige= filters."""
    office = _chamber(room_id)
    query, state = request.GET.get("q", "").strip()[:100], request.GET.get("zeige", "")
    state = state if state in STATES else ""
    rows = register_of(office.organisation, query=query, state=state)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    note_contracts(page.object_list)
    context = {"page": page, "query": query, "state": state, "states": STATES, "today": today()}
    return render(request, "offices/register.html", frame(office, "register", **context))


@require_GET
def firms(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """The firms of the chamber's contracts, 50 a page, and what was joined or split."""
    office, query = _chamber(room_id), request.GET.get("q", "").strip()[:100]
    rows = firms_of(office.organisation, query=query)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "query": query, "merges": merges_in(room_id)[:10]}
    return render(request, "offices/firms.html", frame(office, "firms", **context))


@require_GET
def alike(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """Pairs of firms that may be one, each with the reason."""
    office = _chamber(room_id)
    pairs = alike_firms(list(names_of_firms(office.organisation)))
    page = Paginator(pairs, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "offices/alike.html", frame(office, "firms", page=page))


@require_GET
def firm(request: HttpRequest, room_id: UUID, firm_id: UUID) -> HttpResponse:
    """One firm: its contracts and sites, and what the chamber can do."""
    office = _chamber(room_id)
    found = firm_of(office.organisation, firm_id)
    contracts = list(register_of(office.organisation).filter(firm=found))
    note_contracts(contracts)
    context = {"firm": found, "contracts": contracts, "sites": sites_of(found), "today": today()}
    return render(request, "offices/firm.html", frame(office, "firms", **context))


@require_http_methods(["GET", "POST"])
def end_many(request: HttpRequest, room_id: UUID, firm_id: UUID) -> HttpResponse:
    """Several contracts of one firm end at once, as after an insolvency."""
    office = _chamber(room_id)
    found = firm_of(office.organisation, firm_id)
    contracts = trainees(found).filter(chamber=office.organisation)
    form = EndContractsForm(request.POST or None, contracts=contracts)
    words = {"title": f"Verträge mit {found.name} beenden", "button": "Ende eintragen", "warning": ON_PAPER}
    said = "Das Ende ist eingetragen. Die Zugänge des Betriebs enden mit diesem Tag."
    return _act(
        request, office, form, lambda v: end_contracts(actor_of(request.user), **v), said=said, **words
    )


@require_http_methods(["GET", "POST"])
def merge(request: HttpRequest, room_id: UUID, firm_id: UUID) -> HttpResponse:
    """This firm is another one of the register."""
    office = _chamber(room_id)
    found, chamber = firm_of(office.organisation, firm_id), office.organisation
    others = firms_of(chamber).filter(state=Organisation.State.ACTIVE).exclude(pk=found.pk)
    form = MergeForm(request.POST or None, firms=others)
    lead = f"Alle Verträge, Menschen und Ausbildungsstätten von {found.name} gehören danach zum anderen Betrieb. Wer dort leitet, sieht sie."
    words = {"title": f"{found.name} zusammenführen", "button": "Zusammenführen", "lead": lead}
    act = lambda v: merge_firms(actor_of(request.user), chamber=chamber, source=found, **v)  # noqa: E731 - said once
    return _act(
        request, office, form, act, said="Zusammengeführt. Das lässt sich rückgängig machen.", **words
    )


@require_http_methods(["GET", "POST"])
def join_sites(request: HttpRequest, room_id: UUID, firm_id: UUID) -> HttpResponse:
    """Two training sites of a firm are one."""
    office = _chamber(room_id)
    found = firm_of(office.organisation, firm_id)
    form = MergeSitesForm(request.POST or None, firm=found)
    words = {"title": f"Ausbildungsstätten von {found.name} zusammenlegen", "button": "Zusammenlegen"}
    said = "Zusammengelegt. Das lässt sich rückgängig machen."
    return _act(
        request,
        office,
        form,
        lambda v: merge_sites(actor_of(request.user), chamber=office.organisation, **v),
        said=said,
        **words,
    )


@require_http_methods(["GET", "POST"])
def split(request: HttpRequest, room_id: UUID, firm_id: UUID) -> HttpResponse:
    """This firm is two."""
    office = _chamber(room_id)
    found = firm_of(office.organisation, firm_id)
    contracts = trainees(found).filter(chamber=office.organisation)
    form = SplitForm(request.POST or None, contracts=contracts, people=colleagues(found))
    lead = "Der neue Betrieb bekommt die gewählten Verträge. Der bisherige sieht sie danach nicht mehr."
    words = {"title": f"{found.name} aufteilen", "button": "Aufteilen", "lead": lead}
    said = "Aufgeteilt. Das lässt sich rückgängig machen."
    return _act(request, office, form, lambda v: _split(request, office, found, v), said=said, **words)


def _split(request: HttpRequest, office: Office, found: Organisation, values: dict[str, Any]) -> Merge:
    reason = values.pop("reason")
    split = Split(**values)
    return split_firm(
        actor_of(request.user), chamber=office.organisation, firm=found, split=split, reason=reason
    )


@require_POST
def undo(request: HttpRequest, room_id: UUID, merge_id: UUID) -> HttpResponse:
    """What was joined or split is as before."""
    _chamber(room_id)
    found = get_object_or_404(Merge, pk=merge_id, room_id=room_id)
    try:
        undo_merge(actor_of(request.user), merge=found)
        messages.success(request, "Rückgängig gemacht.")
    except Conflict as error:
        messages.error(request, str(error))
    return redirect("offices:firms", room_id)


def _act(
    request: HttpRequest,
    office: Office,
    form: Any,
    act: Callable[[dict[str, Any]], object],
    *,
    said: str,
    **words: Any,
) -> HttpResponse:
    if done(form, act):
        messages.success(request, said)
        return redirect("offices:firms", office.room_id)
    return form_page(request, frame(office, "firms"), form, **words)
