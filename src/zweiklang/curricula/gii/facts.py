"""What a regulation says about itself: titles, dates, duration, occupations."""

from __future__ import annotations

import re
from datetime import date

from lxml import etree

from zweiklang.curricula.gii.model import AsOf
from zweiklang.curricula.gii.reading import text_of

_WORDS = {
    "ein": 12,
    "eineinhalb": 18,
    "anderthalb": 18,
    "zwei": 24,
    "zweieinhalb": 30,
    "zweiundeinhalb": 30,
    "drei": 36,
    "dreieinhalb": 42,
    "dreiundeinhalb": 42,
    "vier": 48,
}
_LENGTH = re.compile(
    rf"\b(?P<count>{'|'.join(sorted(_WORDS, key=len, reverse=True))}|\d+(?:[.,]5|\s?½|\s1/2)?)"
    r"\s*(?P<unit>Jahre?|Monate?)\b"
    r"(?:\s+und\s+(?P<more>sechs|6)\s+Monate)?"
)
_PART_OF_IT = re.compile(
    r"\bweitere\b|^Davon\b|Ausbildung in (?:der|den) Fachrichtung(?:en)?\b|Prüfung|Fachgespräch"
)
_ADDED = re.compile(r"\bv\.?\s+(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})")
_OCCUPATION = re.compile(r"(?:zum|zur)\s+(?P<name>[A-ZÄÖÜ].*)$", re.DOTALL)


def paragraphs(root: etree._Element) -> list[tuple[str, str]]:
    """(title, text) of every paragraph (§) of the regulation."""
    found = []
    for norm in root.findall("norm"):
        label = text_of(norm.find("metadaten/enbez"))
        if label.startswith("§"):
            found.append(
                (text_of(norm.find("metadaten/titel")), text_of(norm.find("textdaten/text/Content")))
            )
    return found


def durations(root: etree._Element) -> list[int]:
    """Every length of training the regulation states, in months, without repeats, in order of mention."""
    named = [
        text
        for title, text in paragraphs(root)
        if re.search(r"dauer", title, re.IGNORECASE) and not re.search(r"prüfung", title, re.IGNORECASE)
    ]
    texts = named or [text for _, text in paragraphs(root)]
    found: list[int] = []
    for text in texts:
        for numbered in re.split(r"(?<=[a-z])\.\s+(?=[A-ZÄÖÜ(])", text):
            sentence = re.sub(r"^\(\d+\)\s*", "", numbered)
            if not re.search(r"\b[Dd]auer[tn]?\b|beträgt|Ausbildungsdauer", sentence) or _PART_OF_IT.search(
                sentence
            ):
                continue
            if "usbildung" in sentence:
                found.extend(_months(match) for match in _LENGTH.finditer(sentence))
    return list(dict.fromkeys(months for months in found if 6 <= months <= 60))


def _months(match: re.Match[str]) -> int:
    count = match["count"]
    if count in _WORDS:
        months = _WORDS[count]
    else:
        half = bool(re.search(r"[.,]5|½|1/2", count))
        months = int(re.match(r"\d+", count)[0]) * 12 + (6 if half else 0)  # type: ignore[index]  # the pattern before has found digits
    if match["unit"].startswith("Monat"):
        months //= 12
    return months + (6 if match["more"] else 0)


def issued_on(metadata: etree._Element) -> date | None:
    """The date of issue, None where it is missing or no date."""
    try:
        return date.fromisoformat(text_of(metadata.find("ausfertigung-datum")))
    except ValueError:
        return None


def as_of(metadata: etree._Element) -> AsOf | None:
    """The stand: the ministry's notes on changes, with the latest date a change names."""
    notes = [
        (text_of(n.find("standtyp")), text_of(n.find("standkommentar")))
        for n in metadata.findall("standangabe")
    ]
    notes = [(kind, text) for kind, text in notes if text]
    if not notes:
        return None
    days = [day for kind, text in notes if kind in ("Stand", "Neuf") for day in _dates(text)]
    return AsOf(
        "; ".join(f"{kind}: {text}" if kind else text for kind, text in notes), max(days, default=None)
    )


def _dates(text: str) -> list[date]:
    found = []
    for day, month, year in _ADDED.findall(text):
        try:
            found.append(date(int(year), int(month), int(day)))
        except ValueError:
            continue
    return found


def occupations(titles: list[str]) -> list[str]:
    """The occupations named after "Berufsausbildung zum/zur" in titles of the regulation or of its
    annexes.
    """
    found: list[str] = []
    for title in titles:
        _, mark, rest = title.partition("Berufsausbildung ")
        match = _OCCUPATION.match(rest) if mark else None
        if match:
            found.append(
                re.sub(r"\s*[-–—(*].*$", "", match["name"]).strip()
                if " – " in match["name"]
                else match["name"]
            )
    return list(dict.fromkeys(found))
