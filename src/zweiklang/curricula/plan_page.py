"""The plan of one occupation as a page: ready strings and numbers, nothing left to compute in the template."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from zweiklang.curricula.bars import Amount, Bar, amount_text, bars
from zweiklang.curricula.learning_fields import FrameworkView, framework_view
from zweiklang.curricula.models import Occupation, Position, Regulation, Section
from zweiklang.curricula.selectors import Standing, framework_of, section_label, sections_of
from zweiklang.kernel import formats

UNITS = {"weeks": "Wochen", "months": "Monate", "hours": "Stunden", "none": ""}
_SHARED = "↑ gemeinsam"
_STANDINGS = {
    Standing.HOLDS: ("gilt", "success"),
    Standing.CHOICE: ("zur Wahl", "info"),
    Standing.VOLUNTARY: ("freiwillig", ""),
    Standing.OTHER: ("nur Zeiten", ""),
}
_FEW_WARNINGS = 5
_FEW_PLACES = 3
_DRAWN = ("weeks", "months")
_KIND_OF_STAND = re.compile(r"(^|; )(?:Stand|Neuf|Sonst|Hinweis): ")


@dataclass(frozen=True, slots=True)
class BlockView:
    """Skills that share their time: (letter, text), and the time in words."""

    time: str
    skills: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PositionView:
    """A row of the plan; `cells` one text per period of the section."""

    number: str
    title: str
    reference: str
    cells: tuple[str, ...]
    blocks: tuple[BlockView, ...]


@dataclass(frozen=True, slots=True)
class SectionView:
    """A section; `totals` one text per period, `anchor` its id on the page."""

    anchor: str
    label: str
    short: str
    title: str
    kind: str
    state: str
    tone: str
    unit: str
    periods: tuple[str, ...]
    totals: tuple[str, ...]
    positions: tuple[PositionView, ...]


@dataclass(frozen=True, slots=True)
class WarningView:
    """Something the import noticed, and where."""

    message: str
    where: str


@dataclass(frozen=True, slots=True)
class PlanPage:
    """Everything the page shows. `timings` are sections that only repeat positions to give them time."""

    name: str
    specialisation: str
    from_law: bool
    facts: tuple[tuple[str, str], ...]
    warnings: tuple[WarningView, ...]
    more_warnings: tuple[WarningView, ...]
    bars: tuple[Bar, ...]
    sections: tuple[SectionView, ...]
    timings: tuple[SectionView, ...]
    framework: FrameworkView | None
    siblings: tuple[tuple[UUID, str], ...]


def plan_page(occupation: Occupation) -> PlanPage:
    """The page of an occupation loaded with its regulation; seven queries, whatever its size."""
    regulation = occupation.regulation
    known = sections_of(occupation)
    mine = [
        (s, standing) for s, standing in known if standing is not Standing.OTHER or _own_timing(s, occupation)
    ]
    positions = _positions([s for s, _ in mine])
    views = [(s, _section(s, standing, positions.get(s.pk, []))) for s, standing in mine if s.pk in positions]
    warnings = _warnings(regulation, {s.annex for s, _ in mine}, {s.annex for s, _ in known})
    family = [*Occupation.objects.filter(regulation=regulation, superseded=False).order_by("sort_key")]
    framework = framework_of(occupation, names={one.name for one in family} | {occupation.name})
    return PlanPage(
        name=occupation.name,
        specialisation=occupation.specialisation,
        from_law=regulation.source == Regulation.Source.LAW,
        facts=_facts(occupation, [s.unit for s, _ in mine]),
        warnings=warnings[:_FEW_WARNINGS],
        more_warnings=warnings[_FEW_WARNINGS:],
        bars=tuple(_bars(mine, positions)),
        sections=tuple(view for section, view in views if not section.timing_only),
        timings=tuple(view for section, view in views if section.timing_only),
        framework=framework_view(framework) if framework else None,
        siblings=tuple((other.pk, str(other)) for other in family if other.pk != occupation.pk),
    )


def _own_timing(section: Section, occupation: Occupation) -> bool:
    return section.timing_only and section.occupation_name in ("", occupation.name)


def _positions(sections: Sequence[Section]) -> dict[UUID, list[Position]]:
    found: dict[UUID, list[Position]] = {}
    rows = (
        Position.objects.filter(section__in=sections, superseded=False).defer("skills_key").order_by("order")
    )
    for position in rows.prefetch_related("allocations"):
        found.setdefault(position.section_id, []).append(position)
    return found


def _facts(occupation: Occupation, units: Sequence[str]) -> tuple[tuple[str, str], ...]:
    regulation = occupation.regulation
    years = f"{occupation.duration_months / 12:g}".replace(".", ",") if occupation.duration_months else ""
    stated = " und ".join(UNITS[unit] for unit in dict.fromkeys(units) if UNITS[unit])
    source = f"Gesetze im Internet, Dokument {regulation.document_number}, gelesen am {formats.day_long(regulation.imported_at.date())}"
    if regulation.source == Regulation.Source.CATALOGUE:
        source = f"Mit dem Programm geliefert. {regulation.source_note}"
    facts = (
        ("Verordnung", f"{regulation.title} ({regulation.short_title})"),
        ("Ausgefertigt am", formats.day_long(regulation.issued_on)),
        ("Stand", _KIND_OF_STAND.sub(r"\1", regulation.as_of)),
        ("Dauer", f"{years} Jahre" if years else "je nach Beruf verschieden"),
        ("Zeitangaben", stated if stated else "keine in der Verordnung"),
        ("Quelle", source),
    )
    return tuple((term, value) for term, value in facts if value)


def _warnings(regulation: Regulation, mine: set[str], known: set[str]) -> tuple[WarningView, ...]:
    """The import's warnings, each once with its places, without those about annexes of other occupations."""
    places: dict[str, list[str]] = {}
    for warning in regulation.warnings:
        if warning["where"].split(",")[0] not in known - mine:
            places.setdefault(warning["message"], []).append(warning["where"])
    return tuple(WarningView(message, _places(where)) for message, where in places.items())


def _places(where: Sequence[str]) -> str:
    named = list(dict.fromkeys(place for place in where if place))
    more = len(named) - _FEW_PLACES
    return "; ".join(named[:_FEW_PLACES]) + (f" und {more} weitere Stellen" if more > 0 else "")


def _period(label: str) -> str:
    """ "1.-18. Monat" with the dash that means "to"."""
    return label.replace(".-", ".–")


def _section(section: Section, standing: Standing, positions: Sequence[Position]) -> SectionView:
    state, tone = _STANDINGS[standing]
    sums = _sums(section, positions)
    return SectionView(
        anchor=f"abschnitt-{section.order + 1}",
        label=section_label(section),
        short=section.key or section.annex,
        title=section.title or section.annex_title,
        kind=section.get_kind_display(),
        state=state,
        tone=tone,
        unit=UNITS[section.unit],
        periods=tuple(_period(label) for label in section.periods),
        totals=tuple(amount_text(low, high) if high else "–" for low, high in sums),
        positions=tuple(_position(position, section) for position in positions),
    )


def _sums(section: Section, positions: Sequence[Position]) -> list[tuple[float, float]]:
    """Sum of low and of high per period; a cell that reaches down from the one above is left out."""
    sums = [[0.0, 0.0] for _ in section.periods]
    for position in positions:
        for block in position.allocations.all():
            for total, cell in zip(sums, block.cells, strict=False):
                if "low" in cell and not cell.get("continues"):
                    total[0] += cell["low"]
                    total[1] += cell["high"]
    return [(low, high) for low, high in sums]


def _position(position: Position, section: Section) -> PositionView:
    blocks = [*position.allocations.all()]
    return PositionView(
        number=position.number,
        title=position.title,
        reference=position.reference,
        cells=tuple(
            _cell_text([b.cells[i] for b in blocks if i < len(b.cells)]) for i in range(len(section.periods))
        ),
        blocks=tuple(
            BlockView(_block_time(b.cells, section), tuple((s[0], s[1]) for s in b.skills))
            for b in blocks
            if b.skills
        ),
    )


def _cell_text(cells: Sequence[dict[str, Any]]) -> str:
    """What the plan prints for a position in one period, several blocks joined with a plus."""
    printed = [cell["text"] for cell in cells if cell["text"] and not cell.get("continues")]
    if printed:
        return " + ".join(printed)
    return _SHARED if any(cell.get("continues") for cell in cells) else ""


def _block_time(cells: Sequence[dict[str, Any]], section: Section) -> str:
    unit = UNITS[section.unit]
    timed = [(label, cell) for label, cell in zip(section.periods, cells, strict=False) if cell["text"]]
    return ", ".join(
        f"{_period(label)}: {cell['text']} {unit if 'low' in cell else ''}".strip() for label, cell in timed
    )


def _bars(mine: Sequence[tuple[Section, Standing]], positions: dict[UUID, list[Position]]) -> list[Bar]:
    """One bar per period over what holds for everybody in this occupation; choices are not added up.

    Where sections state time in different units, the unit of most of them is drawn: weeks and months do not add up.
    """
    counted = [
        (section, _sums(section, positions[section.pk]))
        for section, standing in mine
        if (standing is Standing.HOLDS or section.timing_only)
        and section.pk in positions
        and section.unit in _DRAWN
    ]
    units = [section.unit for section, sums in counted if any(high for _, high in sums)]
    unit = max(units, key=units.count, default="weeks")
    periods: dict[str, list[Amount]] = {}
    for section, sums in counted:
        for label, (low, high) in zip(section.periods, sums, strict=True):
            if section.unit == unit:
                amount = Amount(section.key or section.annex, low, high, section.kind)
                periods.setdefault(_period(label), []).append(amount)
    return bars([*periods.items()], unit=UNITS[unit])
