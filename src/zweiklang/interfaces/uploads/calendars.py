"""A calendar file or a block plan comes in, is shown with what it means, and becomes the school's calendar."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from zweiklang.interfaces.calendars import read_calendar
from zweiklang.kernel.errors import Conflict, Rejected
from zweiklang.people.public import actor_of
from zweiklang.schedule.public import (
    CalendarApplyForm,
    CalendarChoices,
    CalendarFile,
    CalendarUnreadable,
    CalendarUploadForm,
    MeaningForm,
    SchoolOffice,
    TimetableImport,
    apply_calendar_file,
    calendar_choices,
    calendar_frame,
    calendar_in,
    choose_meanings,
    classes_of_office,
    discard_calendar_file,
    keep_calendar_file,
    preview_of_calendar,
    school_office,
)

DONE = "Diese Datei ist schon übernommen. Der Kalender zeigt, was jetzt gilt."


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """The form; a file that can be read leads to its preview."""
    office = school_office(room_id)
    form = CalendarUploadForm(request.POST or None, request.FILES or None, classes=classes_of_office(office))
    found = _kept(request, office, form) if form.is_valid() else None
    if found:
        return redirect("uploads:calendar_file", room_id, found.pk)
    context = calendar_frame(office, form=form)
    return render(request, "schedule/sources/upload.html", context, status=422 if form.is_bound else 200)


def _kept(request: HttpRequest, office: SchoolOffice, form: CalendarUploadForm) -> TimetableImport | None:
    file, of_class = form.cleaned_data["file"], form.cleaned_data["school_class"]
    data = file.read()
    try:
        read = read_calendar(data, file.name)
        choices = CalendarChoices(None if read.names_classes or of_class is None else of_class.room_id)
        return keep_calendar_file(
            actor_of(request.user), school=office.school, file=read, handed=(file.name, data), choices=choices
        )
    except CalendarUnreadable as problem:
        form.add_error("file", problem.reason)
    except Rejected as problem:
        form.add_error(problem.field if problem.field in form.fields else None, problem.message)
    return None


@require_http_methods(["GET", "HEAD"])
def calendar_file(request: HttpRequest, room_id: UUID, file_id: UUID) -> HttpResponse:
    """A preview with what its events mean, or what became of it."""
    office = school_office(room_id)
    found = calendar_in(room_id, file_id)
    if found.content is None:
        return render(request, "schedule/sources/applied.html", calendar_frame(office, found=found))
    return _preview(request, office, found, _read(found))


def _read(found: TimetableImport) -> CalendarFile:
    """What the file says, under the rule for ends that was chosen; it could be read before."""
    if found.content is None:
        raise Conflict(DONE)
    try:
        return read_calendar(bytes(found.content), found.file_name, ends=calendar_choices(found).ends)
    except CalendarUnreadable as problem:  # a later version of the reader refuses it
        raise Http404 from problem


def _preview(
    request: HttpRequest,
    office: SchoolOffice,
    found: TimetableImport,
    file: CalendarFile,
    apply: CalendarApplyForm | None = None,
) -> HttpResponse:
    preview = preview_of_calendar(actor_of(request.user), found=found, file=file)
    meanings = MeaningForm(groups=preview.groups, choices=calendar_choices(found), file=file)
    apply = apply or CalendarApplyForm(initial={"seen": preview.digest})
    context = calendar_frame(office, found=found, file=file, preview=preview, meanings=meanings, form=apply)
    return render(request, "schedule/sources/preview.html", context, status=422 if apply.errors else 200)


@require_POST
def calendar_file_act(request: HttpRequest, room_id: UUID, file_id: UUID, act: str) -> HttpResponse:
    """Corrects the meanings, applies the preview or discards it."""
    office = school_office(room_id)
    found = calendar_in(room_id, file_id)
    if act not in ACTS:
        raise Http404
    try:
        return ACTS[act](request, office, found)
    except Conflict as problem:
        messages.error(request, str(problem))
        return redirect("uploads:calendar_file", room_id, file_id)


def _choose(request: HttpRequest, office: SchoolOffice, found: TimetableImport) -> HttpResponse:
    actor, file = actor_of(request.user), _read(found)
    groups = preview_of_calendar(actor, found=found, file=file).groups
    form = MeaningForm(request.POST, groups=groups, choices=calendar_choices(found), file=file)
    if not form.is_valid():
        raise Conflict("Bitte wählen Sie für jede Zeile, was sie bedeutet.")
    choose_meanings(actor, import_id=found.pk, choices=form.chosen)
    return redirect("uploads:calendar_file", office.room_id, found.pk)


def _apply(request: HttpRequest, office: SchoolOffice, found: TimetableImport) -> HttpResponse:
    form = CalendarApplyForm(request.POST)
    if not form.is_valid():
        raise Conflict("Bitte sehen Sie die Vorschau noch einmal durch.")
    file = _read(found)
    try:
        apply_calendar_file(actor_of(request.user), import_id=found.pk, file=file, **form.cleaned_data)
    except Rejected as problem:
        form.add_error(problem.field if problem.field in form.fields else None, problem.message)
        return _preview(request, office, found, file, form)
    messages.success(request, "Übernommen. Wen es betrifft, der erfährt es jetzt.")
    return redirect("uploads:calendar_file", office.room_id, found.pk)


def _discard(request: HttpRequest, office: SchoolOffice, found: TimetableImport) -> HttpResponse:
    discard_calendar_file(actor_of(request.user), import_id=found.pk)
    messages.success(request, "Die Vorschau ist verworfen. Es wurde nichts geändert.")
    return redirect("schedule:calendars", office.room_id)


ACTS = {"bedeutung": _choose, "uebernehmen": _apply, "verwerfen": _discard}
