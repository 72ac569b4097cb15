"""Proposals of a class, for whoever leads it: to all firms or some, and how many agree."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zweiklang.apprenticeships.public import Contract, SchoolClass
from zweiklang.kernel.errors import Conflict
from zweiklang.people.public import actor_of
from zweiklang.planning.models.proposals import Side
from zweiklang.planning.parties import classes_in
from zweiklang.planning.proposals.entering import open_editor
from zweiklang.planning.proposals.page import proposed
from zweiklang.planning.proposals.policy import sides_of
from zweiklang.planning.proposals.selectors import (
    batches_of,
    contracts_of_class,
    proposal_rows,
    proposals_of,
    told,
)
from zweiklang.planning.proposals.steps import class_step
from zweiklang.planning.proposals.tabs import leads
from zweiklang.planning.proposals.views.forming import KINDS, chosen_kind, form_context, proposal_form
from zweiklang.planning.school_lane.selectors import published_fields
from zweiklang.planning.tabs import frame_of_class
from zweiklang.rooms.public import Scope, Standing, my_standings, note_look, room_url

PAGE, NEW = "planning:class_proposals", "planning:new_class_proposal"
OFFERED = [one for one in KINDS if one != "tauschen"]
MADE = {1: "Ihr Vorschlag ist gemacht. Der Betrieb bekommt eine Nachricht."}
MADE_MANY = "Ihr Vorschlag ist gemacht: für {} Auszubildende. Die Betriebe bekommen eine Nachricht."
MADE_ALREADY = "Diesen Vorschlag haben Sie schon gemacht."
ENTERED = "Das Lernfeld steht unten schon in der vereinbarten Woche. Bitte prüfen und speichern Sie."
NOBODY = "In dieser Klasse gibt es noch keine Auszubildenden mit bestätigtem Vertrag."


@require_GET
def class_proposals(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """What was suggested to the firms of the class or by them, each once, with how many agree."""
    standing, school_class, contracts = _leader(room_id)
    rooms = [one.room_id for one in contracts]
    note_look(rooms, Scope.DEVELOPMENT)
    batches = batches_of(told(proposal_rows(rooms), {one.room_id: one for one in contracts}))
    context = frame_of_class(standing, school_class, PAGE)
    context["batches"] = [(batch, class_step(room_id, batch)) for batch in batches]
    context["has_firms"] = bool(contracts)
    return render(request, "planning/proposals/class_proposals.html", context)


@require_http_methods(["GET", "POST"])
def new_class_proposal(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """The class teacher suggests the same to some firms or all."""
    standing, school_class, contracts = _leader(room_id)
    note_look((one.room_id for one in contracts), Scope.SCHEDULE)
    kind = chosen_kind(request, OFFERED)
    fields = published_fields([room_id])[room_id]
    form = proposal_form(request, kind, fields=fields, contracts=contracts)
    made = proposed(actor_of(request.user), form, None)
    if made is not None:
        messages.success(request, _made(made))
        return redirect(PAGE, room_id)
    context = frame_of_class(standing, school_class, PAGE) | {"back": room_url(PAGE, room_id)}
    context |= form_context(form, kind, OFFERED, room_url(NEW, room_id))
    context["nothing"] = context["nothing"] if contracts else NOBODY
    return render(request, "planning/proposals/new.html", context, status=422 if form.errors else 200)


@require_POST
def enter_proposal(request: HttpRequest, room_id: UUID, proposal_id: UUID) -> HttpResponse:
    """The class's editor opens with the Lernfeld in the agreed week; nothing is saved yet."""
    _, school_class, contracts = _leader(room_id)
    rooms = [one.room_id for one in contracts]
    found = next((one for one in proposals_of(rooms) if one.id == proposal_id), None)
    if found is None:
        raise Http404
    try:
        address = open_editor(actor_of(request.user), school_class=school_class, proposal=found)
    except Conflict as error:
        messages.error(request, str(error))
        return redirect(PAGE, room_id)
    messages.info(request, ENTERED)
    return redirect(address)


def _leader(room_id: UUID) -> tuple[Standing, SchoolClass, list[Contract]]:
    """Returns standing, class and the contracts for which the person speaks for the school; 404 for whoever does not lead the class."""
    held = my_standings()
    standing, school_class = held.get(room_id), classes_in([room_id]).get(room_id)
    if standing is None or school_class is None or not leads(standing):
        raise Http404
    contracts = [
        one for one in contracts_of_class(school_class) if Side.SCHOOL in sides_of(held.get(one.room_id))
    ]
    return standing, school_class, contracts


def _made(number: int) -> Any:
    return MADE.get(number, MADE_MANY.format(number)) if number else MADE_ALREADY
