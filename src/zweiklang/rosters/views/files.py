"""Files of a school: list of runs, preview, result. The upload itself stands in `interfaces`, which reads files."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from zweiklang.kernel.actor import Actor
from zweiklang.kernel.errors import Conflict, Rejected
from zweiklang.people.public import actor_of
from zweiklang.rosters.applying import last_run
from zweiklang.rosters.forms import DecisionForm
from zweiklang.rosters.looking import note_changed, note_planned
from zweiklang.rosters.models import ImportRun
from zweiklang.rosters.moving import drop_offer, take_classes
from zweiklang.rosters.policy import may_undo
from zweiklang.rosters.selectors import Office, changes, office_of, run_in, runs
from zweiklang.rosters.services import apply_run, discard_run, plan_of, set_extent, undo_run
from zweiklang.rosters.views.people import PER_PAGE, frame

SHOWN = 30
MOVES = frozenset({ImportRun.Kind.MOVE, ImportRun.Kind.TAKE})
SECTIONS = (
    ("new", "Neu", "add"),
    ("changed", "Geändert", "edit"),
    ("left", "Abgegangen", "logout"),
)


@require_GET
def run_list(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """All files, turns and acts by hand, newest first."""
    office = office_of(room_id)
    page = Paginator(runs(office), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "rosters/runs.html", frame(office, "files", page=page))


@require_GET
def run(request: HttpRequest, room_id: UUID, run_id: UUID) -> HttpResponse:
    """A preview with its questions, or what became of it."""
    office = office_of(room_id)
    found = run_in(office, run_id)
    if found.state == ImportRun.State.PREVIEW and found.kind in MOVES:
        return render(request, "rosters/offer_run.html", frame(office, "files", run=found))
    if found.state == ImportRun.State.PREVIEW:
        return preview_page(request, office, found)
    page = Paginator(changes(found), PER_PAGE).get_page(request.GET.get("page"))
    note_changed(page.object_list)
    undo = may_undo(actor_of(request.user), run=found, last=last_run(office.school))
    context = frame(office, "files", run=found, page=page, undo=undo, sections={k: t for k, t, _ in SECTIONS})
    return render(request, "rosters/run.html", context)


def preview_page(
    request: HttpRequest, office: Office, found: ImportRun, form: DecisionForm | None = None
) -> HttpResponse:
    """The page of a preview; 422 with a form that was not taken."""
    plan = plan_of(actor_of(request.user), run=found)
    note_planned(plan)
    form = form or DecisionForm(plan=plan)
    sections = [(key, title, icon, getattr(plan, key)) for key, title, icon in SECTIONS]
    context = frame(office, "files", run=found, plan=plan, form=form, sections=sections, shown=SHOWN)
    context["extents"] = [choice for choice in ImportRun.Extent.choices if choice[0] != ImportRun.Extent.AUTO]
    return render(request, "rosters/preview.html", context, status=422 if form.is_bound else 200)


@require_POST
def act(request: HttpRequest, room_id: UUID, run_id: UUID, act: str) -> HttpResponse:
    """Applies, undoes or discards the run, or compares again for another extent."""
    office = office_of(room_id)
    found = run_in(office, run_id)
    if act not in ACTS:
        raise Http404
    try:
        return ACTS[act](request, office, found)
    except (Conflict, Rejected) as problem:
        messages.error(request, str(problem))
        return redirect("rosters:run", room_id, run_id)


def _apply(request: HttpRequest, office: Office, found: ImportRun) -> HttpResponse:
    if found.kind in MOVES:
        return _take(request, office, found)
    actor = actor_of(request.user)
    plan = plan_of(actor, run=found)
    form = DecisionForm(request.POST, plan=plan)
    # Somebody who saw another plan has answered other questions: the service refuses it.
    if request.POST.get("seen") == plan.digest and not form.is_valid():
        return preview_page(request, office, found, form)
    if not _applied(actor, found, form, seen=request.POST.get("seen", "")):
        return preview_page(request, office, found, form)
    messages.success(request, "Übernommen.")
    return redirect("rosters:run", office.room_id, found.pk)


def _applied(actor: Actor, found: ImportRun, form: DecisionForm, *, seen: str) -> bool:
    """True if the preview is a fact now; otherwise the form says why not."""
    valid = form.is_valid()
    leavers = form.cleaned_data.get("confirmed_leavers") if valid else None
    decisions = form.decisions if valid else {}
    try:
        apply_run(actor, run_id=found.pk, seen=seen, decisions=decisions, confirmed_leavers=leavers)
    except Rejected as problem:
        form.add_error(problem.field if problem.field in form.fields else None, problem.message)
        return False
    return True


def _undo(request: HttpRequest, office: Office, found: ImportRun) -> HttpResponse:
    undo_run(actor_of(request.user), run_id=found.pk)
    messages.success(request, "Zurückgenommen. Alles ist wie vorher.")
    return redirect("rosters:run", office.room_id, found.pk)


def _take(request: HttpRequest, office: Office, found: ImportRun) -> HttpResponse:
    if found.kind != ImportRun.Kind.TAKE:
        raise Http404
    take_classes(actor_of(request.user), run_id=found.pk)
    messages.success(request, "Die Klassen gehören jetzt zu Ihrer Schule. Ordnen Sie ihnen Lehrkräfte zu.")
    return redirect("rosters:run", office.room_id, found.pk)


def _discard(request: HttpRequest, office: Office, found: ImportRun) -> HttpResponse:
    if found.kind in MOVES:
        drop_offer(actor_of(request.user), run_id=found.pk)
        messages.success(request, "Das Angebot gilt nicht mehr. Es wurde nichts geändert.")
        return redirect("rosters:runs", office.room_id)
    discard_run(actor_of(request.user), run_id=found.pk)
    messages.success(request, "Die Vorschau ist verworfen. Es wurde nichts geändert.")
    return redirect("rosters:runs", office.room_id)


def _extent(request: HttpRequest, office: Office, found: ImportRun) -> HttpResponse:
    if found.kind in MOVES:
        raise Http404
    wanted = request.POST.get("extent", "")
    if wanted not in ImportRun.Extent.values:
        raise Rejected("Wählen Sie, für wen die Datei gilt.")
    set_extent(actor_of(request.user), run=found, extent=wanted)
    return redirect("rosters:run", office.room_id, found.pk)


ACTS = {"uebernehmen": _apply, "zuruecknehmen": _undo, "verwerfen": _discard, "umfang": _extent}
