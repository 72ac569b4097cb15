"""Headings inside a plan: their key as the regulation writes it, and what kind of section they open."""

from __future__ import annotations

import re
from dataclasses import dataclass

from zweiklang.curricula.gii.model import Kind
from zweiklang.curricula.gii.periods import is_period_text, leading_period, trim_period

MAX_HEADING = 300

_CONTINUED = re.compile(r"^\(?(?:noch|Fortsetzung)\)?:?\s+(?=\S)", re.IGNORECASE)
_KEY = r"(?P<key>[IVX]{1,5}\b|[A-Z]\b|\d{1,2}\b)"
_STYLED: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("teil", re.compile(rf"^Teil\s+{_KEY}\b[.:)]?\s*(?P<title>.*)$")),
    ("abschnitt", re.compile(rf"^Abschnitt\s+{_KEY}(?![\w.]\w)[.:)]?\s*(?P<title>.*)$")),
    ("zeitrahmen", re.compile(rf"^Zeitrahmen\s+{_KEY}\b[.:)]?\s*(?P<title>.*)$")),
    (
        "named",
        re.compile(rf"^(?P<title>(?:Schwerpunkt|Fachrichtung|Wahlqualifikation\w*)\s+{_KEY}[.:)]\s*.*)$"),
    ),
    ("letter", re.compile(r"^(?P<key>[A-Z])[.:)]\s*(?P<title>.*)$")),
    ("roman", re.compile(r"^(?P<key>[IVX]{2,5})[.:)]\s*(?P<title>.*)$")),
    (
        "subnumber",
        re.compile(
            r"^(?P<key>\d{1,2}\.\d{1,2})[.:)]?\s+(?P<title>(?:Schwerpunkt|Fachrichtung|Wahl|Einsatz)\D.*)$"
        ),
    ),
    ("number", re.compile(r"^(?P<key>\d{1,2})[.:)]\s+(?P<title>\D.*)$")),
)
_PLAIN = re.compile(
    r"^(?:in (?:der|den|dem) )?\W*(?:Gemeinsame|Weitere|Berufsprofilgebende|Integrative"
    r"|Berufsspezifische|Spezifische"
    r"|Zusatzqualifikation|Wahlqualifikation|Wahlbaustein|Pflichtqualifikation|Fachrichtung|Schwerpunkt|Einsatzgebiet"
    r"|Berufliche (?:Grund|Fach)bildung"
    r"|Standardberufsbild|Fertigkeiten(?:,| und) Kenntnisse)"
)
_PROSE = re.compile(r"\b(?:sind|ist|sollen|werden|wird|können) |^Fundstelle|[;,]$|\.$")

_KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("additional", re.compile(r"Zusatzqualifikation")),
    ("integrative", re.compile(r"\bintegrativ", re.IGNORECASE)),
    ("mandatory", re.compile(r"übergreifend|Pflicht(?:qualifikation|baustein|einheit)", re.IGNORECASE)),
    (
        "elective",
        re.compile(
            r"Wahl(?!en\b)\w*(?:qualifikation|baustein|modul|einheit|bereich|gebiet|pflicht)|Auswahlliste|\bWahlfach",
            re.IGNORECASE,
        ),
    ),
    ("focus", re.compile(r"Schwerpunkt(?!mäßig)", re.IGNORECASE)),
    (
        "specialisation",
        re.compile(
            r"Fachrichtung|Einsatzgebiet|Fachbereich|(?:in|im|des) (?:dem )?Ausbildungsberufe?s?\b",
            re.IGNORECASE,
        ),
    ),
    ("integrative", re.compile(r"Standardberufsbildposition", re.IGNORECASE)),
)
_NAMED_OUTSIDE = tuple(entry for entry in _KINDS if entry[0] in ("additional", "elective"))


@dataclass(frozen=True, slots=True)
class Heading:
    """`style` says which level of the outline the key belongs to ("letter", "roman", …, "plain" without
    key).
    """

    style: str
    key: str | None
    title: str
    continued: bool = False


def parse_heading(line: str, outline: list[Heading]) -> Heading | None:
    """The heading this line is, or None for prose, notes and time. `outline` decides whether "I." is a
    letter.
    """
    line = line.strip(" –—-")
    if line.startswith("(") and line.endswith(")"):
        line = line[1:-1]
    bare = _CONTINUED.sub("", line)
    if not bare or len(bare) > MAX_HEADING or is_period_text(bare) or leading_period(bare)[0]:
        return None
    continued = bare != line
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
    """ "I.", "V.", "X." are roman unless the letters have just reached H, U, W. Roman below "Abschnitt I"
    is its level.
    """
    if style == "letter" and key in "IVX":
        before = [h.key for h in outline if h.style == "letter"]
        style = "letter" if before and before[-1] == chr(ord(key) - 1) else "roman"
    numbered = [h.key for h in outline if h.style == "abschnitt" and h.key and set(h.key) <= set("IVX")]
    return "abschnitt" if style == "roman" and numbered else style


def enter(outline: list[Heading], heading: Heading) -> list[Heading]:
    """The outline after the heading: replaces its own level and all below, or goes one level deeper."""
    styles = [h.style for h in outline]
    if heading.style == "subnumber":
        outline = [h for h in outline if h.style != "number"]
        styles = [h.style for h in outline]
    elif heading.style == "number" and "subnumber" in styles:
        return [*outline[: styles.index("subnumber")], heading]
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
    if outline and outline[-1].style == "zeitrahmen" and not outline[-1].title:
        return f"Zeitrahmen {outline[-1].key}"
    return next((h.title for h in reversed(outline) if h.title), "")


def kind_of(outline: list[Heading], *, column: str, annex: str) -> Kind:
    """The kind the innermost heading names; else its parents', the column's name, the annex's title."""
    for text in (h.title for h in reversed(outline)):
        for kind, pattern in _KINDS:
            if pattern.search(text):
                return kind
        if re.search(r"\b[Gg]emeinsame|Grundbildung", text):
            return "mandatory"
    # A column's or an annex's name says less: "Teil des Ausbildungsberufes" is no specialisation.
    return next(
        (kind for kind, pattern in _NAMED_OUTSIDE if pattern.search(f"{column} {annex}")), "mandatory"
    )
