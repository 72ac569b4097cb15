"""Departments and training sites."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from zweiklang.kernel.errors import Rejected
from zweiklang.offices.forms.answers import done
from zweiklang.offices.forms.people import DepartmentForm, SiteForm
from zweiklang.offices.selectors.office import office_in
from zweiklang.offices.selectors.people import department_in, departments_of, site_in, sites_of
from zweiklang.offices.services.places import (
    close_site,
    dissolve_department,
    edit_site,
    name_department,
    open_department,
    open_site,
)
from zweiklang.offices.views.frame import answer, form_page, frame
from zweiklang.people.public import actor_of

FIRM = "firm"


@require_http_methods(["GET", "POST"])
def departments(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """The departments with their people; POST adds one."""
    office, actor = office_in(room_id, administers=True), actor_of(request.user)
    form = DepartmentForm(request.POST or None)
    if done(form, lambda values: open_department(actor, organisation=office.organisation, **values)):
        return redirect("offices:departments", room_id)
    context = frame(office, "departments", form=form, departments=departments_of(office.organisation))
    return answer(request, "offices/departments.html", context, form)


@require_http_methods(["GET", "POST"])
def department(request: HttpRequest, room_id: UUID, department_id: UUID) -> HttpResponse:
    """One department: POST renames it, or dissolves it."""
    office, actor = office_in(room_id, administers=True), actor_of(request.user)
    found = department_in(office.organisation, department_id)
    if request.POST.get("act") == "dissolve":
        dissolve_department(actor, department=found)
        messages.success(request, f"Die Abteilung {found.name} ist aufgelöst. Alle behalten ihre Aufgaben.")
        return redirect("offices:departments", room_id)
    form = DepartmentForm(request.POST or None, initial={"name": found.name})
    if done(form, lambda values: name_department(actor, department=found, **values)):
        return redirect("offices:departments", room_id)
    context = frame(office, "departments", form=form, department=found)
    return answer(request, "offices/department.html", context, form)


@require_GET
def sites(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """Where the firm trains, and how many at each place."""
    office = office_in(room_id, kind=FIRM, administers=True)
    return render(request, "offices/sites.html", frame(office, "sites", sites=sites_of(office.organisation)))


@require_http_methods(["GET", "POST"])
def new_site(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """One more place."""
    office, actor = office_in(room_id, kind=FIRM, administers=True), actor_of(request.user)
    form = SiteForm(request.POST or None)
    if done(form, lambda values: open_site(actor, organisation=office.organisation, **values)):
        messages.success(request, "Die Ausbildungsstätte ist eingetragen.")
        return redirect("offices:sites", room_id)
    words = {"title": "Ausbildungsstätte hinzufügen", "button": "Hinzufügen"}
    return form_page(request, frame(office, "sites"), form, **words)


@require_http_methods(["GET", "POST"])
def site(request: HttpRequest, room_id: UUID, site_id: UUID) -> HttpResponse:
    """One place: POST changes its address, or closes it."""
    office, actor = office_in(room_id, kind=FIRM, administers=True), actor_of(request.user)
    found = site_in(office.organisation, site_id)
    closing = request.POST.get("act") == "close"
    if closing and _closed(request, lambda: close_site(actor, site=found)):
        return redirect("offices:sites", room_id)
    form = SiteForm.of(found, None if closing else request.POST or None)
    if done(form, lambda values: edit_site(actor, site=found, **values)):
        messages.success(request, "Die Adresse ist gespeichert.")
        return redirect("offices:sites", room_id)
    return answer(request, "offices/site.html", frame(office, "sites", form=form, site=found), form)


def _closed(request: HttpRequest, act: Callable[[], object]) -> bool:
    try:
        act()
    except Rejected as error:
        messages.error(request, error.message)
        return False
    messages.success(request, "Die Ausbildungsstätte ist geschlossen.")
    return True
