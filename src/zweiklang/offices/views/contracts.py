"""One training contract: what the register says, what was changed; the chamber confirms, corrects, ends, and changes the firm."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from zweiklang.apprenticeships.public import Contract
from zweiklang.kernel.decisions import Decision, require
from zweiklang.offices.forms.answers import done
from zweiklang.offices.forms.register import ChangeFirmForm, ConfirmForm, EndContractForm, FactsForm
from zweiklang.offices.policy import may_keep_register
from zweiklang.offices.selectors.register import changes_of, contract_of, firms_to_choose
from zweiklang.offices.services.contracts import (
    Facts,
    NextContract,
    change_firm,
    confirm_contract,
    correct_contract,
    end_contracts,
)
from zweiklang.offices.views.frame import form_page
from zweiklang.people.public import actor_of
from zweiklang.rooms.public import Scope, room_tabs, standing_in, team_standing

ON_PAPER = (
    "Hier wird nichts gekündigt: Eine Kündigung gilt nur auf Papier mit Unterschrift (§ 22 Abs. 3 BBiG). "
    "Tragen Sie ein, bis wann der Vertrag laut Schriftstück läuft."
)


@require_GET
def contract(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """The contract's facts and history, for everybody in its room; the chamber's acts for its advisers."""
    standing, found = standing_in(room_id), contract_of(room_id)
    context = {
        "contract": found,
        "changes": changes_of(found),
        "tabs": room_tabs(standing, "contract"),
        "keeps": bool(_decision(request, found)) if standing.carries(Scope.SCHEDULE) else False,
    }
    return render(request, "offices/contract.html", context)


@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """The chamber enters the contract into its register."""
    found = _kept(request, room_id)
    form = ConfirmForm(request.POST or None, initial={"number": found.number})
    if done(form, lambda values: confirm_contract(actor_of(request.user), contract=found, **values)):
        messages.success(request, "Der Vertrag ist bestätigt.")
        return redirect("offices:contract", room_id)
    return _page(request, found, form, title="Vertrag bestätigen", button="Vertrag bestätigen")


@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """The chamber corrects what the register says."""
    found = _kept(request, room_id)
    form = FactsForm(request.POST or None, contract=found)
    if done(
        form, lambda values: correct_contract(actor_of(request.user), contract=found, facts=Facts(**values))
    ):
        messages.success(
            request, "Die Angaben sind berichtigt. Auszubildende und Betrieb sehen, was geändert wurde."
        )
        return redirect("offices:contract", room_id)
    lead = "Auszubildende und Betrieb sehen im Verlauf, was vorher stand und was jetzt gilt."
    return _page(request, found, form, title="Angaben berichtigen", button="Berichtigen", lead=lead)


@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """The chamber records until when the contract ran."""
    found = _kept(request, room_id)
    form = EndContractForm(request.POST or None)
    if done(form, lambda values: end_contracts(actor_of(request.user), contracts=[found], **values)):
        messages.success(
            request,
            "Das Ende ist eingetragen. Zugänge enden mit diesem Tag, der Nachweis bleibt bei der Auszubildenden.",
        )
        return redirect("offices:contract", room_id)
    words = {"title": "Ende der Ausbildung eintragen", "button": "Ende eintragen", "warning": ON_PAPER}
    return _page(request, found, form, **words)


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """The chamber records the end here and the next contract with another firm."""
    found = _kept(request, room_id)
    form = ChangeFirmForm(request.POST or None, contract=found, firms=firms_to_choose())
    if done(form, lambda values: _change(request, found, values)):
        messages.success(
            request, "Der neue Vertrag ist eingetragen. Der neue Betrieb sieht nichts vom bisherigen."
        )
        return redirect("offices:contract", room_id)
    words = {"title": "Betriebswechsel eintragen", "button": "Wechsel eintragen", "warning": ON_PAPER}
    return _page(request, found, form, **words)


def _change(request: HttpRequest, found: Contract, values: dict[str, Any]) -> Contract:
    old = {name: values.pop(name) for name in ("last_day", "document_date")}
    following = NextContract(last_day=values.pop("new_last_day"), **values)
    return change_firm(actor_of(request.user), contract=found, following=following, **old)


def _kept(request: HttpRequest, room_id: UUID) -> Contract:
    """Returns the contract if the person may keep its register; who only sees it gets the sentence of the policy."""
    standing_in(room_id)
    found = contract_of(room_id)
    require(_decision(request, found))
    return found


def _decision(request: HttpRequest, found: Contract) -> Decision:
    return may_keep_register(actor_of(request.user), standing=team_standing(found.chamber_id))


def _page(request: HttpRequest, found: Contract, form: Any, **words: Any) -> HttpResponse:
    context = {"contract": found, "tabs": room_tabs(standing_in(found.room_id), "contract"), "office": None}
    return form_page(request, context, form, **words)
