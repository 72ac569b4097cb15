"""The skills a), b), c) of a table cell, and the paragraph a position refers to."""

from __future__ import annotations

import re

from lxml import etree

from zweiklang.curricula.gii.geometry import Cell
from zweiklang.curricula.gii.reading import lines_of, text_of

_LETTER = re.compile(r"^(?P<letter>[a-z]{1,2})\)\s*(?P<text>.*)$", re.DOTALL)
_REFERENCE = re.compile(r"\s*\((?P<reference>§+\s.*)\)\s*$", re.DOTALL)


def split_reference(title: str) -> tuple[str, str]:
    """Title without "(§ 4 Absatz 2 Nummer 1)", and that reference without its brackets."""
    match = _REFERENCE.search(title)
    if match is None:
        return title.strip(), ""
    return title[: match.start()].strip(), match["reference"]


def continues_sentence(skill: tuple[str, str]) -> bool:
    """True for a text without letter that begins in the middle of a sentence (after a page break)."""
    letter, text = skill
    return not letter and bool(text) and text[0].islower()


def read_skills(cells: list[Cell]) -> list[tuple[str, str]]:
    """(letter, text) per skill; "" as letter where the table has none. A column of letters joins the next
    column.
    """
    if len(cells) > 1 and all(cell.element.find(".//DL") is None for cell in cells):
        return _with_letters([" ".join(cell.text for cell in cells)])
    skills: list[tuple[str, str]] = []
    for cell in cells:
        skills.extend(_in_order(cell.element))
    return [skill for skill in skills if skill[0] or skill[1]]


def _in_order(element: etree._Element) -> list[tuple[str, str]]:
    """Lists become one skill per entry, text around them skills without a letter."""
    if element.find(".//DL") is None:
        return _with_letters(lines_of(element))
    skills = _with_letters([element.text or ""])
    for child in element:
        if not isinstance(child.tag, str):
            continue
        if child.tag == "DL":
            skills.extend(_in_list(child))
        else:
            skills.extend(_in_order(child))
        skills.extend(_with_letters([child.tail or ""]))
    return skills


def _in_list(element: etree._Element) -> list[tuple[str, str]]:
    skills: list[tuple[str, str]] = []
    letter = ""
    for child in element:
        if child.tag == "DT":
            mark = text_of(child).rstrip(".)")
            letter = mark if mark.isalnum() else ""
        elif child.tag == "DD":
            skills.append((letter, text_of(child)))
            letter = ""
    return skills


def _with_letters(lines: list[str]) -> list[tuple[str, str]]:
    skills: list[tuple[str, str]] = []
    for line in (" ".join(line.split()) for line in lines):
        match = _LETTER.match(line)
        if match:
            skills.append((match["letter"], match["text"]))
        elif line and skills and continues_sentence(("", line)):
            skills[-1] = (skills[-1][0], f"{skills[-1][1]} {line}".strip())
        elif line:
            skills.append(("", line))
    return skills
