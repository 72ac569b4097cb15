"""Sets a document as PDF/A-3a and PDF/UA-1 with its content embedded."""

from datetime import date, datetime
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from zweiklang.kernel.clock import BERLIN
from zweiklang.privacy.documents.catalogue import build
from zweiklang.privacy.documents.installation import Installation
from zweiklang.privacy.documents.printed import document_json, printed

_TEMPLATE = Path(str(files("zweiklang.privacy.documents") / "document.typ"))
# Every paper of one day, for one controller and equal rules: setting one takes up to a third of a second of a processor, and anybody may ask for it.
_KEPT = 16


@lru_cache(maxsize=_KEPT)
def render_pdf(slug: str, here: Installation, on: date) -> bytes:
    """Returns the PDF of that day; the same arguments give the same bytes. Raises KeyError for an unknown slug."""
    from zweiklang.kernel.paper.setting import set_pdf  # noqa: PLC0415 - typst is loaded where a paper is set

    document = build(slug, here)
    moment = int(datetime(on.year, on.month, on.day, 12, tzinfo=BERLIN).timestamp())
    page = printed(document, author=here.responsible.name, on=on)
    return set_pdf(_TEMPLATE, page=page, moment=moment, data=document_json(document, on=on))
