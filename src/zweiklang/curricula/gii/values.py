"""Time cells: numbers, ranges and words, read as they stand."""

from __future__ import annotations

import re

from zweiklang.curricula.gii.model import CellValue, Unit

_NUMBER = r"(\d{1,3}(?:[.,]\d)?|\d{0,2}\s?[½¼¾])"
_STAR = r"(\s?\)?\*{0,3}\)?|\s?\(?[\d¹²³]\))"
_SINGLE = re.compile(rf"^{_NUMBER}\s?{_STAR}(?:\s?(?:Wochen?|Monate?n?))?$")
_RANGE = re.compile(
    rf"^{_NUMBER}\s?{_STAR}\s?(?:bis|[-–—\u2010\u2011])\s?{_NUMBER}\s?{_STAR}(?:\s?(?:Wochen?|Monate?n?))?$"
)
_FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75}
_UNIT_WORDS: tuple[tuple[str, Unit], ...] = (("Woche", "weeks"), ("Monat", "months"))


def read_value(text: str, unit: Unit) -> CellValue:
    """The cell as number, range or words. `unit` is the column's; a unit inside the cell wins."""
    for word, own in _UNIT_WORDS:
        if word in text:
            unit = own
    if match := _SINGLE.match(text):
        number = _number(match[1])
        return CellValue(text, number, number, "*" in text, unit)
    if match := _RANGE.match(text):
        return CellValue(text, _number(match[1]), _number(match[3]), "*" in text, unit)
    return CellValue(text, unit=unit)


def is_unreadable(value: CellValue) -> bool:
    """True where a cell without a number still holds a digit: something a person must read."""
    return value.low is None and bool(re.search(r"\d", value.text))


def _number(text: str) -> float:
    text = text.strip()
    if text[-1] in _FRACTIONS:
        return float(text[:-1].strip() or 0) + _FRACTIONS[text[-1]]
    return float(text.replace(",", "."))
