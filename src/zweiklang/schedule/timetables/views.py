"""A school's imported timetables: list, preview, result. The upload itself stands in `interfaces`, which reads files."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from zweiklang.kernel.errors import Conflict, Rejected
from zweiklang.people.public import actor_of
from zweiklang.rooms.public import room_tabs
from zweiklang.schedule.models import TimetableImport
from zweiklang.schedule.timetables.forms import ApplyForm
from zweiklang.schedule.timetables.selectors import SchoolOffice, import_in, imports_of, school_office
from zweiklang.schedule.timetables.services import GONE, apply_preview, discard_preview, refresh_preview
from zweiklang.schedule.timetables.shapes import KIND_LABELS, FileKind

PER_PAGE = 25
SHOWN = 40
WHAT = {"added": "neu", "changed": "geändert", "removed": "gestrichen", "cancelled": "entfällt"}
CONFIRM = "Bitte bestätigen Sie, dass die Datei vollständig ist, oder verwerfen Sie die Vorschau."
TELLS = "Übernommen. Wen es betrifft, der erfährt es jetzt."


@require_GET
def timetable_imports(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """The files that were read in, newest first."""
    office = school_office(room_id)
    page = Paginator(imports_of(office), PER_PAGE).get_page(request.GET.get("seite"))
    return render(request, "schedule/timetables/imports.html", frame(office, page=page))


def frame(office: SchoolOffice, **more: Any) -> dict[str, Any]:
    """Returns what every page of a school's timetables shows."""
    return {"office": office, "tabs": room_tabs(office.standing, "timetables"), **more}


@require_GET
def timetable_import(request: HttpRequest, room_id: UUID, import_id: UUID) -> HttpResponse:
    """A preview, or what became of it."""
    office = school_office(room_id)
    return _page(request, office, import_in(office, import_id))


def _page(
    request: HttpRequest, office: SchoolOffice, found: TimetableImport, form: ApplyForm | None = None
) -> HttpResponse:
    preview = found.state == TimetableImport.State.PREVIEW
    form = form or ApplyForm(initial={"seen": found.digest})
    gone = "zurückgenommen" if found.file_kind == KIND_LABELS[FileKind.SUBSTITUTIONS] else "gestrichen"
    context = frame(office, found=found, preview=preview, form=form, what=WHAT, gone=gone, shown=SHOWN)
    return render(request, "schedule/timetables/import.html", context, status=422 if form.errors else 200)


@require_POST
def timetable_import_act(request: HttpRequest, room_id: UUID, import_id: UUID, act: str) -> HttpResponse:
    """Applies or discards the preview."""
    office = school_office(room_id)
    if act not in ACTS:
        raise Http404
    found = imports_of(office).filter(pk=import_id).first()
    if found is None:
        messages.error(request, GONE)
        return redirect("schedule:timetable_imports", room_id)
    try:
        return ACTS[act](request, office, found)
    except Conflict as problem:
        messages.error(request, str(problem))
        if found.state == TimetableImport.State.PREVIEW:
            refresh_preview(actor_of(request.user), import_id=import_id)
        return redirect("schedule:timetable_import", room_id, import_id)


def _apply(request: HttpRequest, office: SchoolOffice, found: TimetableImport) -> HttpResponse:
    form = ApplyForm(request.POST)
    if not form.is_valid():
        raise Conflict("Bitte sehen Sie die Vorschau noch einmal durch.")
    try:
        apply_preview(actor_of(request.user), import_id=found.pk, **form.cleaned_data)
    except Rejected as problem:
        form.add_error("forced", CONFIRM if problem.field == "forced" else problem.message)
        return _page(request, office, found, form)
    messages.success(request, TELLS)
    return redirect("schedule:timetable_import", office.room_id, found.pk)


def _discard(request: HttpRequest, office: SchoolOffice, found: TimetableImport) -> HttpResponse:
    discard_preview(actor_of(request.user), import_id=found.pk)
    messages.success(request, "Die Vorschau ist verworfen. Es wurde nichts geändert.")
    return redirect("schedule:timetable_imports", office.room_id)


ACTS = {"uebernehmen": _apply, "verwerfen": _discard}
