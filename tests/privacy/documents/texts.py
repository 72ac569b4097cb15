"""All words of a document, for tests."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from zweiklang.privacy.documents.shape import Document, Section


def texts_of(document: Document) -> str:
    """Returns every text of the document, one a line."""
    return "\n".join(
        [document.title, document.subtitle, *(t for s in document.sections for t in _section(s))]
    )


def _section(section: Section) -> Iterator[str]:
    yield section.title
    for block in section.blocks:
        yield from _words([value for key, value in asdict(block).items() if key not in {"shares", "english"}])
    for part in section.parts:
        yield from _section(part)


def _words(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from _words(list(value.values()))
    else:
        for one in value:
            yield from _words(one)
