"""Turns a document into what document.typ prints: texts only, each made printable, links as whole addresses."""

import json
from dataclasses import asdict
from datetime import date
from typing import Any

from zweiklang.kernel.formats import day_long
from zweiklang.kernel.mail import absolute_url
from zweiklang.kernel.paper.glyphs import printable
from zweiklang.privacy.documents.shape import (
    Blank,
    Block,
    Bullets,
    Document,
    Facts,
    Link,
    Links,
    Note,
    Section,
    Table,
    Text,
)

LONG = 5
FORMAT = "zweiklang-privacy-document"


def printed(document: Document, *, author: str, on: date) -> dict[str, Any]:
    """Returns the paper as data; `on` is the day it was set."""
    return {
        "title": printable(document.title),
        "full-title": printable(f"{document.title} – Zweiklang"),
        "subtitle": printable(document.subtitle),
        "author": printable(author),
        "footer": printable(f"Zweiklang · {document.title} · Stand {day_long(on)}"),
        "landscape": document.landscape,
        "easy": document.easy,
        "contents": len(document.sections) > LONG and not document.easy,
        "attachment": f"{document.slug}.json",
        "sections": [one for section in document.sections for one in _sections(section, level=1)],
        "substituted": False,
    }


def document_json(document: Document, *, on: date) -> str:
    """Returns the document's content as JSON in ASCII, as attached to the PDF."""
    content = {"format": FORMAT, "version": 1, "made_on": on.isoformat(), **_with_kinds(document)}
    return json.dumps(content, indent=1, ensure_ascii=True)


def _with_kinds(document: Document) -> dict[str, Any]:
    def section(one: Section) -> dict[str, Any]:
        return {
            "title": one.title,
            "blocks": [{"kind": block.kind, **asdict(block)} for block in one.blocks],
            "parts": [section(part) for part in one.parts],
        }

    return {
        "slug": document.slug,
        "title": document.title,
        "subtitle": document.subtitle,
        "sections": [section(one) for one in document.sections],
    }


def _sections(section: Section, *, level: int) -> list[dict[str, Any]]:
    own = {"level": level, "title": printable(section.title), "blocks": [_block(b) for b in section.blocks]}
    return [own, *(one for part in section.parts for one in _sections(part, level=level + 1))]


def _block(block: Block) -> dict[str, Any]:
    made: dict[str, Any]
    match block:
        case Text(text):
            made = {"text": _lines(text)}
        case Bullets(items):
            made = {"items": [_lines(item) for item in items]}
        case Facts(rows):
            made = {"rows": [[printable(term), _lines(value)] for term, value in rows]}
        case Table(caption, head, rows, shares, english):
            cells = [[_lines(cell) for cell in row] for row in rows]
            made = {
                "caption": printable(caption),
                "head": [printable(word) for word in head],
                "rows": cells,
                "shares": list(shares),
                "english": english,
            }
        case Note(title, text):
            made = {"title": printable(title), "text": printable(text)}
        case Blank(title, hint):
            made = {"title": printable(title), "hint": printable(hint)}
        case Links(items):
            made = {"items": [_link(item) for item in items]}
    return {"kind": block.kind, **made}


def _lines(text: str) -> list[str]:
    return printable(text).split("\n")


def _link(link: Link) -> dict[str, str]:
    """A path of ours becomes a whole address: paper knows no site."""
    whole = absolute_url(link.address)
    return {
        "label": printable(link.label),
        "sentence": printable(link.sentence),
        "target": whole,
        "shown": printable(whole),
    }
