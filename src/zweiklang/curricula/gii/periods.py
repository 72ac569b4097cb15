"""Labels of periods: "1. bis 18. Monat" and its many spellings become "1.-18. Monat"."""

from __future__ import annotations

import re

WHOLE = "Gesamte Ausbildung"

_NOUN = (
    r"(?P<noun>Ausbildungsmonat|Ausbildungshalbjahr|Ausbildungsjahr"
    r"|Monat|Halbjahr|Woche|Jahr)(?:e|es|s|en|n)?"
)
_DASH = r"\s*(?:bis(?:\s+zum)?|[-–—\u2010\u2011])\s*"
_SPAN = re.compile(rf"(?<!\d)(?P<low>\d{{1,3}})\.?{_DASH}(?P<high>\d{{1,3}})\.?(?:\s*{_NOUN})?")
_LIST = re.compile(rf"(?<!\d)(?P<low>\d)\.?\s*(?P<link>und|/|u\.)\s*(?P<high>\d)\.?(?:\s*{_NOUN})?")
_ONE = re.compile(rf"(?<!\d)(?P<low>\d{{1,2}})\.?(?:\s*{_NOUN})?")
_HALF = re.compile(r",?\s*\(?(?P<half>[12])\.\s*Halbjahr\)?")
_WORDS = {
    "erst": "1.",
    "zweit": "2.",
    "dritt": "3.",
    "viert": "4.",
    "fünft": "5.",
    "sechst": "6.",
    "siebt": "7.",
}
_WORD = re.compile(r"\b(erst|zweit|dritt|viert|fünft|sechst|siebt)(?:e[snmr]?)\b", re.IGNORECASE)
_SHORT = {"Ausbildungsmonat": "Monat", "Jahr": "Ausbildungsjahr"}
_TEXT = re.compile(
    r"(?:im |in den )?\d(?:[\d\s.,;:()/–—-]|bis|und|zum"
    r"|(?:Ausbildungs)?(?:jahre?s?|halbjahre?s?|monate?s?n?)|Jahr|Halbjahr|Monat|Woche)+"
)
_LEAD = re.compile(
    r"^(\d\.(?:\s*(?:bis|und|[-–—/])\s*\d\.)?\s+Ausbildungs(?:halb)?jahr)\w*\b,?\s*[:–-]?\s+(?![12]\.\s*Halbjahr)(.+)$",
    re.DOTALL,
)
_TAIL = re.compile(
    r"\s*[-–—(]+\s*(?:\d\.(?:\s*(?:und|bis|/|-)\s*\d\.)?)\s*Ausbildungs(?:halb)?jahr\w*\s*[-–—)]*$"
)
_MONTHS = {
    "Monat": 1.0,
    "Ausbildungsjahr": 12.0,
    "Ausbildungshalbjahr": 6.0,
    "Halbjahr": 6.0,
    "Woche": 12 / 52,
}


def _numbered(text: str) -> str:
    return _WORD.sub(lambda m: _WORDS[m[1].lower()], text)


def is_period_text(text: str) -> bool:
    """True for a line that is a stretch of the training and nothing else ("2. Ausbildungsjahr")."""
    text = _numbered(text.strip(" –—-"))
    return bool(_TEXT.fullmatch(text)) and bool(re.search(_NOUN, text))


def stretch_label(text: str) -> str:
    """The label of a line that is a stretch of time; one made of several parts is kept as it stands."""
    text = " ".join(_numbered(text.strip(" –—-:")).split())
    if len(re.findall(r"Ausbildungs(?:halb)?jahr|Monat|Woche", text)) > 1:
        return text
    return period_label(text) or text


def leading_period(text: str) -> tuple[str, str]:
    """(stretch, rest) of a line like "4. bis 7. Ausbildungshalbjahr in der Fachrichtung …"; ("", text)
    otherwise.
    """
    match = _LEAD.match(_numbered(text.strip(" –—-")))
    return (match[1], match[2].strip(" –—-:")) if match else ("", text)


def trim_period(title: str) -> str:
    """The heading without a stretch of the training at its end."""
    return _TAIL.sub("", title).strip(" :–—-")


def noun_in(text: str) -> str:
    """The last noun of time in a header ("Zeitliche Richtwerte in Wochen im Ausbildungsjahr" →
    "Ausbildungsjahr").
    """
    tail = re.sub(r"in\s+(?:Wochen|Monaten)\b", " ", text)
    found = re.findall(_NOUN, tail)
    return _SHORT.get(found[-1], found[-1]) if found else ""


def period_label(text: str, noun: str = "") -> str | None:
    """The normalised label, or None where the text names no stretch of time. `noun` is the header's, if
    any.
    """
    text = _numbered(" ".join(text.split()))
    for pattern, form in ((_SPAN, "span"), (_LIST, "list"), (_ONE, "one")):
        match = pattern.search(text)
        if match and (match["noun"] or noun):
            name = _SHORT.get(match["noun"] or noun, match["noun"] or noun)
            return _written(form, match, name, text)
    return None


def _written(form: str, match: re.Match[str], noun: str, text: str) -> str:
    if form == "span":
        return f"{match['low']}.-{match['high']}. {noun}"
    if form == "list":
        link = "/" if match["link"] == "/" else " und "
        return f"{match['low']}.{link}{match['high']}. {noun}"
    half = _HALF.search(text, match.end())
    if half and noun == "Ausbildungsjahr":
        return f"{match['low']}. {noun} ({half['half']}. Halbjahr)"
    return f"{match['low']}. {noun}"


def months_of(label: str) -> tuple[float, float] | None:
    """First and last month of a label (start exclusive, end inclusive), None where it names no stretch."""
    match = re.match(r"(\d+)\.(?:(?:-|/| und )(\d+)\.)? (\w+)(?: \(([12])\. Halbjahr\))?$", label)
    if not match or match[3] not in _MONTHS:
        return None
    length = _MONTHS[match[3]]
    start, end = (int(match[1]) - 1) * length, int(match[2] or match[1]) * length
    if match[4]:
        start += 6 * (int(match[4]) - 1)
        end = start + 6
    return start, end


def in_order(labels: list[str]) -> list[str]:
    """The labels without repeats: in order of time; those without a stretch keep their place at the end."""
    unique = list(dict.fromkeys(labels))
    return sorted(unique, key=lambda label: months_of(label) or (1e6, 1e6))


def distinct(labels: list[str]) -> list[str]:
    """Labels made unique: two columns under one year are its half-years, as the law divides it."""
    result: list[str] = []
    for index, label in enumerate(labels):
        if labels.count(label) == 1:
            result.append(label)
            continue
        nth = labels[: index + 1].count(label)
        halves = labels.count(label) == 2 and re.fullmatch(r"\d\. Ausbildungsjahr", label)
        result.append(f"{label} ({nth}. Halbjahr)" if halves else f"{label} ({nth})")
    return result
