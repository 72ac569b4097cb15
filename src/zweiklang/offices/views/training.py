"""Who trains whom in a firm; deputies; hand-overs, which schools have too."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zweiklang.apprenticeships.public import TrainerAssignment, note_contracts
from zweiklang.kernel.errors import Conflict
from zweiklang.offices.forms.answers import done
from zweiklang.offices.forms.people import EndForm
from zweiklang.offices.forms.tasks import HandoverForm, TrainerForm, TrainingDeputyForm
from zweiklang.offices.models import Handover
from zweiklang.offices.selectors.office import office_in
from zweiklang.offices.selectors.people import colleagues
from zweiklang.offices.selectors.tasks import handovers_in, trainee_in, trainees, training_in
from zweiklang.offices.services.handovers import Wish, hand_over, undo_handover
from zweiklang.offices.services.posts import FIRM_CAPACITIES, STAFF
from zweiklang.offices.services.training import deputise_training, end_training, set_trainer
from zweiklang.offices.views.frame import answer, form_page, frame
from zweiklang.people.public import actor_of
from zweiklang.rooms.public import Scope, note_look

FIRM = "firm"


@require_GET
def training(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """The firm's apprentices, and who is in charge of each."""
    office = office_in(room_id, kind=FIRM, administers=True)
    charges = training_in(office.organisation)
    note_look((one.room_id for one in charges), Scope.SCHEDULE)
    context = frame(office, "training", charges=charges)
    return render(request, "offices/training.html", context | {"handovers": list(handovers_in(room_id))})


@require_http_methods(["GET", "POST"])
def trainee(request: HttpRequest, room_id: UUID, contract_id: UUID) -> HttpResponse:
    """One apprentice: who trains from a day on."""
    office = office_in(room_id, kind=FIRM, administers=True)
    contract = trainee_in(office.organisation, contract_id)
    form = TrainerForm(request.POST or None, people=colleagues(office.organisation, *FIRM_CAPACITIES))
    if done(form, lambda values: set_trainer(actor_of(request.user), contract=contract, **values)):
        messages.success(request, "Die Zuständigkeit ist eingetragen.")
        return redirect("offices:training", room_id)
    charge = next(one for one in training_in(office.organisation) if one.id == contract.pk)
    return answer(request, "offices/trainee.html", frame(office, "training", form=form, charge=charge), form)


@require_http_methods(["GET", "POST"])
def deputise(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """Somebody is deputy for some or all apprentices, on some days."""
    office = office_in(room_id, kind=FIRM, administers=True)
    firm, actor = office.organisation, actor_of(request.user)
    people = colleagues(firm, *FIRM_CAPACITIES)
    form = TrainingDeputyForm(request.POST or None, people=people, contracts=trainees(firm))
    if done(form, lambda values: deputise_training(actor, firm=firm, **values)):
        messages.success(request, "Die Vertretung ist eingetragen.")
        return redirect("offices:training", room_id)
    words = {"title": "Vertretung eintragen", "button": "Vertretung eintragen"}
    return form_page(request, frame(office, "training"), form, **words)


@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, room_id: UUID, assignment_id: UUID) -> HttpResponse:
    """Somebody stops being trainer or deputy of an apprentice."""
    office = office_in(room_id, kind=FIRM, administers=True)
    rows = TrainerAssignment.objects.select_related("contract__firm", "contract__apprentice", "person")
    found = get_object_or_404(rows, pk=assignment_id, contract__in=trainees(office.organisation))
    form = EndForm(request.POST or None)
    if done(form, lambda values: end_training(actor_of(request.user), assignment=found, **values)):
        messages.success(request, "Das Ende ist eingetragen.")
        return redirect("offices:training", room_id)
    note_contracts([found.contract])
    lead = f"{found.person.name} sieht danach nichts mehr von der Ausbildung von {found.contract.apprentice.name}."
    words = {"title": "Zuständigkeit beenden", "button": "Ende eintragen", "lead": lead}
    return form_page(request, frame(office, "training"), form, **words)


@require_http_methods(["GET", "POST"])
def handover(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """All apprentices or classes of one person go to another, for some days or for good."""
    office = office_in(room_id, administers=True)
    actor, organisation = actor_of(request.user), office.organisation
    form = HandoverForm(request.POST or None, people=colleagues(organisation, *FIRM_CAPACITIES, *STAFF))
    if done(form, lambda values: hand_over(actor, organisation=organisation, wish=Wish(**values))):
        messages.success(request, "Übergeben. Sie können das unten rückgängig machen.")
        return redirect(_list_of(office.kind), room_id)
    lead = "Alles, wofür eine Person zuständig ist, übernimmt eine andere: auf Zeit als Vertretung, oder für immer."
    words = {"title": "Aufgaben übergeben", "button": "Übergeben", "lead": lead}
    return form_page(
        request, frame(office, "teaching" if office.kind == "school" else "training"), form, **words
    )


@require_POST
def undo(request: HttpRequest, room_id: UUID, handover_id: UUID) -> HttpResponse:
    """Everybody has the tasks as before."""
    office = office_in(room_id, administers=True)
    found = get_object_or_404(Handover, pk=handover_id, room_id=room_id)
    try:
        undo_handover(actor_of(request.user), handover=found)
        messages.success(request, "Die Übergabe ist rückgängig gemacht.")
    except Conflict as error:
        messages.error(request, str(error))
    return redirect(_list_of(office.kind), room_id)


def _list_of(kind: str) -> str:
    return "offices:teaching" if kind == "school" else "offices:training"
