"""What stands in docs/generated/, and what is missing for it."""

from django.utils import translation

from zweiklang.kernel.clock import today
from zweiklang.privacy.documents.activities import in_no_activity, unknown_tables
from zweiklang.privacy.documents.catalogue import build, builders
from zweiklang.privacy.documents.installation import any_installation, this_installation
from zweiklang.privacy.documents.markdown import markdown
from zweiklang.privacy.documents.pdf import render_pdf
from zweiklang.privacy.documents.tables import nameless_fields, undescribed

TEXTS = "src/zweiklang/privacy/documents/texts"


def document_slugs() -> tuple[str, ...]:
    """Returns the names of all documents."""
    return tuple(builders())


def document_pages() -> dict[str, str]:
    """Returns every document as Markdown by its file name, with placeholders for what only an installation knows."""
    shipped = any_installation()
    with translation.override("de"):
        return {f"{slug}.md": markdown(build(slug, shipped)) for slug in builders()}


def document_pdf(slug: str) -> bytes:
    """Returns that document as PDF, for whom the settings name as responsible; raises KeyError for an unknown slug."""
    with translation.override("de"):
        return render_pdf(slug, this_installation(), today())


def document_gaps() -> list[str]:
    """Returns what must be said before the documents are complete, each with where to say it."""
    return [
        *(
            f"{label}: say why it may exist (PrivacyNote, or {TEXTS}/libraries.toml)."
            for label in undescribed()
        ),
        *(f"{label}: put it into an activity in {TEXTS}/activities.toml." for label in in_no_activity()),
        *(
            f"{label}: {TEXTS}/activities.toml names it, but there is no such table."
            for label in unknown_tables()
        ),
        *(
            f"{column}: give it a German verbose_name, or a name in {TEXTS}/fields.toml."
            for column in nameless_fields()
        ),
    ]
