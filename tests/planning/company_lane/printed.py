"""Regulations as the parser reads them, as rows the company lane can plan, without a database."""

from pathlib import Path

from zweiklang.curricula.derivation import occupations_of, scopes_of
from zweiklang.curricula.gii import Regulation as Law
from zweiklang.curricula.gii import parse_regulation, read_file
from zweiklang.curricula.gii.model import RegulationError
from zweiklang.curricula.models import Occupation, Position, Section
from zweiklang.curricula.selectors import standings
from zweiklang.curricula.storing import _cell
from zweiklang.planning.company_lane.demand import Demand, Row, demand

FOLDER = Path(__file__).resolve().parents[4] / "shared" / "data" / "regulations"
Printed = tuple[list[Section], list[Row]]


def laws() -> list[Law]:
    """Returns all regulations that are at hand."""
    found = []
    for file in sorted(FOLDER.glob("*.xml")):
        try:
            found.append(parse_regulation(read_file(file), file=file.name))
        except RegulationError:
            continue
    return found


def printed(law: Law) -> Printed:
    """Returns its sections and positions."""
    sections, rows = [], []
    parts = [(annex, part) for annex in law.annexes for part in annex.sections]
    for order, ((annex, part), scope) in enumerate(zip(parts, scopes_of(law), strict=True)):
        section = Section(
            annex=annex.label,
            annex_title=annex.title,
            key=part.key or "",
            title=part.title,
            kind=part.kind,
            occupation_name=scope.occupation_name,
            specialisation=scope.specialisation,
            timing_only=scope.timing_only,
            unit=part.unit,
            periods=part.periods,
            order=order,
        )
        sections.append(section)
        for number, one in enumerate(part.positions):
            position = Position(
                section=section, number=one.number, title=one.title, reference=one.reference, order=number
            )
            rows.append(
                Row(position, section, tuple([_cell(cell) for cell in block.cells] for block in one.blocks))
            )
    return sections, rows


def demands(law: Law) -> list[tuple[Demand, list[Row]]]:
    """Returns what the law asks of each of its occupations with nothing chosen, and its rows."""
    sections, rows = printed(law)
    found = []
    for fact in occupations_of(law, scopes_of(law)):
        occupation = Occupation(name=fact.name, specialisation=fact.specialisation)
        known = standings(sections, occupation)
        own = [(section, known[section.pk]) for section in sections]
        asked = demand(own, rows, chosen=(), months=law.duration_months, name=fact.name)
        found.append((asked, rows))
    return found
