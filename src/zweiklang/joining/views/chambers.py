"""Pages of a chamber: its files, a preview with its questions, and contracts no school is responsible for yet."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zweiklang.apprenticeships.public import Contract, note_contracts
from zweiklang.joining.chambers.asking import ask_school
from zweiklang.joining.chambers.forms import RegisterDecisionForm
from zweiklang.joining.chambers.models import ChamberImport
from zweiklang.joining.chambers.selectors import (
    chamber_office,
    imports_of,
    reason_for,
    school_of,
    unassigned,
    without_school,
)
from zweiklang.joining.chambers.services import apply_import, discard_import, import_in, plan_of
from zweiklang.kernel.errors import Conflict, Rejected
from zweiklang.organisations.public import Organisation
from zweiklang.people.public import actor_of
from zweiklang.rooms.public import room_tabs, standing_in

PER_PAGE, SHOWN = 30, 30


@never_cache
@require_GET
def files(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """The chamber's files, newest first, and how many contracts have no school."""
    chamber = chamber_office(room_id)
    page = Paginator(imports_of(chamber), PER_PAGE).get_page(request.GET.get("page"))
    context = _frame(room_id, chamber) | {"page": page, "alone": len(without_school(chamber))}
    return render(request, "joining/chamber_files.html", context)


@never_cache
@require_GET
def file(request: HttpRequest, room_id: UUID, import_id: UUID) -> HttpResponse:
    """A preview with its questions, or what became of it."""
    chamber, found = chamber_office(room_id), import_in(import_id, room_id)
    if found.state == ChamberImport.State.PREVIEW:
        return _preview(request, chamber, found)
    entries = found.entries.select_related("contract").order_by("section", "name")
    page = Paginator(entries, PER_PAGE).get_page(request.GET.get("page"))
    note_contracts(one.contract for one in page.object_list)
    context = _frame(room_id, chamber) | {"file": found, "page": page}
    return render(request, "joining/chamber_file.html", context)


def _preview(
    request: HttpRequest,
    chamber: Organisation,
    found: ChamberImport,
    form: RegisterDecisionForm | None = None,
) -> HttpResponse:
    plan = plan_of(actor_of(request.user), found=found)
    ours = [one.contract for one in (*plan.changed, *plan.doubtful) if one.contract]
    note_contracts(Contract.objects.filter(pk__in=ours) if ours else ())
    form = form or RegisterDecisionForm(plan=plan)
    context = _frame(found.room_id, chamber) | {"file": found, "plan": plan, "form": form, "shown": SHOWN}
    return render(request, "joining/chamber_preview.html", context, status=422 if form.is_bound else 200)


@never_cache
@require_POST
def file_act(request: HttpRequest, room_id: UUID, import_id: UUID, what: str) -> HttpResponse:
    """Applies or discards a preview."""
    chamber, found = chamber_office(room_id), import_in(import_id, room_id)
    acts = {"uebernehmen": _apply, "verwerfen": _discard}
    if what not in acts:
        raise Http404
    try:
        return acts[what](request, chamber, found)
    except Conflict as problem:
        messages.error(request, str(problem))
        return redirect("joining:chamber_file", room_id, import_id)


def _apply(request: HttpRequest, chamber: Organisation, found: ChamberImport) -> HttpResponse:
    actor = actor_of(request.user)
    plan = plan_of(actor, found=found)
    form = RegisterDecisionForm(request.POST, plan=plan)
    seen = request.POST.get("seen", "")
    # Somebody who saw another plan has answered other questions: the service refuses it.
    if seen == plan.digest and not form.is_valid():
        return _preview(request, chamber, found, form)
    decisions = form.decisions if seen == plan.digest else {}
    apply_import(actor, import_id=found.pk, seen=seen, decisions=decisions)
    messages.success(request, "Übernommen.")
    return redirect("joining:chamber_file", found.room_id, found.pk)


def _discard(request: HttpRequest, chamber: Organisation, found: ChamberImport) -> HttpResponse:
    discard_import(actor_of(request.user), import_id=found.pk)
    messages.success(request, "Die Vorschau ist verworfen. Es wurde nichts geändert.")
    return redirect("joining:chamber_files", found.room_id)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def schools(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """Contracts no school is responsible for yet; asks the chosen schools."""
    chamber = chamber_office(room_id)
    if request.method == "POST":
        _ask(request, chamber)
        return redirect("joining:chamber_schools", room_id)
    page = Paginator(without_school(chamber), PER_PAGE).get_page(request.GET.get("page"))
    rows, known = unassigned(page.object_list)
    context = _frame(room_id, chamber) | {"page": page, "rows": rows, "schools": known}
    return render(request, "joining/chamber_schools.html", context)


def _ask(request: HttpRequest, chamber: Organisation) -> None:
    """Each contract with a chosen school is in that school's list; what was decided meanwhile is named."""
    actor, asked = actor_of(request.user), 0
    chosen = {name.removeprefix("school-"): str(value) for name, value in request.POST.items() if value}
    ours = [one for one in without_school(chamber) if str(one) in chosen]
    for contract in Contract.objects.filter(pk__in=ours).select_related("apprentice", "firm", "occupation"):
        try:
            school = school_of(chosen[str(contract.pk)])
            ask_school(actor, contract=contract, school=school, note=reason_for(contract, school))
            asked += 1
        except (Conflict, Rejected) as problem:
            messages.error(request, f"{contract.apprentice.name}: {problem}")
    if asked:
        messages.success(request, "Die Schule ist gefragt." if asked == 1 else f"Gefragt: {asked} Verträge.")


def _frame(room_id: UUID, organisation: Organisation) -> dict[str, object]:
    tabs = room_tabs(standing_in(room_id), "chamber_files")
    return {"room_id": room_id, "organisation": organisation, "tabs": tabs}
