"""The plan of one regulation's file as plain values, for whoever compares plans without storing them."""

from dataclasses import dataclass, field
from pathlib import Path

from zweiklang.curricula.derivation import OccupationFacts, occupations_of, scopes_of
from zweiklang.curricula.gii import Correspondence, Regulation, parse_regulation, read_file


@dataclass(frozen=True, slots=True)
class FilePosition:
    """A position with the section it stands in and for whom it holds; `skills` are (letter, text)."""

    annex: str
    section: str
    section_title: str
    kind: str
    occupation_name: str
    specialisation: str
    number: str
    title: str
    skills: tuple[tuple[str, str], ...]


@dataclass(slots=True)
class FilePlan:
    """What a file says: `positions` without those repeated only to give them time, `correspondences` with Lernfelder."""

    document_number: str
    short_title: str
    title: str
    occupations: list[OccupationFacts]
    positions: list[FilePosition] = field(default_factory=list)
    correspondences: list[Correspondence] = field(default_factory=list)


def read_plan(path: Path) -> FilePlan:
    """Returns the plan of the file; raises RegulationError with a sentence for people, or OSError."""
    law = parse_regulation(read_file(path), file=path.name)
    plan = FilePlan(
        document_number=law.document_number,
        short_title=law.short_title,
        title=law.title,
        occupations=occupations_of(law, scopes_of(law)),
        correspondences=law.correspondences,
    )
    plan.positions = _positions(law)
    return plan


def _positions(law: Regulation) -> list[FilePosition]:
    parts = [(annex, section) for annex in law.annexes for section in annex.sections]
    return [
        FilePosition(
            annex.label,
            section.key or "",
            section.title,
            section.kind,
            scope.occupation_name,
            scope.specialisation,
            position.number,
            position.title,
            tuple(position.skills),
        )
        for (annex, section), scope in zip(parts, scopes_of(law), strict=True)
        if not scope.timing_only
        for position in section.positions
    ]
