"""Pages of a school's subscriptions, and the list of its calendar files. The upload itself stands in `interfaces`, which reads files."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from zweiklang.apprenticeships.public import SchoolClass
from zweiklang.kernel.clock import today
from zweiklang.kernel.errors import Rejected
from zweiklang.kernel.hesse import school_year
from zweiklang.people.public import actor_of
from zweiklang.rooms.public import room_tabs
from zweiklang.schedule.models import TimetableImport
from zweiklang.schedule.sources import subscribing
from zweiklang.schedule.sources.forms import SubscribeForm
from zweiklang.schedule.sources.shapes import FILE_KINDS
from zweiklang.schedule.timetables.selectors import SchoolOffice, school_office

TAB = "calendars"
ACTS = {
    "pausieren": (subscribing.pause, "Pausiert. Was im Kalender steht, bleibt."),
    "fortsetzen": (subscribing.resume, "Der Kalender wird gleich geholt."),
    "entfernen": (subscribing.unsubscribe, "Entfernt. Was der Kalender eingetragen hat, bleibt stehen."),
}


@require_http_methods(["GET", "HEAD", "POST"])
def calendars(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """What the school subscribes to, and a form for one more."""
    office = school_office(room_id)
    form = SubscribeForm(request.POST or None, classes=classes_of(office))
    if request.method == "POST" and form.is_valid() and _subscribed(request, office, form):
        messages.success(request, "Abonniert. Der Kalender wird gleich geholt, danach jede Stunde.")
        return redirect("schedule:calendars", room_id)
    context = frame(office, sources=subscribing.sources_in(room_id), files=_files(room_id), form=form)
    return render(request, "schedule/sources/calendars.html", context, status=422 if form.errors else 200)


def frame(office: SchoolOffice, **more: Any) -> dict[str, Any]:
    """Returns what every page of a school's calendars shows."""
    return {"office": office, "tabs": room_tabs(office.standing, TAB), **more}


def classes_of(office: SchoolOffice) -> QuerySet[SchoolClass]:
    """Returns the school's classes of this school year and later, by label."""
    found = SchoolClass.objects.filter(school=office.school, school_year__gte=school_year(today()))
    return found.order_by("school_year", "label")


def _files(room_id: UUID) -> list[TimetableImport]:
    rows = TimetableImport.objects.filter(room=room_id, file_kind__in=FILE_KINDS).order_by("-made_at")
    return list(rows.defer("content", "lines", "errors")[:10])


def _subscribed(request: HttpRequest, office: SchoolOffice, form: SubscribeForm) -> bool:
    try:
        subscribing.subscribe(actor_of(request.user), school=office.school, **form.cleaned_data)
    except Rejected as problem:
        form.add_error(problem.field if problem.field in form.fields else None, problem.message)
    return not form.errors


@require_POST
def calendar_act(request: HttpRequest, room_id: UUID, source_id: UUID, act: str) -> HttpResponse:
    """Pauses, resumes or removes a subscription."""
    school_office(room_id)
    if act not in ACTS:
        raise Http404
    do, said = ACTS[act]
    do(actor_of(request.user), source_id=source_id, room_id=room_id)
    messages.success(request, said)
    return redirect("schedule:calendars", room_id)
