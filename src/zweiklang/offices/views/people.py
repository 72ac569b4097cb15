"""Who works in an organisation: list, add, department, deputy, end."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from zweiklang.kernel.clock import today
from zweiklang.offices.forms.answers import done
from zweiklang.offices.forms.people import AppointForm, DepartmentOfPostForm, DeputyForm, EndForm
from zweiklang.offices.policy import appointable, may_end_post
from zweiklang.offices.selectors.office import Office, office_in
from zweiklang.offices.selectors.people import colleagues, post_in, post_rows, posts_in
from zweiklang.offices.services.arrivals import welcome
from zweiklang.offices.services.posts import deputise, end_post, others_lead, put_into_department
from zweiklang.offices.views.frame import answer, form_page, frame
from zweiklang.organisations.public import Post
from zweiklang.people.public import actor_of
from zweiklang.rooms.public import members_of


@require_GET
def people(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """Who works here; with administration also departments, deputies, and who comes later."""
    office = office_in(room_id)
    context = frame(office, "people", members=members_of(room_id, on=today()), rows=[])
    if office.administers:
        context["rows"] = post_rows(posts_in(office.organisation))
    return render(request, "offices/people.html", context | {"appoints": bool(appointable(office.standing))})


@require_http_methods(["GET", "POST"])
def appoint_person(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """Somebody gets a post, or an invitation to one."""
    office = office_in(room_id, administers=True)
    capacities = appointable(office.standing)
    form = AppointForm(request.POST or None, organisation=office.organisation, capacities=capacities)
    if done(form, lambda values: welcome(actor_of(request.user), organisation=office.organisation, **values)):
        messages.success(request, "Die Person ist eingetragen oder bekommt eine Einladung.")
        return redirect("offices:people", room_id)
    words = {"title": "Person hinzufügen", "button": "Hinzufügen"}
    return form_page(request, frame(office, "people"), form, **words)


@require_http_methods(["GET", "POST"])
def post(request: HttpRequest, room_id: UUID, post_id: UUID) -> HttpResponse:
    """One post: its department, who stands in, its end."""
    office = office_in(room_id, administers=True)
    found = post_in(office.organisation, post_id)
    forms = _forms(office, found, request)
    if request.method == "POST" and _carry_out(request, found, forms):
        return redirect("offices:people", room_id)
    ending = may_end_post(
        actor_of(request.user),
        standing=office.standing,
        post=found,
        others_lead=others_lead(found, after=today()),
    )
    context = frame(office, "people", post=found, forms=forms, ending=ending)
    return answer(request, "offices/post.html", context, *forms.values())


def _forms(office: Office, found: Post, request: HttpRequest) -> dict[str, Any]:
    act = request.POST.get("act", "")
    sent = {name: request.POST if name == act else None for name in ("department", "deputy", "end")}
    others = colleagues(office.organisation).exclude(pk=found.person_id)
    return {
        "department": DepartmentOfPostForm(sent["department"], post=found),
        "deputy": DeputyForm(sent["deputy"], people=others),
        "end": EndForm(sent["end"]),
    }


def _carry_out(request: HttpRequest, found: Post, forms: dict[str, Any]) -> bool:
    actor, act = actor_of(request.user), request.POST.get("act", "")
    acts: dict[str, Any] = {
        "department": (put_into_department, "Die Abteilung ist gespeichert."),
        "deputy": (deputise, "Die Vertretung ist eingetragen. Sie endet von selbst."),
        "end": (end_post, "Das Ende ist eingetragen. Der Zugang endet mit diesem Tag."),
    }
    if act not in acts:
        raise Http404
    service, words = acts[act]
    if not done(forms[act], lambda values: service(actor, post=found, **values)):
        return False
    messages.success(request, words)
    return True
