"""A file comes in and becomes a preview."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from zweiklang.interfaces.chambers.register import read_register
from zweiklang.interfaces.recognising import read_roster
from zweiklang.joining.public import ContractUploadForm, chamber_office, preview_register
from zweiklang.kernel.errors import Rejected
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
