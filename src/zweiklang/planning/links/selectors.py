"""Reads of links. Which school decided what is no secret; who voted is known to the voter alone."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import Case, F, FilteredRelation, IntegerField, Q, QuerySet, Value, When

from zweiklang.curricula.public import (
    FrameworkCurriculum,
    LearningField,
    Occupation,
    Position,
    Section,
    Standing,
    sections_of,
)
from zweiklang.planning.links.shapes import Link, Spoken
from zweiklang.planning.models import CurriculumLink, LinkDecision


def links_of(
    school_id: UUID | None, curriculum_id: UUID, position_ids: Collection[UUID] | None = None
) -> list[Link]:
    """Returns the links of a framework curriculum that hold for this school, in one statement: the confirmed first, then what
    the regulation says, then by votes and score. What the school rejected is left out; without a school all are proposals.
    """
    rows = _decided(school_id, curriculum_id).filter(Q(says=None) | Q(says=LinkDecision.Says.CONFIRMED))
    if position_ids is not None:
        rows = rows.filter(position_id__in=[*position_ids])
    found = rows.values_list(
        "pk", "position_id", "skill", "learning_field_id", "says", "source", "score", "for_it"
    )
    return [
        Link(pk, position, skill, field, "confirmed" if says else "proposed", source, score, votes)
        for pk, position, skill, field, says, source, score, votes in found
    ]


def spoken_of(school_id: UUID | None, curriculum_id: UUID, *, occupation: Occupation) -> list[Spoken]:
    """Returns the links of the curriculum to positions that may hold for the occupation, with what was said of each, rejected ones too.

    In the same order, in one statement. Called as a person: row-level security lets the own vote through and no other.
    """
    rows = (
        _decided(school_id, curriculum_id)
        .annotate(mine=F("votes__value"))
        .select_related("position__section")
    )
    return [
        Spoken(row, row.says or "", row.mine or 0)
        for row in rows
        if _concerns(row.position.section, occupation)
    ]


def _concerns(section: Section, occupation: Occupation) -> bool:
    """True unless the section is another regulation's, or says that it is for another occupation or Fachrichtung."""
    own = (("", occupation.name), ("", occupation.specialisation or section.specialisation))
    return (
        section.regulation_id == occupation.regulation_id
        and section.occupation_name in own[0]
        and section.specialisation in own[1]
    )


def field_choices(curriculum: FrameworkCurriculum) -> list[tuple[UUID, str]]:
    """Returns the Lernfelder of the curriculum as (id, "LF 3 Titel"), in order. One query."""
    return [
        (row.pk, str(row)) for row in LearningField.objects.filter(curriculum=curriculum).order_by("order")
    ]


def position_choices(occupation: Occupation) -> list[tuple[UUID, str]]:
    """Returns the positions that hold for the occupation or may be chosen in it, as (id, "A 3 Titel"), in the order of the plan. Two queries."""
    kept = [section.pk for section, standing in sections_of(occupation) if standing is not Standing.OTHER]
    rows = Position.objects.filter(section_id__in=kept, superseded=False).select_related("section")
    return [(row.pk, str(row)) for row in rows.order_by("section__order", "order")]


def _decided(school_id: UUID | None, curriculum_id: UUID) -> QuerySet[Any]:
    """The links of a curriculum with `says` (what the school said) and `for_it` (votes), confirmed first, then annex, votes, score."""
    rows = CurriculumLink.objects.filter(
        learning_field__in=LearningField.objects.filter(curriculum_id=curriculum_id)
    ).annotate(
        decided=FilteredRelation("decisions", condition=Q(decisions__school_id=school_id)),
        says=F("decided__says"),
        rank=Case(
            When(decided__says=LinkDecision.Says.CONFIRMED, then=Value(0)),
            When(source=CurriculumLink.Source.ANNEX, then=Value(1)),
            default=Value(2),
            output_field=IntegerField(),
        ),
        for_it=F("votes_for") - F("votes_against"),
    )
    return rows.order_by("rank", "-for_it", "-score", "pk")
