"""One regulation into its tables, in place: what records refer to keeps its id, and nothing referred to is deleted."""

import hashlib
import json
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.db import connection

from zweiklang.curricula import gii
from zweiklang.curricula.derivation import OccupationFacts, Scope, occupations_of, scopes_of
from zweiklang.curricula.models import Allocation, Occupation, Position, Regulation, Section
from zweiklang.kernel.errors import Rejected
from zweiklang.kernel.sorting import sort_key

SECTION_FIELDS = (
    "annex",
    "annex_title",
    "key",
    "title",
    "kind",
    "occupation_name",
    "specialisation",
    "timing_only",
    "unit",
    "periods",
)
POSITION_FIELDS = ("number", "title", "reference", "sort_key", "skills_key")
_GONE = 10_000
_LAYOUT = 2
"""Raise it when stored rows change shape, so that an import of the same files rewrites them."""


def store(law: gii.Regulation, *, source: str, note: str = "") -> tuple[Regulation, str]:
    """The regulation's version is stored as `law` says; returns it and "new", "updated" or "unchanged".

    Must run inside `as_system`. Raises Rejected where the document lacks what identifies it.
    """
    scopes = scopes_of(law)
    occupations = occupations_of(law, scopes)
    digest = _digest([asdict(law), source, scopes, occupations])
    row = _version(law, source)
    fresh = row is None
    if row is not None and (row.digest == digest or (row.source == "law" and source == "catalogue")):
        return row, "unchanged"
    if row is None:
        row = Regulation()
    _describe(row, law, source=source, note=note, digest=digest)
    row.save(force_insert=fresh)
    _store_occupations(row, occupations, law.duration_months)
    _store_plan(row, law, scopes)
    _mark_superseded(row.document_number)
    connection.check_constraints()
    return row, "new" if fresh else "updated"


def _digest(content: list[Any]) -> str:
    """Over what was read and follows from it, not over the file: a better reader gives another digest."""
    law = {**content[0], "file": ""}
    text = json.dumps([law, *content[1:], _LAYOUT], default=str, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _version(law: gii.Regulation, source: str) -> Regulation | None:
    """The stored row of this version; else a row of shipped facts, which the law's own text replaces in place."""
    if not law.document_number or law.issued_on is None:
        raise Rejected(
            "Der Datei fehlen Dokumentnummer oder Ausfertigungsdatum; ohne sie ist die Fassung nicht bestimmt."
        )
    rows = Regulation.objects.filter(document_number=law.document_number, issued_on=law.issued_on)
    as_of = law.as_of.text if law.as_of else ""
    same = [row for row in rows if row.as_of == as_of]
    shipped = [row for row in rows if row.source == Regulation.Source.CATALOGUE]
    law_there = (
        [row for row in rows if row.source == Regulation.Source.LAW]
        if source == Regulation.Source.CATALOGUE
        else []
    )
    return next(iter([*law_there, *same, *shipped]), None)


def _describe(row: Regulation, law: gii.Regulation, *, source: str, note: str, digest: str) -> None:
    row.document_number = law.document_number
    row.short_title, row.title = law.short_title[:60], law.title
    row.issued_on = law.issued_on  # type: ignore[assignment]  # `_version` has refused None
    row.as_of, row.as_of_on = (law.as_of.text, law.as_of.on) if law.as_of else ("", None)
    row.duration_months, row.unit = law.duration_months, law.unit
    row.source, row.source_note, row.digest = source, note, digest
    row.correspondences = [asdict(found) for found in law.correspondences]
    row.warnings = [{"code": w.code, "message": w.message, "where": w.where} for w in law.warnings]


def _store_occupations(row: Regulation, facts: list[OccupationFacts], months: int | None) -> None:
    """Contracts refer to occupations: found by name and Fachrichtung; a lone one that was renamed keeps its id."""
    old = {(o.name, o.specialisation): o for o in Occupation.objects.filter(regulation=row)}
    left = {key: o for key, o in old.items() if key not in {(f.name, f.specialisation) for f in facts}}
    for fact in facts:
        found = old.get((fact.name, fact.specialisation))
        if found is None:
            renamed = [key for key in left if key[1] == fact.specialisation]
            same_part = [f for f in facts if f.specialisation == fact.specialisation]
            found = (
                left.pop(renamed[0]) if len(renamed) == len(same_part) == 1 else Occupation(regulation=row)
            )
        found.name, found.specialisation = fact.name, fact.specialisation
        found.sort_key = sort_key(f"{fact.name} {fact.specialisation}")[:420]
        found.duration_months, found.superseded = months, False
        found.save()
    Occupation.objects.filter(pk__in=[o.pk for o in left.values()]).update(superseded=True)


def _store_plan(row: Regulation, law: gii.Regulation, scopes: list[Scope]) -> None:
    """Sections, positions and time cells are those of `law`; positions it no longer has stay, marked as superseded."""
    sections = _store_sections(row, law, scopes)
    old: dict[tuple[UUID, str], list[Position]] = {}
    for position in Position.objects.filter(section__regulation=row).order_by("superseded", "order"):
        old.setdefault((position.section_id, position.number), []).append(position)
    fresh: list[Position] = []
    kept: list[Position] = []
    allocations: list[Allocation] = []
    for section, source in sections:
        for order, part in enumerate(source.positions):
            number = part.number[:20]
            same = old.get((section.pk, number), [])
            position = same.pop(0) if same else Position(section=section)
            (fresh if position._state.adding else kept).append(position)
            _fill(position, _position_values(section, part, number), order)
            position.superseded = False
            allocations += _allocations(position, part)
    gone = [position for rest in old.values() for position in rest]
    for order, position in enumerate(gone):
        position.superseded, position.order = True, _GONE + order
    Position.objects.bulk_create(fresh)
    Position.objects.bulk_update([*kept, *gone], [*POSITION_FIELDS, "order", "superseded"], batch_size=500)
    Allocation.objects.filter(position__section__regulation=row).delete()
    Allocation.objects.bulk_create(allocations)


def _store_sections(
    row: Regulation, law: gii.Regulation, scopes: list[Scope]
) -> list[tuple[Section, gii.Section]]:
    """Each section of the law with its row: the one with the same annex, key and title, else annex and key."""
    parts = [(annex, part) for annex in law.annexes for part in annex.sections]
    left = [*Section.objects.filter(regulation=row).order_by("order")]
    result: list[tuple[Section, gii.Section]] = []
    matched: dict[int, Section] = {}
    for exact in (True, False):
        for index, (annex, part) in enumerate(parts):
            found = (
                next((s for s in left if _is_same(s, annex, part, exact)), None)
                if index not in matched
                else None
            )
            if found is not None:
                matched[index] = found
                left.remove(found)
    for index, ((annex, part), scope) in enumerate(zip(parts, scopes, strict=True)):
        section = matched.get(index) or Section(regulation=row)
        _fill(section, _section_values(annex, part, scope), index)
        result.append((section, part))
    for order, section in enumerate(left):
        section.order = _GONE + order
    Section.objects.bulk_create([s for s, _ in result if s._state.adding])
    Section.objects.bulk_update([*matched.values(), *left], [*SECTION_FIELDS, "order"])
    return result


def _is_same(section: Section, annex: gii.Annex, part: gii.Section, exact: bool) -> bool:
    return (
        section.annex == annex.label[:60]
        and section.key == _key(part)
        and (not exact or section.title == part.title)
    )


def _key(part: gii.Section) -> str:
    return (part.key or "")[:10]


def _section_values(annex: gii.Annex, part: gii.Section, scope: Scope) -> dict[str, Any]:
    return {
        "annex": annex.label[:60],
        "annex_title": annex.title,
        "key": _key(part),
        "title": part.title,
        "kind": part.kind,
        "occupation_name": scope.occupation_name,
        "specialisation": scope.specialisation,
        "timing_only": scope.timing_only,
        "unit": part.unit,
        "periods": [label[:120] for label in part.periods],
    }


def _position_values(section: Section, part: gii.Position, number: str) -> dict[str, Any]:
    skills = " ".join(text for _, text in part.skills)
    return {
        "number": number,
        "title": part.title,
        "reference": part.reference,
        "sort_key": sort_key(f"{section.key} {number} {part.title}"),
        "skills_key": sort_key(skills),
    }


def _fill(row: Section | Position, values: dict[str, Any], order: int) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.order = order


def _allocations(position: Position, part: gii.Position) -> list[Allocation]:
    return [
        Allocation(
            position=position,
            order=order,
            skills=[[letter, text] for letter, text in block.skills],
            cells=[_cell(value) for value in block.cells],
        )
        for order, block in enumerate(part.blocks)
    ]


def _cell(value: gii.CellValue) -> dict[str, Any]:
    cell: dict[str, Any] = {"text": value.text}
    if value.low is not None:
        cell |= {"low": value.low, "high": value.high}
    return (
        cell | ({"starred": True} if value.starred else {}) | ({"continues": True} if value.continues else {})
    )


def _mark_superseded(document_number: str) -> None:
    """Of several versions of a document the newest is current; the others stay for the contracts under them."""
    rows = [*Regulation.objects.filter(document_number=document_number)]
    newest = max(rows, key=lambda r: (r.as_of_on or r.issued_on, r.imported_at))
    for row in rows:
        if row.superseded != (row.pk != newest.pk):
            Regulation.objects.filter(pk=row.pk).update(superseded=row.pk != newest.pk)
