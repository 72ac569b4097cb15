"""The page of consents: parse, ask, answer."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from zweiklang.apprenticeships.public import Contract
from zweiklang.kernel.errors import Conflict
from zweiklang.people.public import actor_of
from zweiklang.privacy.consents.forms import YES, AnswerForm
from zweiklang.privacy.consents.selectors import consents_of
from zweiklang.privacy.consents.services import agree, refuse, withdraw
from zweiklang.privacy.consents.shapes import ConsentPage
from zweiklang.rooms.public import Consent, Scope, note_look, room_tabs, standing_in

PAGE = "privacy:consents_room"


@require_GET
def consents(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """What is asked, what was given, what was taken back."""
    return render(request, "privacy/consents/room.html", _context(request, room_id))


@require_POST
def answer(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """Answers one question with yes or no."""
    standing, form = standing_in(room_id), AnswerForm(request.POST)
    if not form.is_valid():
        return render(request, "privacy/consents/room.html", _context(request, room_id, form), status=422)
    try:
        if form.cleaned_data["answer"] == YES:
            agree(actor_of(request.user), standing=standing, cell=form.cell)
            messages.success(request, "Sie haben eingewilligt. Der Bereich ist für Daten ab heute geöffnet.")
        else:
            refuse(actor_of(request.user), standing=standing, cell=form.cell)
            messages.success(request, "Sie haben nicht eingewilligt. Alles bleibt, wie es war.")
    except Conflict as problem:
        messages.error(request, str(problem))
    return redirect(PAGE, room_id)


@require_POST
def take_back(request: HttpRequest, room_id: UUID, consent_id: UUID) -> HttpResponse:
    """Withdraws one consent: the category is closed before the page answers."""
    try:
        withdraw(actor_of(request.user), standing=standing_in(room_id), consent_id=consent_id)
    except Consent.DoesNotExist:
        raise Http404 from None
    messages.success(request, "Die Einwilligung ist widerrufen. Der Bereich ist sofort wieder geschlossen.")
    return redirect(PAGE, room_id)


def _context(request: HttpRequest, room_id: UUID, sent: AnswerForm | None = None) -> dict[str, Any]:
    standing = standing_in(room_id)
    page = consents_of(actor_of(request.user), standing=standing)
    if page.concerned.as_guardian:
        note_look(room_id, Scope.MEMBERS)
    contract = Contract.objects.select_related("apprentice").get(room=room_id)
    context = {"page": page, "contract": contract, "tabs": room_tabs(standing, "who")}
    return context | _forms(page, sent)


def _forms(page: ConsentPage, sent: AnswerForm | None) -> dict[str, Any]:
    """A form for each question; what was sent stays in its place, or above all where its question is gone."""
    forms = {one.key: AnswerForm(cell=one.cell) for one in page.questions}
    if sent is None:
        return {"forms": forms, "sent": None}
    key = "-".join(sent.cell)
    if key in forms:
        forms[key] = AnswerForm(sent.data, cell=sent.cell)
    return {"forms": forms, "sent": None if key in forms else sent}
