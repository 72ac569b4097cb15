"""Where the Land, a school, a firm or a class teacher decides: list, form, preview, decision, and taking it back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zweiklang.kernel.decisions import require
from zweiklang.kernel.errors import Conflict, Rejected
from zweiklang.offices.public import done
from zweiklang.people.public import actor_of
from zweiklang.privacy.rules.forms import LandRuleForm, RuleForm
from zweiklang.privacy.rules.pages import CellPage, cell_page, effect_told, room_page, told_before
from zweiklang.privacy.rules.ruling import Ruler, ruler_in
from zweiklang.privacy.rules.services import Wish, decide_rule, effect_of_rule, undo_decision
from zweiklang.privacy.rules.wording import look_of
from zweiklang.rooms.public import room_tabs

ROOM = "privacy:rules_room"
# Whose decisions stand on pages that everybody may read.
PUBLIC = ("land", "school")


def frame(ruler: Ruler, **more: Any) -> dict[str, Any]:
    """Returns the context of a page of that room."""
    return {"ruler": ruler, "tabs": room_tabs(ruler.standing, "rules"), **more}


@require_GET
def room(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """The rules of the Land, a school, a firm or a class, as its people see them."""
    ruler = ruler_in(actor_of(request.user), room_id)
    return render(request, "privacy/rules/room.html", frame(ruler, **room_page(ruler)))


@require_http_methods(["GET", "POST"])
def cell(request: HttpRequest, room_id: UUID, category: str, capacity: str) -> HttpResponse:
    """One cell: the form; POST shows the preview, and from there decides."""
    actor = actor_of(request.user)
    ruler = ruler_in(actor, room_id)
    page = cell_page(ruler, (category, capacity))
    if request.method == "POST":
        require(page.may)
    form = (LandRuleForm if ruler.kind == "land" else RuleForm)(
        request.POST or None, page=page, public=ruler.kind in PUBLIC
    )
    if request.POST.get("step") == "preview":
        return _preview(request, ruler, page, form)
    if request.POST.get("step") == "decide" and _decided(request, ruler, page, form):
        return redirect(ROOM, room_id)
    return _form(request, ruler, page, form)


def _form(request: HttpRequest, ruler: Ruler, page: CellPage, form: RuleForm) -> HttpResponse:
    context = frame(ruler, page=page, form=form)
    return render(request, "privacy/rules/cell.html", context, status=422 if form.errors else 200)


def _preview(request: HttpRequest, ruler: Ruler, page: CellPage, form: RuleForm) -> HttpResponse:
    actor, key, told = actor_of(request.user), page.cell.rule.key, []

    def count(values: dict[str, Any]) -> None:
        told.extend(effect_told(effect_of_rule(actor, ruler=ruler, key=key, wish=Wish(**values))))

    if not done(form, count):
        return _form(request, ruler, page, form)
    state, day = form.cleaned_data["state"], form.cleaned_data["effective_on"]
    told += told_before(page.cell, state, day)
    context = frame(ruler, page=page, form=form, told=told, after=look_of(state), day=day)
    return render(request, "privacy/rules/preview.html", context)


def _decided(request: HttpRequest, ruler: Ruler, page: CellPage, form: RuleForm) -> bool:
    actor, key = actor_of(request.user), page.cell.rule.key
    if not done(form, lambda values: decide_rule(actor, ruler=ruler, key=key, wish=Wish(**values))):
        return False
    messages.success(request, "Die Entscheidung ist eingetragen. Sie können sie unten rückgängig machen.")
    return True


@require_POST
def undo(request: HttpRequest, room_id: UUID, decision_id: UUID) -> HttpResponse:
    """The last decision is taken back by another one."""
    actor = actor_of(request.user)
    try:
        undo_decision(actor, ruler=ruler_in(actor, room_id), decision_id=decision_id)
        messages.success(request, "Rückgängig gemacht. Im Verlauf stehen beide Entscheidungen.")
    except (Conflict, Rejected) as problem:
        messages.error(request, str(problem))
    return redirect(ROOM, room_id)
