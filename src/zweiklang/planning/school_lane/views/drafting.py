"""The draft: begun, written with what the checks say at once, given up, taken back."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from zweiklang.apprenticeships.public import SchoolClass
from zweiklang.curricula.public import FrameworkCurriculum
from zweiklang.kernel.errors import Conflict, Rejected
from zweiklang.people.public import actor_of
from zweiklang.planning.school_lane.curricula import curricula_known, curriculum_of
from zweiklang.planning.school_lane.drafting import (
    GONE,
    THERE,
    begin_empty_draft,
    copy_to_draft,
    discard_draft,
    propose_draft,
    save_draft,
    take_back,
    token_of,
)
from zweiklang.planning.school_lane.forms import BeginForm
from zweiklang.planning.school_lane.reading import Desk, Wish, desk_of
from zweiklang.planning.school_lane.selectors import sources_for
from zweiklang.planning.school_lane.shapes import Snapshot
from zweiklang.planning.school_lane.views.frame import (
    DRAFT,
    PAGE,
    draft_in,
    editor_of_class,
    forget,
    frame,
    remember,
    remembered,
)

SAVED = "Gespeichert. Betriebe und Auszubildende sehen den Entwurf noch nicht."
NOTHING = "Nichts geändert. So steht es schon im Entwurf."
BACK = "Rückgängig gemacht. Es gilt wieder, was vorher galt."
DISCARDED = "Der Entwurf ist verworfen. Was veröffentlicht ist, bleibt."
FIRST = "Für diese Änderung braucht es einen Entwurf. Bitte wählen Sie „Neue Fassung vorbereiten“, dann verschieben Sie das Lernfeld."
AGAIN = "Inzwischen hat jemand den Entwurf geändert. Unten steht Ihre Fassung. Soll sie gelten? Dann speichern Sie noch einmal."


@require_http_methods(["GET", "POST"])
def fields_begin(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """A draft begins: with a proposal, with nothing, or with another plan."""
    standing, school_class = editor_of_class(request, room_id)
    context = frame(request, standing, school_class)
    if context["draft"]:
        messages.warning(request, THERE)
        return redirect(DRAFT, room_id)
    known = curricula_known()
    form = _begin_form(request, school_class, known)
    if form.is_bound and form.is_valid():
        return _begun(request, school_class, form)
    context |= {"form": form, "known": bool(known)}
    return render(request, "planning/school_lane/begin.html", context, status=422 if form.errors else 200)


def _begin_form(
    request: HttpRequest, school_class: SchoolClass, known: list[FrameworkCurriculum]
) -> BeginForm:
    guess = curriculum_of(school_class, known)
    sources = sources_for(actor_of(request.user), school_class)
    initial = {"start": BeginForm.PROPOSE, "curriculum": str(guess.pk) if guess else ""}
    if request.GET.get("plan"):
        initial |= {"start": BeginForm.COPY, "source": request.GET["plan"]}
    return BeginForm(known, sources, request.POST or None, initial=initial)


def _begun(request: HttpRequest, school_class: SchoolClass, form: BeginForm) -> HttpResponse:
    try:
        remember(request, school_class.room_id, _begin(request, school_class, form))
    except Conflict as error:
        messages.warning(request, str(error))
    return redirect(DRAFT, school_class.room_id)


def _begin(request: HttpRequest, school_class: SchoolClass, form: BeginForm) -> Snapshot:
    actor, start = actor_of(request.user), form.cleaned_data["start"]
    if start == BeginForm.COPY:
        return copy_to_draft(actor, school_class=school_class, plan_id=form.chosen("source"))
    act = propose_draft if start == BeginForm.PROPOSE else begin_empty_draft
    return act(actor, school_class=school_class, curriculum_id=form.chosen("curriculum"))


@require_http_methods(["GET", "POST"])
def fields_draft(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """The draft with its picture and its table. POST: it is saved."""
    standing, school_class = editor_of_class(request, room_id)
    context = frame(request, standing, school_class)
    if context["draft"] is None:
        return _without_draft(request, room_id)
    draft = draft_in(context)
    desk = desk_of(school_class, draft, request.POST or None, wish=_wish(request))
    if request.method == "POST" and desk.form.is_complete and _saved(request, school_class, desk):
        return redirect(DRAFT, room_id)
    undo = remembered(request, room_id)
    context |= {"desk": desk, "seen": token_of(draft), "undo": bool(undo and undo.after == token_of(draft))}
    status = 422 if request.method == "POST" else 200
    return render(request, "planning/school_lane/draft.html", context, status=status)


def _wish(request: HttpRequest) -> Wish | None:
    """Returns what the address asks to move: ?lernfeld=…&woche=2027-03-15, as an agreed proposal does. None: nothing."""
    try:
        wish = UUID(request.GET.get("lernfeld", "")), date.fromisoformat(request.GET.get("woche", ""))
    except ValueError:
        return None
    return wish if wish[1].weekday() == 0 and request.method == "GET" else None


def _without_draft(request: HttpRequest, room_id: UUID) -> HttpResponse:
    if request.method == "POST":
        messages.error(request, GONE)
    elif _wish(request):
        messages.info(request, FIRST)
    return redirect(PAGE, room_id)


def _saved(request: HttpRequest, school_class: SchoolClass, desk: Desk) -> bool:
    """True once it is saved; otherwise the person reads why not, and what was entered stays."""
    try:
        undo = _save(request, school_class, desk)
    except (Conflict, Rejected) as error:
        messages.error(request, AGAIN if isinstance(error, Conflict) else error.message)
        return False
    if undo is None:
        messages.info(request, NOTHING)
    else:
        remember(request, school_class.room_id, undo)
        messages.success(request, SAVED)
    return True


def _save(request: HttpRequest, school_class: SchoolClass, desk: Desk) -> Snapshot | None:
    return save_draft(
        actor_of(request.user),
        school_class=school_class,
        placed=desk.form.placed,
        lessons_per_day=desk.form.lessons_per_day,
        seen=request.POST.get("seen", ""),
    )


@require_POST
def fields_check(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """Picture and checks of what is on the page now; nothing is saved."""
    standing, school_class = editor_of_class(request, room_id)
    context = frame(request, standing, school_class)
    context["desk"] = desk_of(school_class, draft_in(context), request.POST)
    return render(request, "planning/school_lane/checked.html", context)


@require_POST
def fields_discard(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """The draft is given up."""
    _, school_class = editor_of_class(request, room_id)
    try:
        seen = request.POST.get("seen", "")
        undo = discard_draft(actor_of(request.user), school_class=school_class, seen=seen)
        remember(request, room_id, undo)
        messages.success(request, DISCARDED)
    except Conflict as error:
        messages.error(request, str(error))
        return redirect(DRAFT, room_id)
    return redirect(PAGE, room_id)


@require_POST
def fields_undo(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """The last act of this person in the draft is taken back."""
    _, school_class = editor_of_class(request, room_id)
    undo = remembered(request, room_id)
    forget(request)
    if undo is None:
        messages.info(request, "Hier gibt es nichts, was sich rückgängig machen lässt.")
        return redirect(DRAFT, room_id)
    try:
        take_back(actor_of(request.user), school_class=school_class, undo=undo)
        messages.success(request, BACK)
    except Conflict as error:
        messages.error(request, str(error))
    return redirect(DRAFT, room_id)
