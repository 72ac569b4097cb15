"""Classes are offered to another school. Confirming and declining stand with the runs."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from zweiklang.kernel.errors import Conflict, Rejected
from zweiklang.people.public import actor_of
from zweiklang.rosters.forms import OfferForm
from zweiklang.rosters.models import ImportRun
from zweiklang.rosters.moving import offer_classes, receiving_school
from zweiklang.rosters.selectors import Office, office_of
from zweiklang.rosters.views.people import frame, present_classes


@require_http_methods(["GET", "POST"])
def offer(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """Which classes go to which school."""
    office = office_of(room_id)
    form = OfferForm(request.POST or None, classes=present_classes(office))
    run = _offered(request, office, form) if form.is_valid() else None
    if run:
        messages.success(request, "Angeboten. Die andere Schule muss es noch bestätigen.")
        return redirect("rosters:run", room_id, run.pk)
    status = 422 if form.is_bound else 200
    return render(request, "rosters/offer.html", frame(office, "classes", form=form), status=status)


def _offered(request: HttpRequest, office: Office, form: OfferForm) -> ImportRun | None:
    try:
        to = receiving_school(form.cleaned_data["number"], own=office.school)
        classes = list(form.cleaned_data["classes"])
        return offer_classes(actor_of(request.user), school=office.school, classes=classes, to=to)
    except Rejected as problem:
        form.add_error(problem.field or None, problem.message)
    except Conflict as problem:
        form.add_error(None, str(problem))
    return None
