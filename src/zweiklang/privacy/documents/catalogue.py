"""All documents by their slug: what pages, PDF, Markdown and the completeness tests go through."""

from collections.abc import Callable
from functools import lru_cache, partial

from zweiklang.privacy.documents.easy import easy_notice
from zweiklang.privacy.documents.impact import impact
from zweiklang.privacy.documents.installation import Installation
from zweiklang.privacy.documents.measures import measures
from zweiklang.privacy.documents.notice import audiences, notice
from zweiklang.privacy.documents.record import record
from zweiklang.privacy.documents.shape import Document

type Builder = Callable[[Installation], Document]


def builders() -> dict[str, Builder]:
    """Returns what builds each document, by slug, in the order in which they are listed."""
    notices: dict[str, Builder] = {slug: partial(notice, slug=slug) for slug in audiences()}
    return {
        **notices,
        "leichte-sprache": easy_notice,
        "verzeichnis": record,
        "massnahmen": measures,
        "folgenabschaetzung": impact,
    }


@lru_cache(maxsize=64)
def build(slug: str, here: Installation) -> Document:
    """Returns the document; raises KeyError for a slug there is not. Made once a process for equal rules."""
    return builders()[slug](here)
