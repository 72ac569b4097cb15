"""Safe reading of the ministry's XML, and the text of its elements.

No network, no DTD, no entity is ever resolved: the published files name a DTD and need nothing from it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from zweiklang.curricula.gii.model import HostileDocument, NotARegulation

MAX_BYTES = 20 * 1024 * 1024
MAX_DEPTH = 100
MAX_ELEMENTS = 1_000_000

_ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)
_BREAKING = frozenset({"BR", "P", "DL", "DT", "DD", "Title", "LA", "table", "entry", "row"})
_SILENT = frozenset({"FnR", "Footnotes", "kommentar"})


def read_document(data: bytes) -> etree._Element:
    """The root element of a GII document; raises `NotARegulation` or `HostileDocument`."""
    if len(data) > MAX_BYTES:
        raise HostileDocument(
            f"Die Datei ist größer als {MAX_BYTES // (1024 * 1024)} MB und wurde nicht gelesen."
        )
    if not data.strip(b"\x00\t\r\n "):
        raise NotARegulation("Die Datei ist leer.")
    # Before parsing: an entity in an attribute is expanded whatever the parser is told.
    if _ENTITY.search(data.replace(b"\x00", b"")):
        raise HostileDocument("Die Datei enthält eigene Entitäten; solche Dateien werden nicht gelesen.")
    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise _syntax_problem(error) from error
    except ValueError as error:
        raise NotARegulation("Die Datei ist kein lesbares XML.") from error
    _refuse_entities(root)
    _refuse_depth(root)
    if root.tag != "dokumente":
        raise NotARegulation(
            f"Das Wurzelelement heißt „{root.tag}“ statt „dokumente“: keine Verordnung im GII-Format."
        )
    return root


def _syntax_problem(error: etree.XMLSyntaxError) -> NotARegulation | HostileDocument:
    message = (error.msg or "").lower()
    if "entity" in message or "depth" in message or "huge" in message:
        return HostileDocument("Die Datei verlangt Entitäten oder eine Tiefe, die nicht gelesen werden.")
    return NotARegulation(f"Die Datei ist kein lesbares XML (Zeile {error.lineno or 1}).")


def _refuse_entities(root: etree._Element) -> None:
    """Raise if the document declares or uses an entity of its own: a regulation never does."""
    dtd = root.getroottree().docinfo.internalDTD
    declared = dtd is not None and any(True for _ in dtd.iterentities())
    if declared or next(root.iter(etree.Entity), None) is not None:
        raise HostileDocument("Die Datei enthält eigene Entitäten; solche Dateien werden nicht gelesen.")


def _refuse_depth(root: etree._Element) -> None:
    depth = count = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        count += event == "start"
        if depth > MAX_DEPTH or count > MAX_ELEMENTS:
            raise HostileDocument(
                "Die Datei ist tiefer oder umfangreicher als jede Verordnung und wurde nicht gelesen."
            )


def lines_of(element: etree._Element | None, *, skip_tables: bool = False) -> list[str]:
    """The element's text as lines with normalised white space; line breaks and blocks end a line."""
    if element is None:
        return []
    parts = "".join(_pieces(element, skip_tables))
    return [line for line in (" ".join(part.split()) for part in parts.split("\x1e")) if line]


def text_of(element: etree._Element | None) -> str:
    """The element's whole text on one line with normalised white space; footnote marks are left out."""
    return " ".join(lines_of(element))


def _pieces(element: etree._Element, skip_tables: bool) -> Iterator[str]:
    if element.text:
        yield element.text
    for child in element:
        if (
            isinstance(child.tag, str)
            and child.tag not in _SILENT
            and not (skip_tables and child.tag == "table")
        ):
            if child.tag in _BREAKING:
                yield "\x1e"
            yield from _pieces(child, skip_tables)
            if child.tag in _BREAKING:
                yield "\x1e"
        if child.tail:
            yield child.tail
