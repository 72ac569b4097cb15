"""Tables in which a regulation itself says which Lernfelder belong to which positions of its plan.

Any table counts that has a column headed "Lernfeld" and one headed "Berufsbildposition" or "Ausbildungsrahmenplan".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from zweiklang.curricula.gii.geometry import Row, grid
from zweiklang.curricula.gii.model import Correspondence, FieldMark, PositionMark
from zweiklang.curricula.gii.reading import text_of

_FIELDS = re.compile(r"\bLernfeld(?:er)?\b")
_POSITIONS = re.compile(r"\bBerufsbildposition(?:en)?\b|\bAusbildungsrahmenplans?\b")
_SECTION = re.compile(r"Abschnitt\s+([A-Z])\b:?")
_POSITION = re.compile(
    r"(?P<section>[A-Z]?)(?P<number>\d{1,2})\s?(?P<letter>[a-z]?)(?:\s?-\s?(?P<last>[a-z]))?$"
)
_LETTERS = re.compile(r"(?P<letter>[a-z])(?:\s?-\s?(?P<last>[a-z]))?$")
_BRANCH = re.compile(r"(?:FR|Fachrichtung)\s+([A-ZÄÖÜ][\wäöüß-]+)\s*:?")
_FIELD = re.compile(r"(?:Lernfeld(?:er)?\s+)?(\d{1,2}[a-zA-Z]?)\b")
_HEADING = re.compile(r"(?P<number>\d+(?:\.\d+)*)\.?\s")
_LETTERED = re.compile(r"[a-z]\)\s")
_BROADEST = 3
"""A head cell over more columns names the table, not a column."""


def read_correspondences(label: str, content: etree._Element) -> list[Correspondence]:
    """One entry per row of such tables in this annex, in order; rows without both marks are headings of what follows."""
    return [found for group in content.iter("tgroup") for found in _read_table(label, group)]


def _read_table(label: str, group: etree._Element) -> Iterator[Correspondence]:
    rows, width = grid(group)
    columns = _columns(rows, width)
    if columns is None:
        return
    at_positions, at_fields = columns
    headings: dict[int, str] = {}
    fields: tuple[FieldMark, ...] = ()
    content = ""
    for row in rows:
        if row.in_head:
            continue
        text = _content(row, min(columns))
        positions = position_marks(_text(row, at_positions))
        if not positions:
            _note_heading(headings, text)
            continue
        # A row broken by a page or a line of its own for a further section goes on with what stands above it.
        fields = field_marks(_text(row, at_fields)) or fields
        content = _with_headings(headings, text) if text else content
        if fields and content:
            yield Correspondence(label, content, positions, fields)


def _columns(rows: list[Row], width: int) -> tuple[int, int] | None:
    """The columns of positions and of Lernfelder, or None where the head does not name both."""
    found: dict[str, int] = {}
    for row in rows:
        for cell in row.starting if row.in_head else []:
            if cell.last - cell.first >= _BROADEST or cell.last - cell.first + 1 >= width:
                continue
            for name, pattern in (("fields", _FIELDS), ("positions", _POSITIONS)):
                if pattern.search(cell.text):
                    found[name] = cell.first
    if set(found) != {"fields", "positions"} or found["fields"] == found["positions"]:
        return None
    return found["positions"], found["fields"]


def _text(row: Row, column: int) -> str:
    cell = row.covering.get(column)
    return cell.text if cell is not None and cell.first == column else ""


def _content(row: Row, before: int) -> str:
    """The longest text left of both columns; numbers and crosses are not content."""
    texts = [cell.text for cell in row.covering.values() if cell.first < before]
    return max((text for text in texts if len(text) > 2), key=len, default="")


def _note_heading(headings: dict[int, str], text: str) -> None:
    """`headings` (depth → text) then ends with this one; what stood deeper is over."""
    number = _HEADING.match(text.removeprefix("Modul ").lstrip())
    if not text or number is None:
        return
    depth = 0 if text.startswith("Modul ") else number["number"].count(".") + 1
    for deeper in [d for d in headings if d >= depth]:
        del headings[deeper]
    headings[depth] = text


def _with_headings(headings: dict[int, str], text: str) -> str:
    number = _HEADING.match(text)
    depth = number["number"].count(".") + 1 if number else 9 if _LETTERED.match(text) else 0
    return " · ".join([*(headings[d] for d in sorted(headings) if d < depth), text])


def position_marks(text: str) -> tuple[PositionMark, ...]:
    """Marks such as "Abschnitt F F5a-c/F8a,b Abschnitt A A5b" one by one, in order; what cannot be read is left out."""
    found: dict[PositionMark, None] = {}
    section = number = ""
    parts = _SECTION.split(text)
    for index in range(0, len(parts), 2):
        section = parts[index - 1] if index else ""
        for item in re.split(r"[,;/\s]+", re.sub(r"(\d) (?=[a-z]\b)", r"\1", parts[index])):
            mark = item.strip(" .:")
            if match := _POSITION.match(mark):
                section, number = match["section"] or section, match["number"]
            else:
                match = _LETTERS.match(mark) if number else None
            if match is not None:
                found.update(dict.fromkeys(_spread(section, number, match["letter"], match["last"])))
    return tuple(found)


def _spread(section: str, number: str, first: str, last: str | None) -> list[PositionMark]:
    if not first or not last:
        return [PositionMark(section, number, first)]
    return [PositionMark(section, number, chr(code)) for code in range(ord(first), ord(last) + 1)]


def field_marks(text: str) -> tuple[FieldMark, ...]:
    """Marks such as "Lernfeld 1, Lernfeld 3 FR Instandhaltung: Lernfeld 9" one by one; the Fachrichtung holds for what follows it."""
    found: dict[FieldMark, None] = {}
    parts = _BRANCH.split(text)
    for index in range(0, len(parts), 2):
        branch = parts[index - 1] if index else ""
        found.update(dict.fromkeys(FieldMark(number, branch) for number in _FIELD.findall(parts[index])))
    return tuple(found)


def annex_correspondences(norms: list[tuple[str, str, etree._Element]]) -> list[Correspondence]:
    """Those of all annexes: (label, title, content) as the parser finds them."""
    return [
        found
        for label, _, content in norms
        if "Lernfeld" in text_of(content)
        for found in read_correspondences(label, content)
    ]
