"""The pupils of a school: list, one of them, a new one."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from zweiklang.apprenticeships.public import PupilContact, SchoolClass, note_pupils
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import today
from zweiklang.kernel.errors import Conflict, Rejected
from zweiklang.kernel.hesse import school_year
from zweiklang.people.public import actor_of
from zweiklang.rooms.public import room_tabs
from zweiklang.rosters.by_hand import NewPupil, add_pupil, end_pupil, move_pupil
from zweiklang.rosters.forms import MoveForm, PupilForm
from zweiklang.rosters.selectors import (
    STATES,
    Office,
    PupilFilter,
    class_choices,
    class_counts,
    days,
    office_of,
    pupil_in,
    pupils,
    pupils_as_csv,
    school_year_name,
)

PER_PAGE = 50


def frame(office: Office, tab: str, **more: Any) -> dict[str, Any]:
    """Returns what every page of the school's administration shows."""
    return {"office": office, "tabs": room_tabs(office.standing, tab), **more}


def wanted_by(request: HttpRequest) -> PupilFilter:
    """Returns the filter of the address; what cannot be read filters nothing."""
    state = request.GET.get("stand", "")
    try:
        class_room = UUID(request.GET.get("klasse", ""))
    except ValueError:
        class_room = None
    return PupilFilter(request.GET.get("q", "").strip(), class_room, state if state in dict(STATES) else "")


def present_classes(office: Office) -> Any:
    """Returns the classes of this school year as choices of a form."""
    return SchoolClass.objects.filter(school=office.school, school_year=school_year(today())).order_by(
        "label"
    )


@require_GET
def pupil_list(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """The pupils, narrowed by name, class and contract."""
    office, wanted = office_of(room_id), wanted_by(request)
    page = Paginator(pupils(office, wanted), PER_PAGE).get_page(request.GET.get("page"))
    note_pupils(page.object_list)
    address = request.GET.copy()
    address.pop("page", None)
    context = frame(office, "pupils", page=page, wanted=wanted, states=STATES, classes=class_choices(office))
    return render(request, "rosters/pupils.html", context | {"address": address.urlencode()})


@require_GET
def pupil_file(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """The pupils of the list as CSV for a spreadsheet; nothing in it is calculated there."""
    office = office_of(room_id)
    response = HttpResponse(pupils_as_csv(office, wanted_by(request)), content_type="text/csv; charset=utf-8")
    name = f"lernende-{office.school.number or 'liste'}-{today():%Y-%m-%d}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_GET
def class_list(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """The classes of this school year."""
    office = office_of(room_id)
    year = school_year_name(school_year(today()))
    return render(
        request, "rosters/classes.html", frame(office, "classes", classes=class_counts(office), year=year)
    )


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """Somebody new, by hand."""
    office = office_of(room_id)
    form = PupilForm(request.POST or None, classes=present_classes(office))
    if form.is_valid() and _added(request, office, form):
        return redirect("rosters:pupils", room_id)
    status = 422 if form.is_bound else 200
    return render(request, "rosters/add.html", frame(office, "pupils", form=form), status=status)


def _added(request: HttpRequest, office: Office, form: PupilForm) -> bool:
    values = dict(form.cleaned_data)
    own = {
        name: values.pop(name)
        for name in ("given_name", "family_name", "born_on", "school_class", "somebody_else")
    }
    try:
        pupil = add_pupil(actor_of(request.user), school=office.school, new=NewPupil(**own, facts=values))
    except Rejected as problem:
        form.ask_about_double()
        form.add_error(problem.field or None, problem.message)
        return False
    messages.success(request, f"{pupil.person.name} ist angelegt.")
    return True


@require_http_methods(["GET", "POST"])
def pupil(request: HttpRequest, room_id: UUID, pupil_id: UUID) -> HttpResponse:
    """One pupil: what the school knows, and where they go."""
    office = office_of(room_id)
    found = pupil_in(office, pupil_id)
    form = MoveForm(
        request.POST if request.POST.get("act") == "move" else None, classes=present_classes(office)
    )
    if request.method == "POST" and _moved(request, found, form):
        return redirect("rosters:pupil", room_id, pupil_id)
    context = frame(
        office, "pupils", pupil=found, form=form, contacts=PupilContact.objects.filter(pupil=found)
    )
    context["days"] = days(found.training_begins, found.training_ends)
    return render(request, "rosters/pupil.html", context, status=422 if form.is_bound else 200)


def _moved(request: HttpRequest, found: Any, form: MoveForm) -> bool:
    """True if something was done or refused with a message; False if the form has to be filled in."""
    try:
        words = _carried_out(actor_of(request.user), found, form, act=request.POST.get("act", ""))
    except (Conflict, Rejected) as problem:
        messages.error(request, str(problem))
        return True
    if words:
        messages.success(request, words)
    return bool(words)


def _carried_out(actor: Actor, found: Any, form: MoveForm, *, act: str) -> str:
    if act == "leave":
        end_pupil(actor, pupil=found)
        return f"Abgang von {found.person.name} eingetragen."
    if not form.is_valid():
        return ""
    school_class = form.cleaned_data["school_class"]
    move_pupil(actor, pupil=found, school_class=school_class)
    return f"{found.person.name} ist jetzt in der Klasse {school_class}."
