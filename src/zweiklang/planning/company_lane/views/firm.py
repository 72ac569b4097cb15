"""Pages of a firm: departments as places of training, rotation of everybody, templates."""

import csv
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from zweiklang.kernel.decisions import require
from zweiklang.kernel.form_fields import done
from zweiklang.people.public import actor_of
from zweiklang.planning.company_lane.firm import (
    PAGES,
    Firm,
    demands_in,
    firm_in,
    my_firms,
    plans_somewhere,
    templates_of,
)
from zweiklang.planning.company_lane.forms import PlaceForm
from zweiklang.planning.company_lane.matrix import Matrix, csv_rows, matrix_of
from zweiklang.planning.company_lane.places import describe_department
from zweiklang.planning.company_lane.policy import may_keep_places, may_keep_templates
from zweiklang.planning.company_lane.selectors import departments_of
from zweiklang.planning.company_lane.starting import remove_template
from zweiklang.planning.company_lane.views.answers import acted
from zweiklang.rooms.public import room_tabs, room_url

_YEARS = range(2000, 2100)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@require_GET
def firm(request: HttpRequest) -> HttpResponse:
    """Leads to the firm in which the person trains; several are listed; 404 for whoever trains nobody.

    Whoever trains without a post there is told who keeps departments and templates.
    """
    found = my_firms()
    if not found and not plans_somewhere():
        raise Http404
    if len(found) == 1:
        return redirect("planning:rotation", found[0][0])
    return render(request, "planning/company_lane/firms.html", {"firms": found})


def _frame(request: HttpRequest, found: Firm, page: str) -> dict[str, Any]:
    actor = actor_of(request.user)
    return {
        "firm": found,
        "tabs": room_tabs(found.standing, ""),
        "pages": [
            *((label, room_url(name, found.room_id), name == page) for name, label in PAGES),
            ("Planer", reverse("planning:planner", args=[found.organisation.pk]), False),
        ],
        "decides": may_keep_places(actor, standing=found.standing),
        "keeps": may_keep_templates(actor, standing=found.standing),
    }


@require_GET
def departments(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """The departments with places, people and what they teach."""
    found = firm_in(room_id)
    context = _frame(request, found, "planning:departments")
    context["places"] = departments_of(found.organisation.pk)
    return render(request, "planning/company_lane/departments.html", context)


@require_http_methods(["GET", "POST"])
def department(request: HttpRequest, room_id: UUID, department_id: UUID) -> HttpResponse:
    """One department as a place of training."""
    found = firm_in(room_id)
    context = _frame(request, found, "planning:departments")
    place = next((one for one in departments_of(found.organisation.pk) if one.id == department_id), None)
    if place is None:
        raise Http404
    require(context["decides"])
    form = PlaceForm(request.POST or None, demands=demands_in(found.organisation.pk), place=place)
    if done(form, lambda: _described(request, department_id, form)):
        messages.success(request, f"{place.name}: gespeichert.")
        return redirect("planning:departments", room_id)
    context |= {"form": form, "place": place}
    return render(
        request, "planning/company_lane/department.html", context, status=422 if form.errors else 200
    )


def _described(request: HttpRequest, department_id: UUID, form: PlaceForm) -> object:
    return describe_department(actor_of(request.user), department_id=department_id, **form.terms())


@require_GET
def rotation(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """Who is where in a school year: picture, table, how full departments are."""
    found = firm_in(room_id)
    context = _frame(request, found, "planning:rotation")
    context["matrix"] = _matrix(request, found)
    return render(request, "planning/company_lane/rotation.html", context)


def _matrix(request: HttpRequest, found: Firm) -> Matrix:
    text = request.GET.get("jahr", "")
    year = int(text) if text.isdecimal() and len(text) == 4 and int(text) in _YEARS else None
    return matrix_of(found.organisation.pk, year=year)


@require_GET
def rotation_csv(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """The same as a table for a spreadsheet."""
    found = firm_in(room_id)
    matrix = _matrix(request, found)
    answer = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="versetzungsplan-{matrix.year}.csv"'
    writer = csv.writer(answer, delimiter=";")
    for row in csv_rows(matrix):
        writer.writerow([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in row])
    return answer


@require_http_methods(["GET", "POST"])
def templates(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """The firm's templates; POST removes one."""
    found = firm_in(room_id)
    if request.method == "POST":
        return _without(request, found)
    context = _frame(request, found, "planning:templates")
    rows = [
        (one, sum(int(e["weeks"]) for e in one.entries), len(one.entries)) for one in templates_of(room_id)
    ]
    return render(request, "planning/company_lane/templates.html", context | {"rows": rows})


def _without(request: HttpRequest, found: Firm) -> HttpResponse:
    try:
        key = UUID(request.POST.get("remove", ""))
    except ValueError:
        raise Http404 from None
    firm_id = found.organisation.pk
    actor = actor_of(request.user)
    if acted(request, lambda: remove_template(actor, firm_id=firm_id, template_id=key)):
        messages.success(request, "Die Vorlage ist entfernt. Pläne, die daraus entstanden sind, bleiben.")
    return redirect("planning:templates", found.room_id)
