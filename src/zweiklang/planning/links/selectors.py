"""Reads of links. Which school decided what is no secret; who voted is known to the voter alone."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import Case, F, FilteredRelation, IntegerField, Q, QuerySet, Value, When

from zweiklang.curricula.public import Occupation, Position, Standing, sections_of
from zweiklang.planning.links.shapes import Link, Spoken
from zweiklang.planning.models import CurriculumLink, LinkDecision, LinkVote


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


def spoken_of(school_id: UUID | None, curriculum_id: UUID, *, positions: Collection[UUID]) -> list[Spoken]:
    """Returns all links between the curriculum and these positions with what was said of each, rejected ones too, in the same order.

    Two queries.
    """
    rows = [
        *_decided(school_id, curriculum_id)
        .filter(position_id__in=[*positions])
        .select_related("position__section", "proposed_for")
    ]
    # Row-level security shows the own votes alone.
    mine = dict(LinkVote.objects.filter(link__in=[row.pk for row in rows]).values_list("link_id", "value"))
    return [Spoken(row, row.says or "", mine.get(row.pk, 0)) for row in rows]


def position_choices(occupation: Occupation) -> list[tuple[UUID, str]]:
    """Returns the positions that hold for the occupation or may be chosen in it, as (id, "A 3 Titel"), in the order of the plan. Two queries."""
    kept = [section.pk for section, standing in sections_of(occupation) if standing is not Standing.OTHER]
    rows = Position.objects.filter(section_id__in=kept, superseded=False).select_related("section")
    return [(row.pk, str(row)) for row in rows.order_by("section__order", "order")]


def _decided(school_id: UUID | None, curriculum_id: UUID) -> QuerySet[Any]:
    """The links of a curriculum with `says` (what the school said) and `for_it` (votes), confirmed first, then annex, votes, score."""
    rows = CurriculumLink.objects.filter(learning_field__curriculum_id=curriculum_id).annotate(
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
