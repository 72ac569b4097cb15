"""§ 72 (4) HSchG: the adult pupil's choice, and what the school notes."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zweiklang.apprenticeships.public import Contract
from zweiklang.kernel.errors import Conflict
from zweiklang.offices.public import Office, done, office_in
from zweiklang.people.public import actor_of
from zweiklang.privacy.models import ParentChoice
from zweiklang.privacy.rights.forms import InformedForm
from zweiklang.privacy.rights.parents import AdultPupil, choose, for_school, for_teacher, note_informed
from zweiklang.rooms.public import Scope, note_look, note_people, room_tabs, standing_in

Act = ParentChoice.Act
ACTS = {
    "gelesen": (Act.NOTICED, "Gut. Sie können jederzeit widersprechen."),
    "widersprechen": (Act.OBJECTED, "Die Schule darf Ihre Eltern nicht informieren. Das gilt ab sofort."),
    "zuruecknehmen": (Act.ALLOWED, "Ihr Widerspruch ist zurückgenommen."),
}
NOTED = "Eingetragen. Die Schülerin oder der Schüler bekommt eine E-Mail."


@require_POST
def choice(request: HttpRequest, act: str) -> HttpResponse:
    """The adult pupil has read the notice, objects, or takes the objection back."""
    if act not in ACTS:
        raise Http404
    what, words = ACTS[act]
    try:
        choose(actor_of(request.user), act=what)
        messages.success(request, words)
    except Conflict as problem:
        messages.error(request, str(problem))
    return redirect("privacy:rights_index")


@require_http_methods(["GET", "POST"])
def of_apprentice(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """For the class teacher of an adult apprentice: may the parents be told, and what was noted."""
    standing = standing_in(room_id)
    found = for_teacher(actor_of(request.user), room_id)
    if found is None:
        raise Http404
    contract = Contract.objects.select_related("firm").get(room=room_id)
    note_look(room_id, Scope.SCHEDULE)
    context: dict[str, Any] = {"contract": contract, "tabs": room_tabs(standing, "overview"), "office": None}
    return _noting(request, found, context, ("privacy:rights_parents_of", room_id))


@require_GET
def at_school(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """For the head of school: all adult pupils under 21, and how it stands with each."""
    office = _school(room_id)
    pupils = for_school(actor_of(request.user), office.organisation)
    note_people(room_id, Scope.ADMINISTRATION, (one.person.pk for one in pupils))
    context = _frame(office, pupils=pupils)
    return render(request, "privacy/rights/parents_list.html", context)


@require_http_methods(["GET", "POST"])
def of_pupil(request: HttpRequest, room_id: UUID, person_id: UUID) -> HttpResponse:
    """For the head of school: one adult pupil."""
    office = _school(room_id)
    everybody = for_school(actor_of(request.user), office.organisation)
    found = next((one for one in everybody if one.person.pk == person_id), None)
    if found is None:
        raise Http404
    note_people(room_id, Scope.ADMINISTRATION, (person_id,))
    return _noting(request, found, _frame(office), ("privacy:rights_parents_pupil", room_id, person_id))


def _noting(
    request: HttpRequest, found: AdultPupil, context: dict[str, Any], back: tuple[Any, ...]
) -> HttpResponse:
    actor, form = actor_of(request.user), InformedForm(request.POST or None)
    about: dict[str, Any] = {"person": found.person, "school": found.school, "answers": True}
    if done(form, lambda values: note_informed(actor, **about, **values)):
        messages.success(request, NOTED)
        return redirect(*back)
    status = 422 if form.is_bound and form.errors else 200
    page = context | {"pupil": found, "form": form}
    return render(request, "privacy/rights/parents.html", page, status=status)


def _school(room_id: UUID) -> Office:
    """Returns the school of that team room for its head; 404 for everybody else."""
    office = office_in(room_id, kind="school", administers=True)
    if "head_of_school" not in office.standing.capacities:
        raise Http404
    return office


def _frame(office: Office, **more: Any) -> dict[str, Any]:
    return {"office": office, "tabs": room_tabs(office.standing, "parents"), **more}
