"""Sets a record as PDF/A-3a and PDF/UA-1 with its data embedded."""

from importlib.resources import files
from pathlib import Path

from zweiklang.kernel.paper.setting import set_pdf
from zweiklang.records.document.data import record_json
from zweiklang.records.document.printed import printed
from zweiklang.records.document.shape import RecordDocument

_TEMPLATE = Path(str(files("zweiklang.records.document") / "record.typ"))


def render_pdf(document: RecordDocument) -> bytes:
    """Returns the PDF. The same document gives the same bytes; what no font can draw is ▯, the data stays whole."""
    data = record_json(document).decode("ascii")
    moment = int(document.made_at.timestamp())
    return set_pdf(_TEMPLATE, page=printed(document), moment=moment, data=data)
