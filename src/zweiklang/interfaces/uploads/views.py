"""A file comes in and becomes a preview."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from zweiklang.interfaces.chambers.register import read_register
from zweiklang.interfaces.recognising import read_roster
from zweiklang.interfaces.timetables import read_timetable
from zweiklang.joining.public import ContractUploadForm, chamber_office, preview_register
from zweiklang.kernel.errors import Rejected
from zweiklang.organisations.public import Organisation
from zweiklang.people.public import actor_of
from zweiklang.rooms.public import room_tabs, standing_in
from zweiklang.rosters.public import (
    ImportRun,
    Office,
    Source,
    Unreadable,
    UploadForm,
    office_of,
    preview_roster,
)
from zweiklang.schedule.public import (
    Handed,
    TimetableForm,
    TimetableImport,
    preview_timetable,
    school_office,
)


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """The form; a file that can be read leads to its preview."""
    office = office_of(room_id)
    form = UploadForm(request.POST or None, request.FILES or None)
    run = _previewed(request, office, form) if form.is_valid() else None
    if run:
        return redirect("rosters:run", room_id, run.pk)
    context: dict[str, Any] = {"office": office, "tabs": room_tabs(office.standing, "files"), "form": form}
    return render(request, "rosters/upload.html", context, status=422 if form.is_bound else 200)


def _previewed(request: HttpRequest, office: Office, form: UploadForm) -> ImportRun | None:
    file = form.cleaned_data["file"]
    data = file.read()
    try:
        roster = read_roster(data, file.name)
        source = Source(file.name, data, form.cleaned_data["extent"])
        return preview_roster(actor_of(request.user), school=office.school, roster=roster, source=source)
    except Unreadable as problem:
        form.add_error("file", problem.reason)
    except Rejected as problem:
        form.add_error(problem.field if problem.field in form.fields else None, problem.message)
    return None


@require_http_methods(["GET", "HEAD", "POST"])
def contracts(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """The form of a chamber; a file that can be read leads to its preview."""
    chamber = chamber_office(room_id)
    form = ContractUploadForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            read = read_register(file.read(), file.name)
            found = preview_register(actor_of(request.user), chamber=chamber, file=read)
            return redirect("joining:chamber_file", room_id, found.pk)
        except (Unreadable, Rejected) as problem:
            form.add_error("file", str(problem))
    tabs = room_tabs(standing_in(room_id), "chamber_files")
    context = {"room_id": room_id, "organisation": chamber, "tabs": tabs, "form": form}
    return render(request, "joining/chamber_upload.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def timetable(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """The form for a timetable of Untis; a file that can be read leads to its preview."""
    office = school_office(room_id)
    form = TimetableForm(request.POST or None, request.FILES or None)
    found = _planned(request, office.school, form) if form.is_valid() else None
    if found:
        return redirect("schedule:timetable_import", room_id, found.pk)
    context = {"office": office, "tabs": room_tabs(office.standing, "timetables"), "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "schedule/timetables/upload.html", context, status=status)


def _planned(request: HttpRequest, school: Organisation, form: TimetableForm) -> TimetableImport | None:
    file, lessons = form.cleaned_data["file"], form.cleaned_data["lessons"]
    data = file.read()
    try:
        read = read_timetable(data, file.name, lessons=lessons.read() if lessons else None)
        handed = Handed(read, file.name, data, form.cleaned_data["from_day"])
        return preview_timetable(actor_of(request.user), school=school, handed=handed)
    except Unreadable as problem:
        form.add_error("file", problem.reason)
    except Rejected as problem:
        form.add_error(problem.field if problem.field in form.fields else None, problem.message)
    return None
