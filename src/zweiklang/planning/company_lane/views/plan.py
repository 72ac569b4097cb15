"""The plan of one apprentice, and where it comes from."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zweiklang.apprenticeships.public import Contract
from zweiklang.curricula.public import comparison_page
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.decisions import require
from zweiklang.kernel.form_fields import done
from zweiklang.people.public import actor_of
from zweiklang.planning.company_lane.facts import PlanFacts, facts_of
from zweiklang.planning.company_lane.forms import ChoiceForm, LeaveForm, TemplateForm
from zweiklang.planning.company_lane.leave import cancel_leave, take_leave
from zweiklang.planning.company_lane.page import plan_page
from zweiklang.planning.company_lane.picture import days
from zweiklang.planning.company_lane.policy import may_plan
from zweiklang.planning.company_lane.services import choose_sections, undo_change
from zweiklang.planning.company_lane.starting import (
    Started,
    alike,
    keep_template,
    plan_from_other,
    plan_from_regulation,
    plan_from_template,
    templates_for,
)
from zweiklang.planning.company_lane.sums import sums_of
from zweiklang.planning.company_lane.views.answers import (
    acted,
    forget,
    remember,
    remembered,
    revision_of,
)
from zweiklang.planning.doors import reader_of_plan
from zweiklang.planning.tabs import frame_of_room, page_address
from zweiklang.rooms.public import Scope, Standing, note_look

PAGE = "planning:plan"
NOTHING = "Hier gibt es nichts, was sich rückgängig machen lässt."
STARTED = "Der Plan ist angelegt: {}. Sie können alles ändern oder zurücknehmen."
SHORTER = " {} bekommen weniger Wochen, als die Verordnung nennt; die Prüfung unten sagt, welche."


def opened(request: HttpRequest, room_id: UUID) -> tuple[Standing, Contract, dict[str, Any]]:
    """Returns standing, contract and the frame of a page of this plan; 404 for whoever may not see it."""
    standing, contract = reader_of_plan(room_id)
    note_look([room_id], Scope.PLAN)
    frame = frame_of_room(standing, contract, PAGE)
    return standing, contract, frame | {"decides": may_plan(actor_of(request.user), standing=standing)}


def planner(request: HttpRequest, room_id: UUID) -> tuple[Contract, dict[str, Any]]:
    """Returns contract and frame for whoever keeps the plan; readers get the policy's sentence, everybody else 404."""
    _, contract, frame = opened(request, room_id)
    require(frame["decides"])
    return contract, frame


@require_GET
def plan(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """The plan by years of training: picture, list, what is to be looked at, sums."""
    _, contract, context = opened(request, room_id)
    facts = facts_of(contract)
    remarks = facts.remarks() if facts.entries and context["decides"] else []
    page = plan_page(facts, year=request.GET.get("jahr", ""), remarks=remarks)
    compared = page_address(comparison_page(), room_id)
    context |= {"facts": facts, "page": page, "undo": None, "compared": compared}
    if context["decides"]:
        context |= _sources(contract, facts) | {"undo": remembered(request, room_id, facts.revision)}
        context["template_form"] = TemplateForm()
    return render(request, "planning/company_lane/plan.html", context)


def _sources(contract: Contract, facts: PlanFacts) -> dict[str, Any]:
    """Templates and other plans are offered while the plan is empty."""
    if facts.entries:
        return {"templates": [], "others": []}
    return {"templates": templates_for(contract), "others": alike(contract)}


@require_POST
def plan_start(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """The plan is made: from the regulation, from a template or from another plan, as the button says."""
    planner(request, room_id)
    actor, source = actor_of(request.user), request.POST.get("source", "")
    made = acted(request, lambda: _maker(source)(actor, room_id, revision_of(request)))
    if made:
        remember(request, room_id, made.undo)
        messages.success(request, _said(made))
    return redirect(PAGE, room_id)


def _maker(source: str) -> Callable[[Actor, UUID, int], Started]:
    kind, _, text = source.partition(":")
    if kind == "regulation":
        return lambda actor, room, revision: plan_from_regulation(actor, room_id=room, revision=revision)
    try:
        key = UUID(text)
    except ValueError:
        raise Http404 from None
    if kind == "template":
        return lambda actor, room, revision: plan_from_template(
            actor, room_id=room, template_id=key, revision=revision
        )
    return lambda actor, room, revision: plan_from_other(actor, room_id=room, other_id=key, revision=revision)


def _said(made: Started) -> str:
    count = "1 Abschnitt" if made.entries == 1 else f"{made.entries} Abschnitte"
    text = STARTED.format(count)
    if made.shortened:
        number = len(made.shortened)
        text += SHORTER.format("1 Position" if number == 1 else f"{number} Positionen")
    return text


@require_POST
def plan_undo(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """The plan is as before this person's last change."""
    contract, _ = planner(request, room_id)
    undo = remembered(request, room_id, facts_of(contract).revision)
    if undo is None:
        messages.info(request, NOTHING)
        return redirect(PAGE, room_id)
    acted(request, lambda: undo_change(actor_of(request.user), room_id=room_id, undo=undo))
    forget(request)
    messages.success(request, "Ihre letzte Änderung ist zurückgenommen.")
    return redirect(PAGE, room_id)


@require_http_methods(["GET", "POST"])
def plan_choice(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """Electives and parts of the regulation: what is chosen, and what it adds up to."""
    contract, context = planner(request, room_id)
    facts = facts_of(contract)
    form = ChoiceForm(request.POST or None, demand=facts.demand, chosen=facts.chosen, revision=facts.revision)
    if undo := done(form, lambda: _chosen(request, room_id, form)):
        remember(request, room_id, undo)
        messages.success(request, sums_of(facts_of(contract).demand, facts.calendar).sentence)
        return redirect(PAGE, room_id)
    context |= {"form": form, "sums": sums_of(facts.demand, facts.calendar)}
    return render(request, "planning/company_lane/choice.html", context, status=422 if form.errors else 200)


def _chosen(request: HttpRequest, room_id: UUID, form: ChoiceForm) -> Any:
    revision = form.cleaned_data["revision"]
    return choose_sections(actor_of(request.user), room_id=room_id, chosen=form.chosen(), revision=revision)


@require_http_methods(["GET", "POST"])
def plan_leave(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """Leave of the apprentice: a line each, one can be added or removed."""
    contract, context = planner(request, room_id)
    if key := request.POST.get("remove"):
        return _without_leave(request, room_id, key)
    form = LeaveForm(request.POST or None)
    if done(form, lambda: take_leave(actor_of(request.user), room_id=room_id, **form.cleaned_data)):
        messages.success(request, "Der Urlaub ist eingetragen.")
        return redirect("planning:plan_leave", room_id)
    taken = [(one.id, days(one.first_day, one.last_day)) for one in facts_of(contract).leave]
    context |= {"form": form, "taken": taken}
    return render(request, "planning/company_lane/leave.html", context, status=422 if form.errors else 200)


def _without_leave(request: HttpRequest, room_id: UUID, key: str) -> HttpResponse:
    try:
        leave_id = UUID(key)
    except ValueError:
        raise Http404 from None
    acted(request, lambda: cancel_leave(actor_of(request.user), room_id=room_id, leave_id=leave_id))
    return redirect("planning:plan_leave", room_id)


@require_POST
def plan_template(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """The plan is kept as a template of the firm."""
    contract, _ = planner(request, room_id)
    form = TemplateForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(one) for one in form.errors["name"]))
        return redirect(reverse(PAGE, args=[room_id]) + "#vorlage")
    name = form.cleaned_data["name"]
    kept = acted(request, lambda: keep_template(actor_of(request.user), contract=contract, name=name))
    if kept:
        word = "gespeichert" if kept[1] else "durch diesen Plan ersetzt"
        messages.success(request, f"Die Vorlage „{name}“ ist {word}.")
    return redirect(PAGE, room_id)
