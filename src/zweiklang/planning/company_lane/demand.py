"""What a regulation asks of an apprentice's plan: each position with its time and its period, what has no time of its own, and the sums.

Weeks are those of the regulation: 52 in a year, with school, leave and holidays in them. Months count 52/12 of them, 40 hours one.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from zweiklang.curricula.public import Allocation, Occupation, Position, Section, Standing, sections_of
from zweiklang.kernel.sorting import sort_key
from zweiklang.planning.company_lane.periods import stretch_of

WEEKS_PER_UNIT = {"weeks": 1.0, "months": 52 / 12, "hours": 1 / 40, "none": 1.0}
THROUGHOUT = "begleitend, ohne eigene Zeit"
HEADING = "Überschrift; geplant werden ihre Teile"
NOT_CHOSEN = "zur Wahl, nicht gewählt"
_FOREVER = 1000.0
_MARKS = ("x", "×", "✓")

Cells = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Need:
    """Time the regulation gives a position in one period: `low` to `high` weeks within the months `start` to `end` (0 is the beginning)."""

    position_id: UUID
    start: float
    end: float
    low: float
    high: float
    label: str
    """The period in the regulation's words; empty for the whole training."""

    @property
    def weeks(self) -> float:
        """Returns the middle of the range."""
        return (self.low + self.high) / 2


@dataclass(frozen=True, slots=True)
class PositionFacts:
    """A position of the plan. `why`: why it has no bar of its own, empty if it has."""

    id: UUID
    section_id: UUID
    number: str
    title: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class SectionFacts:
    """A section that concerns the apprentice. `chosen`: its positions count in the plan; `low`, `high`: their weeks. `single`: its
    positions are chosen one by one or together; `options`: those positions with their weeks."""

    id: UUID
    label: str
    title: str
    kind: str
    standing: Standing
    chosen: bool
    low: float
    high: float
    options: tuple[tuple[UUID, str, float, bool], ...] = ()


@dataclass(frozen=True, slots=True)
class Demand:
    """Everything the regulation asks for. `months`: its duration. `even`: it names no time at all, so that all parts last equally long."""

    months: float
    positions: tuple[PositionFacts, ...]
    needs: tuple[Need, ...]
    sections: tuple[SectionFacts, ...]
    even: bool = False
    warnings: tuple[str, ...] = field(default=())

    @property
    def target(self) -> float:
        """Returns the weeks of the whole training, 52 a year."""
        return self.months * 52 / 12

    @property
    def low(self) -> float:
        """Returns the least weeks of all chosen parts together."""
        return sum(one.low for one in self.sections if one.chosen)

    @property
    def high(self) -> float:
        """Returns the most weeks of all chosen parts together."""
        return sum(one.high for one in self.sections if one.chosen)

    def needs_by_position(self) -> dict[UUID, list[Need]]:
        """Returns the needs of each position."""
        found: defaultdict[UUID, list[Need]] = defaultdict(list)
        for need in self.needs:
            found[need.position_id].append(need)
        return dict(found)


@dataclass(frozen=True, slots=True)
class Row:
    """A position as the regulation prints it: its section and the cells of its blocks."""

    position: Position
    section: Section
    blocks: tuple[Cells, ...]


def demand_of(occupation: Occupation, chosen: Collection[UUID] = ()) -> Demand:
    """Returns what the occupation's regulation asks for with these sections and positions chosen; `occupation` with its regulation.

    Kept in the process until the regulation is stored anew: no query if it was asked before, else four.
    """
    return _kept(occupation.pk, occupation.regulation.imported_at, frozenset(chosen))


@lru_cache(maxsize=256)
def _kept(occupation_id: UUID, stored: datetime, chosen: frozenset[UUID]) -> Demand:
    occupation, sections, rows = _printed(occupation_id, stored)
    regulation = occupation.regulation
    return demand(
        sections,
        rows,
        chosen=chosen,
        months=occupation.duration_months or regulation.duration_months,
        name=occupation.name,
        warnings=tuple(one["message"] for one in regulation.warnings if one.get("code") == "sum"),
    )


@lru_cache(maxsize=64)
def _printed(
    occupation_id: UUID, stored: datetime
) -> tuple[Occupation, tuple[tuple[Section, Standing], ...], tuple[Row, ...]]:
    """Returns the regulation as printed, to be read only; `stored` says which state of it."""
    occupation = Occupation.objects.select_related("regulation").get(pk=occupation_id)
    sections = tuple(sections_of(occupation))
    known = {section.pk: section for section, _ in sections}
    blocks: defaultdict[UUID, list[Cells]] = defaultdict(list)
    of_regulation = Allocation.objects.filter(position__section__in=list(known)).order_by("order")
    for position_id, cells in of_regulation.values_list("position_id", "cells"):
        blocks[position_id].append(cells)
    positions = Position.objects.filter(section__in=list(known), superseded=False)
    ordered = positions.defer("skills_key", "sort_key").order_by("section__order", "order")
    rows = tuple(Row(one, known[one.section_id], tuple(blocks[one.pk])) for one in ordered)
    return occupation, sections, rows


def demand(
    sections: Iterable[tuple[Section, Standing]],
    rows: Sequence[Row],
    *,
    chosen: Collection[UUID],
    months: float | None,
    name: str,
    warnings: tuple[str, ...] = (),
) -> Demand:
    """Returns what is asked for of the occupation `name`. `months` None: as long as the last period says, three years where none does."""
    known = {section.pk: (section, standing) for section, standing in sections}
    content = [row for row in rows if known[row.section.pk][1] is not Standing.OTHER]
    timing = [r for r in rows if r.section.timing_only and r.section.occupation_name in ("", name)]
    total = float(months or _longest(rows) or 36)
    needs = [need for row in _by_section(content) for need in _needs(row, total)]
    needs += _timed_elsewhere(timing, content, total, {need.position_id for need in needs})
    held = [row for row in content if _counts(row, known[row.section.pk][1], chosen)]
    numbers = {(row.section.pk, row.position.number) for row in content}
    even = not any(need.position_id == row.position.pk for row in held for need in needs)
    if even:
        needs = _evenly([row for row in held if _plannable(row, numbers)], total)
    ids = {row.position.pk for row in held}
    mine = tuple(need for need in needs if need.position_id in ids)
    facts = tuple(_facts(row, ids, mine, numbers) for row in content)
    views = tuple(
        view for key in known if (view := _section_facts(known[key], content, needs, ids, chosen)) is not None
    )
    return Demand(total, facts, mine, views, even, warnings)


def _counts(row: Row, standing: Standing, chosen: Collection[UUID]) -> bool:
    return standing is Standing.HOLDS or row.section.pk in chosen or row.position.pk in chosen


def _longest(rows: Iterable[Row]) -> float | None:
    ends = [stretch_of(label, _FOREVER)[1] for row in rows for label in row.section.periods]
    return max((end for end in ends if end < _FOREVER), default=None)


def _by_section(rows: Sequence[Row]) -> list[list[Row]]:
    found: defaultdict[UUID, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.section.pk].append(row)
    return list(found.values())


def _needs(rows: Sequence[Row], months: float) -> list[Need]:
    """Returns the times of one section's positions; a cell that reaches down is shared equally by the positions it reaches."""
    section = rows[0].section
    unit = WEEKS_PER_UNIT.get(section.unit, 1.0)
    found: list[Need] = []
    for index, label in enumerate(section.periods or ["Gesamte Ausbildung"]):
        start, end = stretch_of(label, months)
        named = "" if (start, end) == (0, months) else label
        for sharing, low, high in _shares(rows, index):
            part = unit / len(sharing)
            found += [Need(key, start, end, low * part, high * part, named) for key in sharing]
        found += _marked(rows, index, (start, end), named)
    return _summed(found)


def _shares(rows: Sequence[Row], index: int) -> list[tuple[list[UUID], float, float]]:
    """Returns per printed number of a column the positions that share it, and the number."""
    found: list[tuple[list[UUID], float, float]] = []
    for row in rows:
        for cells in row.blocks:
            cell = cells[index] if index < len(cells) else {}
            if "low" not in cell:
                continue
            if not cell.get("continues"):
                found.append(([row.position.pk], float(cell["low"]), float(cell["high"])))
            elif found and row.position.pk not in found[-1][0]:
                found[-1][0].append(row.position.pk)
    return [one for one in found if one[2] > 0]


def _marked(rows: Sequence[Row], index: int, stretch: tuple[float, float], label: str) -> list[Need]:
    """Where a column only has crosses, those who have one share its weeks equally."""
    marked = [
        row.position.pk
        for row in rows
        if any(str(c[index].get("text", "")).lower() in _MARKS for c in row.blocks if index < len(c))
    ]
    share = (stretch[1] - stretch[0]) * 52 / 12 / (len(marked) or 1)
    return [Need(key, *stretch, share, share, label) for key in marked]


def _summed(needs: Iterable[Need]) -> list[Need]:
    """Returns one need per position and period: several blocks of a position add up."""
    found: dict[tuple[UUID, float, float], Need] = {}
    for need in needs:
        key = need.position_id, need.start, need.end
        known = found.get(key)
        found[key] = replace(known, low=known.low + need.low, high=known.high + need.high) if known else need
    return list(found.values())


def _timed_elsewhere(
    timing: Sequence[Row], content: Sequence[Row], months: float, timed: Collection[UUID]
) -> list[Need]:
    """Returns times from sections that only repeat positions to say when: found again by reference, else by title.

    A time frame (Zeitrahmen) prints one number for all of its positions, on the line of any of them: they share it.
    """
    by_text = _known_by(content)
    found: list[Need] = []
    for rows in _by_section(timing):
        section = rows[0].section
        unit = WEEKS_PER_UNIT.get(section.unit, 1.0)
        mine = [by_text.get(_reference(row)) or by_text.get(_title(row)) for row in rows]
        for index, label in enumerate(section.periods):
            start, end = stretch_of(label, months)
            numbers = _shares(rows, index)
            sharing = [key for key, row in zip(mine, rows, strict=True) if key and not _says_when(row, index)]
            low, high = _of_frame(numbers)
            part = unit / (len(sharing) or 1)
            found += [
                Need(key, start, end, low * part, high * part, label)
                for key in sharing
                if high and key not in timed
            ]
    return _summed(found)


def _of_frame(numbers: Sequence[tuple[list[UUID], float, float]]) -> tuple[float, float]:
    """Returns the time of a frame; where it is printed on each of its lines, it is still one."""
    printed = [(low, high) for _, low, high in numbers]
    if len(set(printed)) == 1:
        return printed[0]
    return sum(low for low, _ in printed), sum(high for _, high in printed)


def _known_by(content: Sequence[Row]) -> dict[str, UUID]:
    found: dict[str, UUID] = {}
    for row in content:
        found.setdefault(_title(row), row.position.pk)
        if row.position.reference:
            found.setdefault(_reference(row), row.position.pk)
    return found


def _reference(row: Row) -> str:
    words = row.position.reference.replace("Absatz", "Abs").replace("Nummer", "Nr")
    return "§" + "".join(char for char in words.lower() if char.isalnum()) if words else "-"


def _title(row: Row) -> str:
    return sort_key(row.position.title)


def _says_when(row: Row, index: int) -> bool:
    """True for "während der gesamten Ausbildung": no time of its own in a frame."""
    texts = [str(cells[index].get("text", "")) for cells in row.blocks if index < len(cells)]
    return any("während" in text.lower() for text in texts)


def _plannable(row: Row, numbers: Collection[tuple[UUID, str]]) -> bool:
    return row.section.kind != Section.Kind.INTEGRATIVE and not _is_heading(row, numbers)


def _is_heading(row: Row, numbers: Collection[tuple[UUID, str]]) -> bool:
    number = row.position.number
    return bool(number) and (row.section.pk, f"{number.rstrip('.')}.1") in numbers


def _evenly(rows: Sequence[Row], months: float) -> list[Need]:
    share = months * 52 / 12 / (len(rows) or 1)
    return [Need(row.position.pk, 0, months, share, share, "") for row in rows]


def _facts(
    row: Row,
    held: Collection[UUID],
    needs: Sequence[Need],
    numbers: Collection[tuple[UUID, str]],
) -> PositionFacts:
    position = row.position
    why = ""
    if position.pk not in held:
        why = NOT_CHOSEN
    elif not any(need.position_id == position.pk for need in needs):
        why = HEADING if _is_heading(row, numbers) else _words(row) or THROUGHOUT
    return PositionFacts(position.pk, row.section.pk, position.number, position.title, why)


def _words(row: Row) -> str:
    texts = [str(cell.get("text", "")) for cells in row.blocks for cell in cells if "low" not in cell]
    return next((text[:120] for text in texts if text), "")


def _section_facts(
    known: tuple[Section, Standing],
    content: Sequence[Row],
    needs: Sequence[Need],
    held: Collection[UUID],
    chosen: Collection[UUID],
) -> SectionFacts | None:
    section, standing = known
    rows = [row for row in content if row.section.pk == section.pk]
    if not rows:
        return None
    of_each = {row.position.pk: [n for n in needs if n.position_id == row.position.pk] for row in rows}
    counted = [need for key, own in of_each.items() if key in held for need in own]
    options = tuple(
        (
            row.position.pk,
            f"{row.position.number} {row.position.title}".strip(),
            weeks,
            row.position.pk in held,
        )
        for row in rows
        if (weeks := sum(need.weeks for need in of_each[row.position.pk])) or standing is not Standing.HOLDS
    )
    return SectionFacts(
        id=section.pk,
        label=f"Abschnitt {section.key}" if section.key else section.annex,
        title=section.title or section.annex_title,
        kind=section.get_kind_display(),
        standing=standing,
        chosen=standing is Standing.HOLDS or any(row.position.pk in held for row in rows),
        low=sum(need.low for need in counted),
        high=sum(need.high for need in counted),
        options=() if standing is Standing.HOLDS else options,
    )
