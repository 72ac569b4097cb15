"""Reads of curricula: what an apprentice can refer to, and how much time the regulation gives it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from zweiklang.curricula.models import FrameworkCurriculum, LearningField, Occupation, Position, Section
from zweiklang.kernel.sorting import sort_key

_MOST_WORDS = 8


class Standing(StrEnum):
    """What a section is to an apprentice of an occupation."""

    HOLDS = "holds"
    CHOICE = "choice"
    VOLUNTARY = "voluntary"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class PlanItem:
    """Something a line of a training record can refer to. `label` is complete; `section` says where it stands ("Abschnitt A")."""

    id: UUID
    kind: str
    label: str
    section: str
    short: str


@dataclass(frozen=True, slots=True)
class PlannedPosition:
    """A position with the time the regulation gives it over all periods.

    `low` and `high` differ for ranges and are None where the regulation gives this position no time of its own.
    `unit` is "weeks", "months", "hours" or "none"; `standing` says whether it holds for the apprentice.
    """

    id: UUID
    section: str
    number: str
    title: str
    standing: Standing
    unit: str
    low: float | None
    high: float | None


def standings(sections: Iterable[Section], occupation: Occupation) -> dict[UUID, Standing]:
    """What each section of a regulation is to an apprentice of `occupation`.

    Mandatory and integrative sections hold, and those of the own Fachrichtung or Schwerpunkt. CHOICE: electives, and parts of which
    the text or the contract does not say which. OTHER: other occupations, other Fachrichtungen, and sections that only repeat
    positions to give them time.
    """
    known = [*sections]
    own_kinds = {s.kind for s in known if s.specialisation and s.specialisation == occupation.specialisation}
    return {section.pk: _standing(section, occupation, own_kinds) for section in known}


def _standing(section: Section, occupation: Occupation, own_kinds: Collection[str]) -> Standing:
    foreign = section.specialisation not in ("", occupation.specialisation)
    # With a Fachrichtung in the contract, a Schwerpunkt inside it is still to be chosen.
    chosen = bool(occupation.specialisation) and not (
        section.kind == Section.Kind.FOCUS and section.kind not in own_kinds
    )
    if section.timing_only or section.occupation_name not in ("", occupation.name) or (foreign and chosen):
        return Standing.OTHER
    if section.kind == Section.Kind.ADDITIONAL:
        return Standing.VOLUNTARY
    if section.kind == Section.Kind.ELECTIVE:
        return Standing.CHOICE
    unclear = section.kind in (Section.Kind.SPECIALISATION, Section.Kind.FOCUS) and not section.specialisation
    return Standing.CHOICE if foreign or unclear else Standing.HOLDS


def regulation_through(path: str) -> str:
    """Returns the path for `select_related` from an occupation at the end of `path` to its regulation: apps above read both at once."""
    return f"{path}__regulation"


def sections_of(occupation: Occupation) -> list[tuple[Section, Standing]]:
    """The sections of the occupation's regulation in order, with their standing."""
    sections = [*Section.objects.filter(regulation_id=occupation.regulation_id).order_by("order")]
    known = standings(sections, occupation)
    return [(section, known[section.pk]) for section in sections]


def framework_of(occupation: Occupation, *, names: Collection[str] = ()) -> FrameworkCurriculum | None:
    """The stored framework curriculum of the occupation: by document, Fachrichtung and, where a regulation has several
    occupations, by name. None where none is stored or it is not clear which one it is.

    `names` are the regulation's occupations where the caller knows them; else one more query.
    """
    if not names:
        same = Occupation.objects.filter(regulation_id=occupation.regulation_id, superseded=False)
        names = {*same.values_list("name", flat=True)}
    found = FrameworkCurriculum.objects.filter(
        document_number=occupation.regulation.document_number,
        specialisation__in=["", occupation.specialisation],
    ).order_by("-specialisation", "-pk")
    lone = len({*names}) == 1
    return next((row for row in found if lone or sort_key(row.name) == sort_key(occupation.name)), None)


def occupations_found(q: str) -> QuerySet[Occupation]:
    """Current occupations whose name or Fachrichtung has words beginning like those of `q`, with their regulation, by name."""
    words = sort_key(q[:200]).split()[:_MOST_WORDS]
    current = Occupation.objects.filter(
        _words(words, "sort_key"), superseded=False, regulation__superseded=False
    )
    return current.select_related("regulation").order_by("sort_key", "pk")


def section_label(section: Section) -> str:
    """Where a section stands: "Abschnitt A", with the annex where it says more."""
    annex = "" if section.annex in ("", "Anlage") else section.annex
    key = f"Abschnitt {section.key}" if section.key else ""
    return ", ".join(part for part in (annex, key) if part)


def plan_items(
    occupation: Occupation, curriculum: FrameworkCurriculum | None, q: str = "", limit: int = 12
) -> list[PlanItem]:
    """What the apprentice can refer to and finds by typing `q`: word beginnings of title or number, then of the skills.

    Sections that hold come first, then choices, then voluntary ones; Lernfelder after positions of the same rank. Three queries.
    """
    words = sort_key(q[:200]).split()[:_MOST_WORDS]
    sections = {
        s.pk: (s, rank)
        for s, standing in sections_of(occupation)
        if (rank := _RANKS.get(standing)) is not None
    }
    found: list[tuple[tuple[int, int, int], PlanItem]] = []
    for position in _positions(words, sections.keys())[: limit * 4]:
        section, rank = sections[position.section_id]
        found.append(((position.rank, rank, 0), _position_item(position, section)))  # type: ignore[attr-defined]  # annotated above
    if curriculum is not None:
        rows = LearningField.objects.filter(_words(words, "sort_key"), curriculum=curriculum).order_by(
            "order"
        )[:limit]
        found += [((1, 0, 1), _field_item(row)) for row in rows]
    return [item for _, item in sorted(found, key=lambda entry: entry[0])][:limit]


_RANKS = {Standing.HOLDS: 0, Standing.CHOICE: 1, Standing.VOLUNTARY: 2}


def _positions(words: list[str], sections: Collection[UUID]) -> QuerySet[Position]:
    """Positions found, with `rank` 0 (number), 1 (title), 2 (only by a skill)."""
    found = Position.objects.filter(section__in=[*sections], superseded=False)
    if not words:
        return found.annotate(rank=Value(1)).defer("skills_key").order_by("section__order", "order")
    typed = " ".join(words)
    number = When(Q(number__iexact=typed) | Q(sort_key__startswith=f"{typed} "), then=Value(0))
    title = When(_words(words, "sort_key"), then=Value(1))
    rank = Case(number, title, default=Value(2), output_field=IntegerField())
    found = found.filter(_words(words, "sort_key", "skills_key")).annotate(rank=rank)
    return found.defer("skills_key").order_by("rank", "section__order", "order")


def _words(words: list[str], *names: str) -> Q:
    """Every word begins a word in one of these columns."""
    condition = Q()
    for word in words:
        one = Q()
        for name in names:
            one |= Q(**{f"{name}__startswith": word}) | Q(**{f"{name}__contains": f" {word}"})
        condition &= one
    return condition


def plan_items_by_id(ids: Collection[UUID]) -> dict[UUID, PlanItem]:
    """The plan items with these ids, whatever version of a regulation they belong to; unknown ids are left out. Two queries."""
    if not ids:
        return {}
    positions = Position.objects.filter(pk__in=ids).select_related("section").defer("skills_key")
    items = [_position_item(position, position.section) for position in positions]
    if len(items) < len(ids):
        items += [_field_item(row) for row in LearningField.objects.filter(pk__in=ids)]
    return {item.id: item for item in items}


def _position_item(position: Position, section: Section) -> PlanItem:
    short = f"{section.key} {position.number}".strip()
    return PlanItem(
        position.pk,
        "position",
        f"{short} · {position.title}" if short else position.title,
        section_label(section),
        short,
    )


def _field_item(row: LearningField) -> PlanItem:
    return PlanItem(
        row.pk,
        "learning_field",
        f"LF {row.number} · {row.title}",
        f"{row.year}. Ausbildungsjahr",
        f"LF {row.number}",
    )


def planned_weeks(occupation: Occupation) -> list[PlannedPosition]:
    """Every position of the sections that are not OTHER, in order, with the time the regulation gives it. Three queries.

    A cell that several positions share counts at the first of them, as the regulation prints it; a time frame
    (Zeitrahmen) over several positions counts at none.
    """
    sections = {
        s.pk: (s, standing) for s, standing in sections_of(occupation) if standing is not Standing.OTHER
    }
    positions = Position.objects.filter(section__in=[*sections], superseded=False).defer("skills_key")
    planned = []
    for position in positions.order_by("section__order", "order").prefetch_related("allocations"):
        section, standing = sections[position.section_id]
        low, high = _total([cell for block in position.allocations.all() for cell in block.cells])
        label = section_label(section)
        planned.append(
            PlannedPosition(
                position.pk, label, position.number, position.title, standing, section.unit, low, high
            )
        )
    return planned


def _total(cells: list[dict[str, Any]]) -> tuple[float | None, float | None]:
    counted = [cell for cell in cells if "low" in cell and not cell.get("continues")]
    if not counted:
        return None, None
    return sum(cell["low"] for cell in counted), sum(cell["high"] for cell in counted)
