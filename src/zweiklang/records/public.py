"""The only door to records."""

from zweiklang.records.content import digest_of
from zweiklang.records.document.whole import RecordPdf, record_pdf
from zweiklang.records.models import Comment, Line, RecordAct, Week
from zweiklang.records.queue import Waiting, waiting_for
from zweiklang.records.recent import Recent, recent_acts
from zweiklang.records.restoring import restore_states
from zweiklang.records.selectors import Progress, progress_in
from zweiklang.records.services import (
    comment_on,
    note_as_guardian,
    note_school_days,
    return_week,
    sign_week,
    submit_week,
    unlock_week,
    withdraw_week,
)
from zweiklang.records.writing import FieldConflict, FieldEdit, save_field

__all__ = [
    "Comment",
    "FieldConflict",
    "FieldEdit",
    "Line",
    "Progress",
    "Recent",
    "RecordAct",
    "RecordPdf",
    "Waiting",
    "Week",
    "comment_on",
    "digest_of",
    "note_as_guardian",
    "note_school_days",
    "progress_in",
    "recent_acts",
    "record_pdf",
    "restore_states",
    "return_week",
    "save_field",
    "sign_week",
    "submit_week",
    "unlock_week",
    "waiting_for",
    "withdraw_week",
]
