"""The whole record of one training as a file to keep."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import Http404

from zweiklang.records.document.pdf import render_pdf
from zweiklang.records.document.reading import record_document


@dataclass(frozen=True, slots=True)
class RecordPdf:
    """The PDF, and whose training where it is about."""

    content: bytes
    occupation: str
    firm: str


def record_pdf(*, room_id: UUID) -> RecordPdf | None:
    """Returns the record of that room from the first day to the last, as the current person reads it; None if there is nothing to print."""
    try:
        document = record_document(room_id=room_id, first=date.min, last=date.max)
    except Http404:
        return None
    if not document.weeks:
        return None
    return RecordPdf(render_pdf(document), document.occupation, document.firm)
