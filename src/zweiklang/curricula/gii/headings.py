"""Headings inside a plan: their key as the regulation writes it, and what kind of section they open."""

from __future__ import annotations

import re
from dataclasses import dataclass

from zweiklang.curricula.gii.model import Kind
from zweiklang.curricula.gii.periods import is_period_text, trim_period

MAX_HEADING = 300

_CONTINUED = re.compile(r"^\(?(?:noch|Fortsetzung)\)?:?\s+(?=\S)", re.IGNORECASE)
_KEY = r"(?P<key>[A-Z]|[IVX]{1,5}|\d{1,2})"
_STYLED: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("teil", re.compile(rf"^Teil\s+{_KEY}\b[.:)]?\s*(?P<title>.*)$")),
    ("abschnitt", re.compile(rf"^Abschnitt\s+{_KEY}(?![\w.]\w)[.:)]?\s*(?P<title>.*)$")),
    ("zeitrahmen", re.compile(rf"^Zeitrahmen\s+{_KEY}\b[.:)]?\s*(?P<title>.*)$")),
    ("named", re.compile(rf"^(?P<title>(?:Schwerpunkt|Fachrichtung|Wahlqualifikation\w*)\s+{_KEY}[.:)]\s*.*)$")),
    ("letter", re.compile(r"^(?P<key>[A-Z])[.:)]\s*(?P<title>.*)$")),
    ("roman", re.compile(r"^(?P<key>[IVX]{2,5})[.:)]\s*(?P<title>.*)$")),
    ("number", re.compile(r"^(?P<key>\d{1,2})[.:)]\s+(?P<title>\D.*)$")),
)
_PLAIN = re.compile(
    r"^(?:in (?:der|den|dem) )?\W*(?:Gemeinsame|Weitere|Berufsprofilgebende|Integrative|Berufsspezifische|Spezifische|Zusatzqualifikation"
    r"|Wahlqualifikation|Wahlbaustein|Pflichtqualifikation|Fachrichtung|Schwerpunkt|Einsatzgebiet|Berufliche (?:Grund|Fach)bildung"
    r"|Standardberufsbild|Fertigkeiten(?:,| und) Kenntnisse)"
)
_PROSE = re.compile(r"\b(?:sind|ist|sollen|werden|wird|können) |^Fundstelle|[;,]$|\.$")

_KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("additional", re.compile(r"Zusatzqualifikation")),
    ("elective", re.compile(r"Wahl(?!en\b)\w*(?:qualifikation|baustein|modul|einheit|bereich|gebiet|pflicht)|Auswahlliste|\bWahlfach", re.IGNORECASE)),
    ("integrative", re.compile(r"\bintegrativ", re.IGNORECASE)),
    ("mandatory", re.compile(r"(?:fachrichtung|schwerpunkt)s?(?:en)?-?übergreifend|Pflicht(?:qualifikation|baustein|einheit)", re.IGNORECASE)),
    ("focus", re.compile(r"Schwerpunkt(?!mäßig)", re.IGNORECASE)),
    ("specialisation", re.compile(r"Fachrichtung|Einsatzgebiet|Fachbereich|Handlungsfeld", re.IGNORECASE)),
    ("integrative", re.compile(r"Standardberufsbildposition", re.IGNORECASE)),
)


@dataclass(frozen=True, slots=True)
class Heading:
    """`style` says which level of the outline the key belongs to ("letter", "roman", …, "plain" without key)."""

    style: str
    key: str | None
    title: str
    continued: bool = False


def parse_heading(line: str, outline: list[Heading]) -> Heading | None:
    """The heading this line is, or None for prose, notes and time. `outline` decides whether "I." is a letter."""
    bare = _CONTINUED.sub("", line.strip(" –—-"))
    if not bare or len(bare) > MAX_HEADING or is_period_text(bare):
        return None
    continued = bare != line.strip(" –—-")
    for style, pattern in _STYLED:
        if match := pattern.match(bare):
            title = trim_period(match["title"])
            if style == "number" and _PROSE.search(bare):
                return None
            return Heading(_style(style, match["key"], outline), match["key"], title, continued)
    if _PLAIN.match(bare) and not _PROSE.search(bare):
        return Heading("plain", None, trim_period(bare), continued)
    return None


def _style(style: str, key: str, outline: list[Heading]) -> str:
    """ "I." and "V." are roman unless the list of letters has just reached H or U; so is "X." after W."""
    if style != "letter" or key not in "IVX":
        return style
    before = [h.key for h in outline if h.style == "letter"]
    return "letter" if before and before[-1] == chr(ord(key) - 1) else "roman"


def enter(outline: list[Heading], heading: Heading) -> list[Heading]:
    """The outline after the heading: replaces its own level and all below, or goes one level deeper."""
    styles = [h.style for h in outline]
    if heading.style in styles:
        return [*outline[: styles.index(heading.style)], heading]
    if heading.style == "teil":
        return [heading]
    if heading.style == "abschnitt":
        return [*[h for h in outline if h.style == "teil"], heading]
    if heading.style in ("roman", "letter") and styles and styles[-1] in ("plain", "number"):
        return [*[h for h in outline if h.style in ("teil", "abschnitt")], heading]
    return [*outline, heading]


def key_of(outline: list[Heading]) -> str | None:
    """The key as "A", "A.1" or "II.A"; None where no heading has one."""
    keys = [h.key for h in outline if h.key]
    return ".".join(keys) or None


def title_of(outline: list[Heading]) -> str:
    """The title of the innermost heading that has one."""
    return next((h.title for h in reversed(outline) if h.title), "")


def kind_of(outline: list[Heading], *, column: str, annex: str) -> Kind:
    """The kind the innermost heading names; else its parents', the column's name, the annex's title."""
    for text in [*[h.title for h in reversed(outline)], column, annex]:
        for kind, pattern in _KINDS:
            if pattern.search(text):
                return kind
        if re.search(r"\b[Gg]emeinsame|Grundbildung", text):
            return "mandatory"
    return "mandatory"
