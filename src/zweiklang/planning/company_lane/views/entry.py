"""One entry of a plan: added, changed, moved, split, removed."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from zweiklang.kernel.form_fields import done
from zweiklang.kernel.hesse import monday_of
from zweiklang.people.public import actor_of
from zweiklang.planning.company_lane.facts import PlanFacts, facts_of
from zweiklang.planning.company_lane.forms import EntryForm
from zweiklang.planning.company_lane.services import (
    change_entry,
    move_entry,
    people_of,
    place_entry,
    remove_entry,
    split_entry,
)
from zweiklang.planning.company_lane.shapes import Entry, Undo
from zweiklang.planning.company_lane.views.answers import acted, remember, revision_of
from zweiklang.planning.company_lane.views.plan import PAGE, planner

TEMPLATE = "planning/company_lane/entry.html"
REMOVED = "Der Abschnitt ist entfernt."
SPLIT = "Der Abschnitt ist geteilt. Sie können beide Teile verschieben."
_STEPS = range(-52, 53)


@require_http_methods(["GET", "POST"])
def plan_new_entry(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """One more part of the plan; ?position= chooses it."""
    contract, context = planner(request, room_id)
    facts = facts_of(contract)
    form = _form(request, facts, None, {"position": request.GET.get("position", "")})
    if undo := done(form, lambda: _placed(request, room_id, form)):
        remember(request, room_id, undo)
        messages.success(request, "Der Abschnitt steht im Plan.")
        return redirect(_address(room_id, undo))
    context |= {"form": form, "entry": None}
    return render(request, TEMPLATE, context, status=422 if form.errors else 200)


def _form(request: HttpRequest, facts: PlanFacts, entry: Entry | None, shown: dict[str, Any]) -> EntryForm:
    people = people_of(facts.contract)
    initial = {"revision": facts.revision} | shown
    data = request.POST or None
    return EntryForm(
        data, demand=facts.demand, places=facts.places, people=people, entry=entry, initial=initial
    )


def _placed(request: HttpRequest, room_id: UUID, form: EntryForm) -> Undo:
    revision = form.cleaned_data["revision"]
    return place_entry(actor_of(request.user), room_id=room_id, entry=form.entry(), revision=revision)


def _address(room_id: UUID, undo: Undo) -> str:
    anchor = f"#eintrag-{undo.gone[0]}" if undo.gone else ""
    return reverse(PAGE, args=[room_id]) + anchor


@require_http_methods(["GET", "POST"])
def plan_entry(request: HttpRequest, room_id: UUID, entry_id: UUID) -> HttpResponse:
    """One part of the plan with all it has; its buttons save, split and remove it."""
    contract, context = planner(request, room_id)
    facts = facts_of(contract)
    entry = _entry_in(facts, entry_id)
    if request.POST.get("act") in {"split", "remove"}:
        return _cut_or_gone(request, room_id, entry_id)
    form = _form(request, facts, entry, _shown(moved_to(entry, request.GET.get("woche", ""))))
    if undo := done(form, lambda: _changed(request, room_id, entry_id, form)):
        remember(request, room_id, undo)
        messages.success(request, "Gespeichert.")
        return redirect(_address(room_id, undo))
    remarks = [one for one in facts.remarks() if one.entry_id == entry_id]
    context |= {"form": form, "entry": entry, "remarks": remarks}
    return render(request, TEMPLATE, context, status=422 if form.errors else 200)


def _entry_in(facts: PlanFacts, entry_id: UUID) -> Entry:
    found = next((one for one in facts.entries if one.id == entry_id), None)
    if found is None:
        raise Http404
    return found


def moved_to(entry: Entry, text: str) -> Entry:
    """Returns the part as it would lie from the week of the address on (?woche=2027-03-15, as an agreed proposal asks); else as it is."""
    try:
        monday = monday_of(date.fromisoformat(text))
        return replace(entry, first_week=monday, last_week=monday + (entry.last_week - entry.first_week))
    except (ValueError, OverflowError):
        return entry


def _shown(entry: Entry) -> dict[str, Any]:
    return {
        "position": str(entry.position_id),
        "first_week": entry.first_week,
        "last_week": entry.last_week,
        "department": str(entry.department_id or ""),
        "responsible": str(entry.responsible_id or ""),
        "locked": entry.locked,
        "partner_wanted": entry.partner_wanted,
        "note": entry.note,
    }


def _changed(request: HttpRequest, room_id: UUID, entry_id: UUID, form: EntryForm) -> Undo:
    terms: dict[str, Any] = {
        "room_id": room_id,
        "entry_id": entry_id,
        "revision": form.cleaned_data["revision"],
    }
    return change_entry(actor_of(request.user), entry=form.entry(), **terms)


def _cut_or_gone(request: HttpRequest, room_id: UUID, entry_id: UUID) -> HttpResponse:
    act, said = (split_entry, SPLIT) if request.POST["act"] == "split" else (remove_entry, REMOVED)
    actor, seen = actor_of(request.user), revision_of(request)
    if undo := acted(request, lambda: act(actor, room_id=room_id, entry_id=entry_id, revision=seen)):
        remember(request, room_id, undo)
        messages.success(request, said)
    return redirect(PAGE, room_id)


@require_POST
def plan_move(request: HttpRequest, room_id: UUID, entry_id: UUID) -> HttpResponse:
    """The entry stands some weeks later, or earlier; the page comes back to it."""
    planner(request, room_id)
    weeks = _weeks(request.POST.get("weeks", ""))
    target: dict[str, Any] = {"room_id": room_id, "entry_id": entry_id, "weeks": weeks}
    if undo := acted(
        request, lambda: move_entry(actor_of(request.user), **target, revision=revision_of(request))
    ):
        remember(request, room_id, undo)
    year = request.POST.get("jahr", "")
    query = f"?jahr={year}" if year.isalnum() and year.isascii() else ""
    return redirect(f"{reverse(PAGE, args=[room_id])}{query}#balken-{entry_id}")


def _weeks(text: str) -> int:
    sign, digits = (-1, text[1:]) if text.startswith("-") else (1, text)
    found = sign * int(digits) if digits.isdecimal() and len(digits) < 3 else 0
    if found not in _STEPS or not found:
        raise Http404
    return found
