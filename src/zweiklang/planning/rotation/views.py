"""Pages of the planner: ask, watch, look, take over, take back."""

from collections.abc import Collection, Mapping
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zweiklang.kernel.errors import Conflict, Rejected
from zweiklang.kernel.form_fields import done
from zweiklang.people.public import actor_of
from zweiklang.planning.company_lane.shapes import Undo
from zweiklang.planning.company_lane.views.answers import acted, packed, unpacked
from zweiklang.planning.models import RotationRun
from zweiklang.planning.rotation.applying import Choice, apply_run, undo_run
from zweiklang.planning.rotation.forms import RotationForm
from zweiklang.planning.rotation.page import IDLE, names_of, run_page, state_of, with_names
from zweiklang.planning.rotation.policy import planned_by_me
from zweiklang.planning.rotation.services import ask_stop, start_run

RUN = "planning:planner_run"
UNDO = "rotation_undo"
"""What takes the last takeover back, in the session of who did it."""
_SHOWN = 5


@require_http_methods(["GET", "POST"])
def planner(request: HttpRequest, firm_id: UUID) -> HttpResponse:
    """Whom to plan for and what matters; what the planner did before."""
    contracts = planned_by_me(firm_id)
    people = [(one.room_id, one.apprentice.name) for one in contracts]
    form = RotationForm(request.POST or None, people=people)
    run = done(form, lambda: _started(request, firm_id, form))
    if run:
        return redirect(RUN, run.pk)
    context = {"form": form, "firm": contracts[0].firm, "people": people, "runs": _runs(firm_id)}
    return render(request, "planning/rotation/planner.html", context, status=422 if form.errors else 200)


def _started(request: HttpRequest, firm_id: UUID, form: RotationForm) -> RotationRun:
    options = form.options()
    return start_run(actor_of(request.user), firm_id=firm_id, rooms=form.chosen(), options=options)


def _runs(firm_id: UUID) -> list[tuple[RotationRun, str]]:
    rows = RotationRun.objects.filter(firm_id=firm_id).order_by("-made_at")[:_SHOWN]
    return [(one, state_of(one)) for one in rows]


def _run(run_id: UUID) -> RotationRun:
    found = RotationRun.objects.filter(pk=run_id).select_related("firm").first()
    if found is None:
        raise Http404
    return found


@require_GET
def planner_run(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """How far the planner is, or what it proposes."""
    return _shown(request, _run(run_id))


def _shown(request: HttpRequest, run: RotationRun, chosen: Collection[str] | None = None) -> HttpResponse:
    """Returns the run's page; after a refusal with the same boxes ticked as before."""
    undo = _remembered(request, run.pk)
    context = {"page": run_page(run), "run": run, "idle": IDLE, "undo": undo, "chosen": chosen}
    return render(request, "planning/rotation/run.html", context, status=200 if chosen is None else 422)


@require_POST
def planner_stop(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """The planner ends with the best it has."""
    ask_stop(actor_of(request.user), run_id=run_id)
    return redirect(RUN, run_id)


@require_POST
def planner_apply(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """What was chosen stands in the plans; what does not fit is said with the names of those the person sees."""
    run = _run(run_id)
    try:
        undo = apply_run(actor_of(request.user), run_id=run_id, choice=_chosen(request))
    except (Rejected, Conflict) as error:
        messages.error(request, with_names(str(error), names_of(run)))
        return _shown(request, _run(run_id), request.POST.getlist("move"))
    _remember(request, run_id, undo)
    number = "1 Plan ist" if len(undo) == 1 else f"{len(undo)} Pläne sind"
    messages.success(request, f"Übernommen: {number} geändert. Sie können es zurücknehmen.")
    return redirect(RUN, run_id)


def _chosen(request: HttpRequest) -> Choice:
    """Returns the positions of each room whose boxes were ticked: "<room>:<position>"; "only" names one room."""
    only = request.POST.get("only", "")
    found: dict[UUID, set[UUID]] = {}
    for text in request.POST.getlist("move"):
        room, _, position = text.partition(":")
        if only not in ("", room):
            continue
        try:
            found.setdefault(UUID(room), set()).add(UUID(position))
        except ValueError:
            raise Http404 from None
    return {room: frozenset(positions) for room, positions in found.items()}


@require_POST
def planner_undo(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """The plans are as before the proposal was taken over."""
    undo = _remembered(request, run_id)
    if undo is None:
        messages.info(request, "Hier gibt es nichts, was sich rückgängig machen lässt.")
        return redirect(RUN, run_id)
    actor = actor_of(request.user)
    if acted(request, lambda: undo_run(actor, run_id=run_id, undo=undo)):
        _forget(request)
        messages.success(request, "Zurückgenommen. Die Pläne sind wieder wie vorher.")
    return redirect(RUN, run_id)


def _remember(request: HttpRequest, run_id: UUID, undo: Mapping[UUID, Undo]) -> None:
    """Until the next run is applied this one can be taken back."""
    request.session[UNDO] = {
        "run": str(run_id),
        "plans": {str(room): packed(one) for room, one in undo.items()},
    }


def _remembered(request: HttpRequest, run_id: UUID) -> dict[UUID, Undo] | None:
    """Returns what takes this run back, None if it was another one."""
    kept = request.session.get(UNDO) or {}
    if kept.get("run") != str(run_id):
        return None
    return {UUID(room): unpacked(one) for room, one in kept["plans"].items()}


def _forget(request: HttpRequest) -> None:
    """There is nothing to take back any more."""
    request.session.pop(UNDO, None)
