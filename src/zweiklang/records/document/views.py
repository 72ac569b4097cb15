"""The record as a file to keep. Who may read the record may keep it: row-level security decides what is in the file."""

from datetime import date, timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from zweiklang.kernel import formats
from zweiklang.kernel.hesse import monday_of
from zweiklang.records.document.pdf import render_pdf
from zweiklang.records.document.reading import record_document
from zweiklang.records.document.shape import RecordDocument
from zweiklang.records.weeks import week_slug


@require_GET
def pdf_week(request: HttpRequest, room_id: UUID, monday: date) -> HttpResponse:
    """One week as PDF."""
    document = record_document(room_id=room_id, first=monday, last=monday + timedelta(days=6))
    return _answer(
        request,
        document,
        name=week_slug(monday).replace("W", "KW"),
        span=f"die {formats.week(monday)} {monday.isocalendar().year}",
    )


@require_GET
def pdf_month(request: HttpRequest, room_id: UUID, month: date) -> HttpResponse:
    """All weeks that have a day from Monday to Friday in the month; a week between two months is in both."""
    last = (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    first = month if month.weekday() < 5 else monday_of(month) + timedelta(weeks=1)
    document = record_document(room_id=room_id, first=first, last=last)
    return _answer(request, document, name=f"{month:%Y-%m}", span=f"den {formats.month(month)}")


@require_GET
def pdf_all(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """The whole training as PDF, with a cover page and the weeks that are missing."""
    document = record_document(room_id=room_id, first=date.min, last=date.max)
    return _answer(request, document, name="gesamt", span="die ganze Ausbildung")


def _answer(request: HttpRequest, document: RecordDocument, *, name: str, span: str) -> HttpResponse:
    if not document.weeks:
        context = {"span": span, "room_id": document.room_id, "school_only": document.school_only}
        return render(request, "records/no_weeks.html", context, status=404)
    response = HttpResponse(render_pdf(document), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="Ausbildungsnachweis-{name}.pdf"'
    response["Cache-Control"] = "no-store"
    return response
