"""What follows from a regulation's text: its occupations, and for whom each section of the plan holds.

Nothing is guessed: where the text does not say for whom a section holds, it is marked for nobody in particular.
"""

import re
from dataclasses import dataclass

from zweiklang.curricula.gii import Annex, Regulation, Section
from zweiklang.curricula.occupation_names import occupation_names, part_name, title_as_name
from zweiklang.kernel.sorting import sort_key

_TIMING = re.compile(r"\b[Zz]eitliche\w*\s+(?:Gliederung|Zuordnung)|\bZeitrahmen\b")
_CONTENT = re.compile(r"\b[Ss]achliche")
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Scope:
    """For whom one section holds; both empty: for all, or not clear. `timing_only`: it repeats positions to give them time."""

    occupation_name: str = ""
    specialisation: str = ""
    timing_only: bool = False


@dataclass(frozen=True, slots=True)
class OccupationFacts:
    """One occupation under the regulation, with its Fachrichtung (or Schwerpunkt, where it has no Fachrichtung)."""

    name: str
    specialisation: str = ""


def names_of(regulation: Regulation) -> list[str]:
    """The regulation's occupations: those of its title, else of its annexes' titles, else its own title."""
    if names := occupation_names(regulation.title):
        return names
    names = [name for annex in regulation.annexes for name in occupation_names(annex.title)]
    return list(dict.fromkeys(names)) or [title_as_name(regulation.title)]


def scopes_of(regulation: Regulation) -> list[Scope]:
    """One scope per section, in the order of annexes and sections."""
    names = {sort_key(name): name for name in names_of(regulation)}
    split = any(_CONTENT.search(text) for annex in regulation.annexes for text in _titles(annex))
    scopes = []
    for annex in regulation.annexes:
        own = [names[sort_key(name)] for name in occupation_names(annex.title) if sort_key(name) in names]
        occupation = own[0] if len(own) == 1 and len(names) > 1 else ""
        timing = split and _is_timing(annex.title)
        for section in annex.sections:
            timing = timing or (split and _is_timing(section.title))
            only = timing or section.frame
            part = "" if only else part_name(annex.title) or _specialisation(section)
            scopes.append(Scope(occupation, part[:_LONGEST_NAME], only))
    return scopes


def occupations_of(regulation: Regulation, scopes: list[Scope]) -> list[OccupationFacts]:
    """Every occupation with each of its Fachrichtungen; Schwerpunkte count where there is no Fachrichtung."""
    sections = [section for annex in regulation.annexes for section in annex.sections]
    found = []
    for name in names_of(regulation):
        mine = [
            (s, c)
            for s, c in zip(sections, scopes, strict=True)
            if c.specialisation and c.occupation_name in ("", name)
        ]
        parts = [c.specialisation for s, c in mine if s.kind != "focus"] or [
            c.specialisation for _, c in mine
        ]
        found += [OccupationFacts(name[:_LONGEST_NAME], part) for part in dict.fromkeys(parts or [""])]
    return found


def _titles(annex: Annex) -> list[str]:
    return [annex.title, *(section.title for section in annex.sections)]


def _is_timing(title: str) -> bool:
    return bool(_TIMING.search(title)) and not _CONTENT.search(title)


def _specialisation(section: Section) -> str:
    """The Fachrichtung or Schwerpunkt a section is for. A title without either word is its name if it names no skills."""
    if section.kind not in ("specialisation", "focus"):
        return ""
    if name := part_name(section.title):
        return name
    named_otherwise = re.search(r"Fertigkeiten|Kenntnisse|Fachrichtung|Schwerpunkt", section.title)
    return "" if named_otherwise or section.kind != "focus" else section.title
