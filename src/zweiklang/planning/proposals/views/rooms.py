"""Proposals of one apprenticeship: the list, a new one, and one with its history and answers."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from zweiklang.apprenticeships.public import Contract
from zweiklang.kernel.decisions import require
from zweiklang.kernel.ids import new_id
from zweiklang.people.public import actor_of
from zweiklang.planning.company_lane.selectors import entries_of
from zweiklang.planning.doors import reader_of_plan
from zweiklang.planning.proposals.forms import ActForm
from zweiklang.planning.proposals.page import FINE, answered, proposal_context, proposed
from zweiklang.planning.proposals.policy import may_propose
from zweiklang.planning.proposals.selectors import (
    class_rooms_of,
    proposal_in,
    proposal_rows,
    told,
)
from zweiklang.planning.proposals.views.forming import KINDS, chosen_kind, form_context, proposal_form
from zweiklang.planning.school_lane.selectors import published_fields
from zweiklang.planning.tabs import frame_of_room
from zweiklang.rooms.public import Scope, Standing, note_look, room_url

PAGE = "planning:proposals"
MADE = "Ihr Vorschlag ist gemacht. Die andere Seite bekommt eine Nachricht."
MADE_ALREADY = "Diesen Vorschlag haben Sie schon gemacht."
SAID = "Gespeichert. Beide Seiten sehen es."
SAID_ALREADY = "Das steht schon so da."


@require_GET
def proposals(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """What was suggested about this apprenticeship, and how it stands."""
    standing, contract = _reader(room_id)
    context = frame_of_room(standing, contract, PAGE)
    context["rows"] = told(proposal_rows([room_id]), {room_id: contract})
    context["may_propose"] = may_propose(actor_of(request.user), standing=standing)
    return render(request, "planning/proposals/proposals.html", context)


@require_http_methods(["GET", "POST"])
def new_proposal(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """Class teacher or firm suggests something."""
    standing, contract = _reader(room_id)
    require(may_propose(actor_of(request.user), standing=standing))
    entries = entries_of([room_id]).get(room_id, []) if standing.reads(Scope.PLAN) else []
    offered = [one for one in KINDS if one != "tauschen" or entries]
    kind = chosen_kind(request, offered)
    form = proposal_form(request, kind, fields=_fields(room_id), entries=entries)
    made = proposed(actor_of(request.user), form, [room_id])
    if made is not None:
        messages.success(request, MADE if made else MADE_ALREADY)
        return redirect(PAGE, room_id)
    context = frame_of_room(standing, contract, PAGE) | {"back": room_url(PAGE, room_id)}
    context |= form_context(form, kind, offered, room_url("planning:new_proposal", room_id))
    return render(request, "planning/proposals/new.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def proposal(request: HttpRequest, room_id: UUID, proposal_id: UUID) -> HttpResponse:
    """One proposal with everything that was said. POST: answer, withdraw or comment."""
    standing, contract = _reader(room_id)
    found = proposal_in(room_id, proposal_id)
    form, status = ActForm(request.POST or None, initial={"act": new_id(), "seen": found.last}), FINE
    actor = actor_of(request.user)
    if request.method == "POST":
        status, new = answered(actor, found, form)
        if status == FINE:
            messages.success(request, SAID if new else SAID_ALREADY)
            return redirect("planning:proposal", room_id, proposal_id)
        found = proposal_in(room_id, proposal_id)
    context = frame_of_room(standing, contract, PAGE) | proposal_context(actor, standing, found, form)
    return render(request, "planning/proposals/proposal.html", context, status=status)


def _reader(room_id: UUID) -> tuple[Standing, Contract]:
    """Returns standing and contract for whoever reads talks and agreements there; 404 for everybody else."""
    found = reader_of_plan(room_id, scope=Scope.DEVELOPMENT)
    note_look(room_id, Scope.DEVELOPMENT)
    return found


def _fields(room_id: UUID) -> list[Any]:
    """Returns what the classes of the apprentice are taught, as published."""
    return [field for fields in published_fields(class_rooms_of(room_id)).values() for field in fields]
