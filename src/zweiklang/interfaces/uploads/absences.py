"""A file of absences comes in; what was read of it leads to its preview."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from zweiklang.interfaces.absences import read_absences
from zweiklang.kernel.errors import Rejected
from zweiklang.people.public import actor_of
from zweiklang.rooms.public import room_tabs
from zweiklang.rosters.public import Unreadable
from zweiklang.schedule.public import (
    AbsenceUploadForm,
    SchoolOffice,
    TimetableImport,
    keep_absence_file,
    school_office,
)


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """The form; a file that can be read leads to its preview."""
    office = school_office(room_id)
    form = AbsenceUploadForm(request.POST or None, request.FILES or None)
    found = _kept(request, office, form) if form.is_valid() else None
    if found:
        return redirect("schedule:absence_file", room_id, found.pk)
    context = {"office": office, "tabs": room_tabs(office.standing, "absence_rule"), "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "schedule/absences/upload.html", context, status=status)


def _kept(request: HttpRequest, office: SchoolOffice, form: AbsenceUploadForm) -> TimetableImport | None:
    file = form.cleaned_data["file"]
    data = file.read()
    try:
        return keep_absence_file(
            actor_of(request.user), school=office.school, file=read_absences(data), name=file.name, data=data
        )
    except Unreadable as problem:
        form.add_error("file", problem.reason)
    except Rejected as problem:
        form.add_error("file", problem.message)
    return None
