"""Who teaches which class of a school; substitutes."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from zweiklang.apprenticeships.public import TeachingAssignment
from zweiklang.offices.forms.answers import done
from zweiklang.offices.forms.people import EndForm
from zweiklang.offices.forms.tasks import SubstituteForm, TeachingForm
from zweiklang.offices.selectors.office import Office, office_in
from zweiklang.offices.selectors.people import colleagues
from zweiklang.offices.selectors.tasks import class_of, classes_of, handovers_in, teaching_in, teaching_of
from zweiklang.offices.services.posts import STAFF
from zweiklang.offices.services.teaching import end_teaching, substitute, teach
from zweiklang.offices.views.frame import answer, form_page, frame
from zweiklang.people.public import actor_of

SCHOOL = "school"


@require_GET
def teaching(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """The classes of this school year, with teachers and substitutes."""
    office = office_in(room_id, kind=SCHOOL, administers=True)
    context = frame(office, "teaching", charges=teaching_in(office.organisation))
    return render(request, "offices/teaching.html", context | {"handovers": list(handovers_in(room_id))})


@require_http_methods(["GET", "POST"])
def class_staff(request: HttpRequest, room_id: UUID, class_id: UUID) -> HttpResponse:
    """One class: its teachers; POST adds one."""
    office = office_in(room_id, kind=SCHOOL, administers=True)
    found = class_of(office.organisation, class_id)
    form = TeachingForm(request.POST or None, people=colleagues(office.organisation, *STAFF))
    if done(form, lambda values: teach(actor_of(request.user), school_class=found, **values)):
        messages.success(request, "Der Unterrichtsauftrag ist eingetragen.")
        return redirect("offices:class_staff", room_id, class_id)
    context = frame(office, "teaching", form=form, school_class=found, tasks=teaching_of(found))
    return answer(request, "offices/class_staff.html", context, form)


@require_http_methods(["GET", "POST"])
def substitution(request: HttpRequest, room_id: UUID, teaching_id: UUID) -> HttpResponse:
    """Somebody stands in for a teacher in one class."""
    office = office_in(room_id, kind=SCHOOL, administers=True)
    found = _assignment(office, teaching_id)
    people = colleagues(office.organisation, *STAFF).exclude(pk=found.person_id)
    form = SubstituteForm(request.POST or None, people=people)
    if done(form, lambda values: substitute(actor_of(request.user), teaching=found, **values)):
        messages.success(request, "Die Vertretung ist eingetragen. Sie endet von selbst.")
        return redirect("offices:class_staff", room_id, found.school_class_id)
    lead = f"Die Vertretung sieht in diesen Tagen, was {found.person.name} in der Klasse {found.school_class.label} sieht."
    words = {"title": f"{found.person.name} vertreten", "button": "Vertretung eintragen", "lead": lead}
    return form_page(request, frame(office, "teaching"), form, **words)


@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, room_id: UUID, teaching_id: UUID) -> HttpResponse:
    """Somebody stops teaching in a class."""
    office = office_in(room_id, kind=SCHOOL, administers=True)
    found = _assignment(office, teaching_id)
    form = EndForm(request.POST or None)
    if done(form, lambda values: end_teaching(actor_of(request.user), teaching=found, **values)):
        messages.success(request, "Das Ende ist eingetragen.")
        return redirect("offices:class_staff", room_id, found.school_class_id)
    lead = f"{found.person.name} sieht danach nichts mehr von der Klasse {found.school_class.label}."
    words = {"title": "Unterrichtsauftrag beenden", "button": "Ende eintragen", "lead": lead}
    return form_page(request, frame(office, "teaching"), form, **words)


def _assignment(office: Office, teaching_id: UUID) -> TeachingAssignment:
    rows = TeachingAssignment.objects.select_related("person", "school_class__school")
    return get_object_or_404(rows, pk=teaching_id, school_class__in=classes_of(office.organisation))
