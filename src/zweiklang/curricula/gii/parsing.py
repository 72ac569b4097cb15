"""One file of the ministry becomes one `Regulation`."""

from __future__ import annotations

import re
from typing import Literal

from lxml import etree

from zweiklang.curricula.gii import facts
from zweiklang.curricula.gii.checks import check_sums
from zweiklang.curricula.gii.correspondences import annex_correspondences
from zweiklang.curricula.gii.model import NotARegulation, Regulation, Warning
from zweiklang.curricula.gii.plan import read_annex
from zweiklang.curricula.gii.reading import read_document, text_of

_FOR_PARAGRAPH = re.compile(r"^\(?[Zz]u (?:den )?§[^)]*\)\s*")
_TRAINING = re.compile(r"\bBerufsausbildung\b|\bAusbildung (?:zum|zur)\b|Ausbildungsordnung")
_PROSE_TIME = re.compile(r"Zeitraum von|Zeiträume?n?\b.{0,40}Monaten|in einem zeitlichen Umfang")


def parse_regulation(data: bytes, *, file: str) -> Regulation:
    """The regulation in these bytes. `file` is only named in the result.

    Raises `NotARegulation` or `HostileDocument` with a sentence for people; doubts about the plan are
    warnings.
    """
    root = read_document(data)
    metadata = root.find("norm/metadaten")
    short_title = text_of(metadata.find("jurabk")) if metadata is not None else ""
    if metadata is None or not short_title:
        raise NotARegulation("Die Datei nennt keine Abkürzung (jurabk): keine Verordnung im GII-Format.")
    lengths = facts.durations(root)
    regulation = Regulation(
        file=file,
        short_title=short_title,
        title=text_of(metadata.find("langue")) or text_of(metadata.find("kurzue")) or short_title,
        issued_on=facts.issued_on(metadata),
        as_of=facts.as_of(metadata),
        document_number=root.get("doknr", ""),
        duration_months=lengths[0] if len(lengths) == 1 else None,
    )
    if regulation.issued_on is None:
        regulation.warnings.append(Warning("issue-date-missing", "Das Datum der Ausfertigung fehlt.", "Kopf"))
    regulation.warnings.extend(_duration_warnings(lengths))
    _read_annexes(regulation, root)
    if not regulation.annexes and not _TRAINING.search(regulation.title):
        raise NotARegulation(
            f"„{short_title}“ ist keine Ausbildungsordnung: kein Ausbildungsrahmenplan, kein "
            "Ausbildungsberuf."
        )
    return regulation


def _read_annexes(regulation: Regulation, root: etree._Element) -> None:
    """Annexes, unit, occupations and the warnings about time are filled in."""
    titles = [regulation.title]
    prose = []
    norms = _annex_norms(root)
    regulation.correspondences = annex_correspondences(norms)
    for label, title, content in norms:
        titles.append(title)
        annex, warnings = read_annex(label, title, content)
        regulation.warnings.extend(warnings)
        if annex is not None:
            regulation.annexes.append(annex)
        if _PROSE_TIME.search(text_of(content)):
            prose.append(label)
    regulation.occupations = facts.occupations(titles)
    regulation.unit = _unit(regulation)
    regulation.warnings.extend(_time_warnings(regulation, prose))
    regulation.warnings.extend(check_sums(regulation.annexes, regulation.duration_months))


def _annex_norms(root: etree._Element) -> list[tuple[str, str, etree._Element]]:
    """(label, title, content) of every norm that is an annex: neither paragraph nor list of contents."""
    found = []
    for norm in root.findall("norm"):
        label = text_of(norm.find("metadaten/enbez"))
        content = norm.find("textdaten/text/Content")
        if content is None or not re.match(r"Anlagen?\b|Anhang\b", label):
            continue
        found.append((label, _FOR_PARAGRAPH.sub("", text_of(norm.find("metadaten/titel"))), content))
    return found


def _unit(regulation: Regulation) -> Literal["weeks", "months", "none"]:
    """The unit of the plan's time: weeks before months; "none" where no table names one."""
    units = {section.unit for annex in regulation.annexes for section in annex.sections}
    return "weeks" if "weeks" in units else "months" if "months" in units else "none"


def _duration_warnings(lengths: list[int]) -> list[Warning]:
    if len(lengths) > 1:
        several = ", ".join(str(months) for months in lengths)
        return [Warning("duration-several", f"Die Verordnung nennt mehrere Dauern: {several} Monate.", "§§")]
    if not lengths:
        return [
            Warning(
                "duration-missing",
                "Die Verordnung nennt keine Ausbildungsdauer, die gelesen werden kann.",
                "§§",
            )
        ]
    return []


def _time_warnings(regulation: Regulation, prose: list[str]) -> list[Warning]:
    """Say where time is prose, where no table holds a number, and where there is no plan at all."""
    found: list[Warning] = []
    if not regulation.annexes:
        message = "In den Anlagen wurde kein Ausbildungsrahmenplan als Tabelle gefunden."
        found.append(Warning("no-plan", message, "Anlagen"))
    found.extend(
        Warning(
            "time-prose",
            "Die Zeiten stehen hier nur als Text (Zeiträume in Monaten); es wurden keine Wochen "
            "daraus gemacht.",
            label,
        )
        for label in prose
    )
    cells = (
        c
        for a in regulation.annexes
        for s in a.sections
        for p in s.positions
        for b in p.blocks
        for c in b.cells
    )
    if regulation.annexes and not prose and all(cell.low is None for cell in cells):
        found.append(
            Warning("time-missing", "Keine Tabelle enthält Zeiten als Zahl.", regulation.annexes[0].label)
        )
    return found
